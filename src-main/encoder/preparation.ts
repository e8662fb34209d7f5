import { createWorkerPool } from "../jobs/index.ts";
import type { WorkerPool } from "../jobs/index.ts";
import type { Preprocessing } from "./manifest.ts";

/** A film to read and prepare. */
export interface PrepareTask {
  readonly path: string;
  readonly preprocessing: Preprocessing;
}

/** The encoder's input for one film, [channels, rows, columns]. */
export interface Prepared {
  readonly input: Float32Array;
}

/** Threads that read films and prepare them; a film that cannot be read rejects with the intake's error. */
export function createPreparation(threads?: number): WorkerPool<PrepareTask, Prepared> {
  return createWorkerPool("prepare-worker", threads);
}
