import { filmLimit } from "../intake/index.ts";
import type { KnownFilm } from "../intake/index.ts";
import { createWorkerPool } from "../jobs/index.ts";
import type { WorkerPool } from "../jobs/index.ts";
import type { Preprocessing } from "./manifest.ts";

/** A film to read and prepare; one that was imported is refused where its file has changed. */
export interface PrepareTask {
  readonly film: string | KnownFilm;
  readonly preprocessing: Preprocessing;
}

/** The encoder's input for one film, [channels, rows, columns]. */
export interface Prepared {
  readonly input: Float32Array;
}

/** Threads that read films and prepare them; a film that cannot be read rejects with the intake's error. */
export function createPreparation(threads?: number): WorkerPool<PrepareTask, Prepared> {
  return createWorkerPool<PrepareTask, Prepared>(
    "prepare-worker",
    threads,
    filmLimit(({ film }) => (typeof film === "string" ? film : film.path)),
  );
}
