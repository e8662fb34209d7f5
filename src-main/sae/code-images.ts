import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobContext } from "../jobs/index.ts";
import type { Compute, Device, LoadedModel, Tensor } from "../runtime/index.ts";
import type { Store } from "../store/index.ts";
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

/** Codes every embedding that has no code of this SAE yet; a batch is one run and one transaction, so a stop loses nothing. */
export async function codeImages(
  store: Store,
  compute: Compute,
  device: Device,
  sae: Sae,
  rows: CodingRows,
  context: Pick<JobContext, "signal" | "progress">,
): Promise<number> {
  const model = await compute.load({ bytes: codingGraph(sae) }, device);
  const before = store.codes.count(rows.sae);
  const total = store.encodings.count(rows.encoder);
  let coded = before;
  let last = 0;
  try {
    for (;;) {
      context.signal.throwIfAborted();
      const pending = store.codes.pending(rows.sae, rows.encoder, batchSize, last);
      if (pending.length === 0) return coded - before;
      const codes = await codeBatch(
        model,
        sae,
        pending.map((row) => row.vector),
      );
      store.codes.add(
        rows.sae,
        pending.map((row, place) => ({ image: row.image, ...(codes[place] ?? emptyCode) })),
        rows.encoder,
      );
      last = pending.at(-1)?.image ?? last;
      coded += pending.length;
      context.progress(coded, total);
    }
  } finally {
    await model.release();
  }
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
