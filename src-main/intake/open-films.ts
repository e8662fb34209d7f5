import { openDecoding } from "./decoding.ts";
import type { DeepFilm, KnownFilm } from "./types.ts";

/** Films read whole, in threads of their own, so that the one who asks goes on answering. */
export interface Films {
  /** @throws LightboxError `intake/*` or `image/changed`; the sentence names the file */
  read(film: string | KnownFilm): Promise<DeepFilm>;
  close(): Promise<void>;
}

/** Opens `threads` threads that read films; they start with the first film. */
export function openFilms(threads: number): Films {
  const pool = openDecoding(threads);
  return {
    read: (film) => pool.run({ kind: "deep", film }),
    close: () => pool.close(),
  };
}
