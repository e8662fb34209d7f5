import type { ErrorReport } from "../../src-preload/contract/errors.ts";

/** What a job's runner gets to work with. */
export interface JobContext {
  /** Aborted when the job is cancelled or the workspace closes; the runner then throws `job/cancelled` or the signal's reason. */
  readonly signal: AbortSignal;
  /** A new step begins: its name in words, its number from 1, and how many there are. */
  step(name: string, number: number, of: number): void;
  /** Items done and in all, within the step. */
  progress(done: number, total: number): void;
  /** An item that cannot be used; stored at once, the rest goes on. */
  refuse(item: string, error: ErrorReport): void;
  /** What came of the job: plain data, kept with it. */
  outcome(value: unknown): void;
}

/** Does the work of one kind of job. It must go on where it stopped when it is called again with the same parameters. */
export type JobRunner = (parameters: unknown, context: JobContext) => Promise<void>;
