import { LightboxError, toErrorReport } from "../../src-preload/contract/errors.ts";
import type { JobContext } from "../jobs/index.ts";
import type { DeviceChoice } from "../runtime/index.ts";
import { codeVersion } from "../store/index.ts";
import type { ImageVector, Store } from "../store/index.ts";
import { encodedBatches } from "./encode-batches.ts";
import type { EncodedBatch, ReadableFilm } from "./encode-batches.ts";
import { preparedFilms } from "./look-ahead.ts";
import type { PreparedFilm } from "./look-ahead.ts";
import type { Encoder } from "./open-encoder.ts";
import { createPreparation } from "./preparation.ts";

/** Films read before their turn: three full batches. */
const ahead = 24;

/** What goes on with a film is told here: stored or refused, and how many are done. */
interface Report {
  stored(images: number): void;
  refused(film: { readonly path: string }, error: unknown): void;
}

/**
 * Encodes every image of the workspace that has no embedding of this encoder yet. Films are read and prepared in threads
 * while the compute process runs; each batch is stored in one transaction, with Σ h_t/|u| for the data-set mean. A film
 * that cannot be read is refused and the rest goes on; after a stop the next call goes on where this one ended.
 */
export async function encodeImages(
  store: Store,
  encoder: Encoder,
  deviceChoice: DeviceChoice,
  context: Pick<JobContext, "signal" | "progress" | "refuse">,
): Promise<void> {
  const model = store.models.register({ packId: encoder.id, kind: "encoder", hash: encoder.hash });
  if (store.encodings.pending(model, 1, 0).length === 0) return;
  const { device, proof } = deviceChoice;
  const { preprocessingHash, preprocessing } = encoder;
  const run = store.encodings.startRun({ model, device, proof, preprocessingHash, codeVersion });
  const report = reportTo(context, store.encodings.count(model), store.images.count());
  const preparation = createPreparation();
  try {
    const films = preparedFilms(
      (after, limit) => store.encodings.pending(model, limit, after),
      (film) => preparation.run({ film, preprocessing }),
      ahead,
    );
    for await (const batch of encodedBatches(readable(films, report, context.signal), (input, n) =>
      encoder.encode(input, n),
    )) {
      context.signal.throwIfAborted();
      const { rows, tokenSum } = usable(batch, encoder, report);
      store.encodings.add(model, run, rows, tokenSum);
      report.stored(rows.length);
    }
  } finally {
    await preparation.close();
  }
}

function reportTo(context: Pick<JobContext, "progress" | "refuse">, before: number, total: number): Report {
  let done = before;
  return {
    stored: (images) => {
      done += images;
      context.progress(done, total);
    },
    refused: (film, error) => {
      context.refuse(film.path, toErrorReport(error));
      done += 1;
      context.progress(done, total);
    },
  };
}

async function* readable(
  films: AsyncIterable<PreparedFilm>,
  report: Report,
  signal: AbortSignal,
): AsyncGenerator<ReadableFilm> {
  for await (const film of films) {
    signal.throwIfAborted();
    if ("error" in film) report.refused(film, film.error);
    else yield film;
  }
}

/** The rows to store, and Σ h_t/|u| over them; an embedding without a length cannot be normalised and is refused. */
function usable(
  { films, encoded }: EncodedBatch,
  encoder: Pick<Encoder, "id" | "embeddingWidth" | "tokenWidth" | "grid">,
  report: Report,
): { rows: ImageVector[]; tokenSum: Float64Array } {
  const width = encoder.embeddingWidth;
  const tokenSum = new Float64Array(encoder.grid[0] * encoder.grid[1] * encoder.tokenWidth);
  const rows: ImageVector[] = [];
  films.forEach((film, place) => {
    const vector = encoded.embedding.slice(place * width, (place + 1) * width);
    const length = Math.hypot(...vector);
    if (length > 0 && Number.isFinite(length)) {
      addScaled(tokenSum, encoded.tokens, place * tokenSum.length, 1 / length);
      rows.push({ image: film.id, vector });
    } else report.refused(film, unusable(encoder.id, film.path));
  });
  return { rows, tokenSum };
}

function addScaled(sum: Float64Array, tokens: Float32Array, start: number, scale: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (tokens[start + i] as number) * scale;
}

function unusable(encoder: string, path: string): LightboxError {
  return new LightboxError(
    "compute/failed",
    `The encoder "${encoder}" gave no usable embedding for ${path}: its length is zero or not a number.`,
    "Look at the film: it may be empty. If many films fail, the encoder's weights are broken.",
  );
}
