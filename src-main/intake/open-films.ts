import { createWorkerPool } from "../jobs/index.ts";
import { pathOf } from "./decode-task.ts";
import type { DecodeTask } from "./decode-task.ts";
import { filmLimit } from "./film-limit.ts";
import type { DeepFilm, KnownFilm } from "./types.ts";

/** Films read at full depth, in threads of their own, so that the one who asks goes on answering. */
export interface Films {
  /** @throws LightboxError `intake/*` or `image/changed`; the sentence names the file */
  read(film: string | KnownFilm): Promise<DeepFilm>;
  close(): Promise<void>;
}

/** Opens `threads` threads that read films; they start with the first film. */
export function openFilms(threads: number): Films {
  const pool = createWorkerPool<DecodeTask, DeepFilm>("decode-worker", threads, filmLimit(pathOf));
  return {
    read: (film) => pool.run({ kind: "deep", film }),
    close: () => pool.close(),
  };
}
