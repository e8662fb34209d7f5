import type { KnownFilm } from "../intake/index.ts";

/** A film that waits to be encoded. */
export interface Film extends KnownFilm {
  readonly id: number;
}

/** A film read and prepared, or why it could not be. */
export type PreparedFilm = Film & ({ readonly input: Float32Array } | { readonly error: unknown });

/**
 * Films in their order, read and prepared up to `ahead` films before they are asked for, so that reading goes on while
 * the encoder works. `pending` lists up to `limit` films with an id above `after`, by id.
 */
export async function* preparedFilms(
  pending: (after: number, limit: number) => readonly Film[],
  prepare: (film: KnownFilm) => Promise<{ readonly input: Float32Array }>,
  ahead: number,
): AsyncGenerator<PreparedFilm> {
  const queue: Promise<PreparedFilm>[] = [];
  let last = 0;
  let more = true;
  for (;;) {
    if (more && queue.length <= ahead / 2) {
      const films = pending(last, ahead - queue.length);
      queue.push(...films.map((film) => attempt(film, prepare)));
      last = films.at(-1)?.id ?? last;
      more = films.length > 0;
    }
    const next = queue.shift();
    if (next === undefined) return;
    yield await next;
  }
}

/** Never rejects: a film that fails is one film, and nobody may be waiting for it yet. */
async function attempt(
  film: Film,
  prepare: (film: KnownFilm) => Promise<{ readonly input: Float32Array }>,
): Promise<PreparedFilm> {
  try {
    return { ...film, input: (await prepare(film)).input };
  } catch (error) {
    return { ...film, error };
  }
}
