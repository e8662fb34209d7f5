import { createWorkerPool } from "../jobs/index.ts";
import type { DecodeTask } from "./decode-task.ts";
import type { Radiograph } from "./types.ts";

/** Films read in threads of their own, so that the one who asks goes on answering. */
export interface Films {
  /** @throws LightboxError `intake/*`; the sentence names the file */
  read(path: string): Promise<Radiograph>;
  close(): Promise<void>;
}

/** Opens `threads` threads that read films; they start with the first film. */
export function openFilms(threads: number): Films {
  const pool = createWorkerPool<DecodeTask, Radiograph>("decode-worker", threads);
  return {
    read: (path) => pool.run({ kind: "radiograph", path }),
    close: () => pool.close(),
  };
}
