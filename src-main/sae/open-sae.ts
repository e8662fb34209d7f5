import { readFile } from "node:fs/promises";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { packFile, readSafetensors } from "../runtime/index.ts";
import type { Pack } from "../runtime/index.ts";
import { parseSaeManifest } from "./manifest.ts";
import type { Gate } from "./manifest.ts";

/**
 * A sparse autoencoder ready to use: M neurons on embeddings of width D.
 *
 *     x = scale (e − mean)      pre = We (x − inputBias) + encoderBias      x̂ = codeᵀ Wd + decoderBias
 */
export interface Sae {
  readonly id: string;
  readonly hash: string;
  readonly encoder: { readonly id: string; readonly hash?: string | undefined };
  readonly neurons: number;
  readonly embedding: number;
  readonly gate: Gate;
  /** The encoder's embedding is brought to unit length first. */
  readonly normalised: boolean;
  readonly scale: number;
  /** [D] */
  readonly mean: Float32Array;
  /** [M, D] row-major: w_j is row j. */
  readonly encoderWeight: Float32Array;
  /** [M] */
  readonly encoderBias: Float32Array;
  /** [M, D] row-major: the direction that neuron j writes. */
  readonly decoderWeight: Float32Array;
  /** [D] taken off the input. */
  readonly inputBias: Float32Array;
  /** [D] added to the reconstruction. */
  readonly decoderBias: Float32Array;
  /** [M] b_j − w_j·b_dec − s w_j·μ, the part of a pre-activation that is the same for every image. */
  readonly constants: Float64Array;
}

/** Reads the weights of an SAE pack. Throws `model/bad-manifest`, `model/bad-weights`. */
export async function openSae(pack: Pack): Promise<Sae> {
  const manifest = parseSaeManifest(pack.manifest, pack.manifest.id);
  const tensors = readSafetensors(await readFile(packFile(pack, "weights.safetensors")));
  const { neurons, embedding } = manifest.architecture;
  const tensor = (name: string, shape: readonly number[]): Float32Array => {
    const found = tensors.get(name);
    if (found?.shape.join() === shape.join() && found.data instanceof Float32Array) return found.data;
    throw new LightboxError(
      "model/bad-weights",
      `The SAE ${manifest.id} has no tensor "${name}" of shape [${shape.join(", ")}].`,
      "Export the SAE again, or ask whoever made the pack.",
    );
  };
  const optional = (name: string, length: number): Float32Array =>
    tensors.has(name) ? tensor(name, [length]) : new Float32Array(length);
  const parts = {
    scale: manifest.input.scale,
    mean: manifest.input.mean ? tensor("input.mean", [embedding]) : new Float32Array(embedding),
    encoderWeight: tensor("encoder.weight", [neurons, embedding]),
    encoderBias: tensor("encoder.bias", [neurons]),
    inputBias: optional("input.bias", embedding),
  };
  return {
    id: manifest.id,
    hash: pack.hash,
    encoder: manifest.encoder,
    neurons,
    embedding,
    gate: manifest.architecture.gate,
    normalised: manifest.input.normalised,
    ...parts,
    decoderWeight: tensor("decoder.weight", [neurons, embedding]),
    decoderBias: optional("decoder.bias", embedding),
    constants: neuronConstants(neurons, embedding, parts),
  };
}

/**
 * The constant of every neuron, [M] float64: b_j − w_j·b_dec − s w_j·μ (Lightbox's exact map: the term that does not
 * depend on the image).
 */
export function neuronConstants(
  neurons: number,
  embedding: number,
  parts: Pick<Sae, "scale" | "mean" | "encoderWeight" | "encoderBias" | "inputBias">,
): Float64Array {
  const constants = new Float64Array(neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    let sum = parts.encoderBias[neuron] ?? 0;
    for (let d = 0; d < embedding; d++) {
      const shift = (parts.inputBias[d] ?? 0) + parts.scale * (parts.mean[d] ?? 0);
      sum -= (parts.encoderWeight[neuron * embedding + d] ?? 0) * shift;
    }
    constants[neuron] = sum;
  }
  return constants;
}
