import type { Format } from "./seeds.ts";

/** What may become of a mutant; the first two are right, each other one is a bug. */
export const outcomes = ["read", "refused", "OTHER ERROR", "HANG", "MEMORY", "CRASH"] as const;
export type Outcome = (typeof outcomes)[number];

/** A mutant that did what none may. */
export interface Bad {
  readonly index: number;
  readonly outcome: Outcome;
  readonly words: string;
}

/** The mutants of a run that are made in one go. */
export interface Batch {
  readonly from: number;
  /** Behind the last one. */
  readonly to: number;
}

/** What a thread tells when it is through with a batch. */
export interface BatchDone {
  readonly kind: "done";
  /** By "format/outcome". */
  readonly counts: Readonly<Record<string, number>>;
  readonly bad: readonly Bad[];
  /** Peak resident memory of its process, in bytes. */
  readonly peak: number;
}

/** What ends a process before its batch is done. */
export interface BatchBroken extends Bad {
  readonly kind: "broken";
}

export interface LaneSettings {
  readonly run: number;
  readonly format: Format | undefined;
  /** Holds the table that is read, and "now": the index of the mutant in hand, which outlives a crash. */
  readonly folder: string;
  /** Address of the module whose `readMutant` is put to the test. */
  readonly reader: string;
  /** Milliseconds of the processor that one mutant may take, so that a busy machine blames nobody. */
  readonly longestWork: number;
}

/** Resident memory that one process may have, in bytes. */
export const mostMemory = 1e9;
