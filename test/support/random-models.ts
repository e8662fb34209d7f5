import { createRandom } from "../../src-main/runtime/index.ts";
import { neuronConstants } from "../../src-main/sae/open-sae.ts";
import type { Sae } from "../../src-main/sae/index.ts";

/** An SAE with random weights, every optional part in use. */
export function randomSae(shape: { neurons: number; embedding: number; seed: number; k?: number }): Sae {
  const { neurons, embedding } = shape;
  const random = createRandom("test sae", shape.seed);
  const normals = (count: number, scale = 1): Float32Array =>
    Float32Array.from({ length: count }, () => scale * random.normal());
  const parts = {
    scale: random.between(0.5, 12),
    mean: normals(embedding, 0.1),
    encoderWeight: normals(neurons * embedding),
    encoderBias: normals(neurons, 0.3),
    inputBias: normals(embedding, 0.2),
  };
  return {
    id: "random-sae",
    hash: "0".repeat(64),
    encoder: { id: "random-encoder" },
    neurons,
    embedding,
    gate: { type: "topk", k: shape.k ?? 4 },
    normalised: true,
    ...parts,
    decoderWeight: normals(neurons * embedding),
    decoderBias: normals(embedding, 0.2),
    constants: neuronConstants(neurons, embedding, parts),
  };
}
