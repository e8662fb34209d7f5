import { backToBack, createBatchLimit } from "./batch-limit.ts";
import type { EncodedImages, Encoder } from "./open-encoder.ts";
import type { Film } from "./look-ahead.ts";

export type ReadableFilm = Film & { readonly input: Float32Array };

/** Films that went through one run, with what came out. */
export interface EncodedBatch {
  readonly films: readonly ReadableFilm[];
  readonly encoded: EncodedImages;
}

interface Running {
  readonly films: readonly ReadableFilm[];
  readonly started: number;
  readonly encoded: Promise<EncodedImages>;
}

/**
 * Encodes films in batches of up to 8 that take 200 ms at most, as the runs before have shown. The next batch is handed
 * over before the last one is given out: the compute process never waits for us to store.
 */
export async function* encodedBatches(
  films: AsyncIterable<ReadableFilm>,
  encode: Encoder["encode"],
): AsyncGenerator<EncodedBatch> {
  const size = createBatchLimit();
  let running: Running | undefined;
  const finish = async ({ films, started, encoded }: Running): Promise<EncodedBatch> => {
    const result = { films, encoded: await encoded };
    size.ran(films.length, started);
    return result;
  };
  for await (const batch of batches(films, size.limit)) {
    const next = start(batch, encode);
    if (running !== undefined) yield await finish(running);
    running = next;
  }
  if (running !== undefined) yield await finish(running);
}

function start(films: readonly ReadableFilm[], encode: Encoder["encode"]): Running {
  const input = backToBack(films.map((film) => film.input));
  const encoded = encode(input, films.length);
  // Whoever waits for it hears of the failure; if nobody does any more, it must not end the process.
  encoded.catch(() => undefined);
  return { films, started: performance.now(), encoded };
}

async function* batches(films: AsyncIterable<ReadableFilm>, limit: () => number): AsyncGenerator<ReadableFilm[]> {
  let batch: ReadableFilm[] = [];
  for await (const film of films) {
    batch.push(film);
    if (batch.length < limit()) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
