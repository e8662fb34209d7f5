import { join } from "node:path";
import { createRandom, writePack, writeSafetensors } from "../../src-main/runtime/index.ts";
import type { Pack } from "../../src-main/runtime/index.ts";

/** An SAE of a few random neurons for the small encoder of the tests; another seed is another version. */
export function writeSmallSae(folder: string, encoder: string, embedding: number, seed: number): Promise<Pack> {
  const neurons = 12;
  const random = createRandom("small sae", seed);
  const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const manifest = {
    ...{ format: "lightbox-pack/1", kind: "sae", id: "small-sae", name: "A small SAE", version: String(seed) },
    ...{ licence: "Apache-2.0", intendedUse: "Tests.", trainingData: "None." },
    encoder: { id: encoder },
    architecture: { neurons, embedding, gate: { type: "topk", k: 4 } },
    input: { normalised: true, scale: 1, mean: false },
  };
  return writePack(join(folder, `small-sae-${String(seed)}`), manifest, {
    "weights.safetensors": writeSafetensors({
      "encoder.weight": { shape: [neurons, embedding], data: normals(neurons * embedding) },
      "encoder.bias": { shape: [neurons], data: new Float32Array(neurons) },
      "decoder.weight": { shape: [neurons, embedding], data: normals(neurons * embedding) },
    }),
  });
}
