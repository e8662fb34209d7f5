import { LightboxError, toErrorReport } from "../../src-preload/contract/errors.ts";
import type { JobContext } from "../jobs/index.ts";
import type { Compute, Device, LoadedModel, Tensor } from "../runtime/index.ts";
import { tooLarge, unstorable } from "../store/index.ts";
import type { ImageCode, Store } from "../store/index.ts";
import { saeInput } from "./code.ts";
import type { Code } from "./code.ts";
import { codingGraph } from "./graph.ts";
import type { Sae } from "./open-sae.ts";

const batchSize = 256;

/** Rows of the store that name the SAE and the encoder it reads. */
export interface CodingRows {
  readonly sae: number;
  readonly encoder: number;
}

/**
 * Codes every embedding that has no code of this SAE yet; a batch is one run and one transaction, so a stop loses nothing.
 * A film with an activation that codes cannot hold is refused and the rest goes on.
 */
export async function codeImages(
  store: Store,
  compute: Compute,
  device: Device,
  sae: Sae,
  rows: CodingRows,
  context: Pick<JobContext, "signal" | "progress" | "refuse">,
): Promise<number> {
  const model = await compute.load({ bytes: codingGraph(sae) }, device);
  const total = store.encodings.count(rows.encoder);
  let done = store.codes.count(rows.sae);
  let coded = 0;
  let last = 0;
  try {
    for (;;) {
      context.signal.throwIfAborted();
      const pending = store.codes.pending(rows.sae, rows.encoder, batchSize, last);
      if (pending.length === 0) return coded;
      const codes = await codeBatch(
        model,
        sae,
        pending.map((row) => row.vector),
      );
      const given = pending.map((row, place) => ({ image: row.image, ...(codes[place] ?? emptyCode) }));
      const storable = given.filter((code) => !refused(store, code, context));
      store.codes.add(rows.sae, storable, rows.encoder);
      last = pending.at(-1)?.image ?? last;
      coded += storable.length;
      done += pending.length;
      context.progress(done, total);
    }
  } finally {
    await model.release();
  }
}

/** Refuses a film whose code cannot be stored. */
function refused(store: Store, code: ImageCode, context: Pick<JobContext, "refuse">): boolean {
  const value = unstorable(code.values);
  if (value === undefined) return false;
  const film = store.images.byId(code.image)?.path ?? `image ${String(code.image)}`;
  context.refuse(film, toErrorReport(tooLarge(`An activation of ${film}`, value)));
  return true;
}

const emptyCode: Code = { indices: new Uint16Array(0), values: new Float32Array(0) };

/** Codes of n embeddings (before normalisation, each [D]) through the coding graph. */
export async function codeBatch(model: LoadedModel, sae: Sae, embeddings: readonly Float32Array[]): Promise<Code[]> {
  const data = new Float32Array(embeddings.length * sae.embedding);
  embeddings.forEach((embedding, row) => {
    if (embedding.length !== sae.embedding) throw widthMismatch(sae, embedding.length);
    data.set(saeInput(sae, embedding), row * sae.embedding);
  });
  const outputs = await model.run({ input: { dtype: "float32", shape: [embeddings.length, sae.embedding], data } });
  return embeddings.map((_, row) => rowCode(outputs, row, sae));
}

function widthMismatch(sae: Sae, width: number): LightboxError {
  return new LightboxError(
    "model/mismatch",
    `The SAE ${sae.id} reads embeddings of width ${String(sae.embedding)}, these have ${String(width)}.`,
    `Use it with its own encoder, ${sae.encoder.id}.`,
  );
}

function rowCode(outputs: Readonly<Record<string, Tensor>>, row: number, sae: Sae): Code {
  const values = floats(outputs["values"] ?? outputs["activations"]);
  const width = outputs["values"]?.shape[1] ?? sae.neurons;
  const named = outputs["indices"]?.data;
  const pairs: { neuron: number; value: number }[] = [];
  for (let place = row * width; place < (row + 1) * width; place++) {
    const value = values[place] ?? 0;
    if (value > 0) pairs.push({ neuron: named === undefined ? place - row * width : Number(named[place]), value });
  }
  pairs.sort((a, b) => b.value - a.value || a.neuron - b.neuron);
  return {
    indices: Uint16Array.from(pairs, (pair) => pair.neuron),
    values: Float32Array.from(pairs, (pair) => pair.value),
  };
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new LightboxError("compute/failed", "The coding graph gave no activations.", "Please report this.");
}
