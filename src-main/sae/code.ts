import type { Gate } from "./manifest.ts";
import type { Sae } from "./open-sae.ts";

/** The sparse vector of one image: indices of the firing neurons and their activations, by falling activation. */
export interface Code {
  readonly indices: Uint16Array;
  readonly values: Float32Array;
}

/** Length of a vector, in float64. */
export function norm(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) ** 2;
  return Math.sqrt(sum);
}

/** e = u / |u| where the SAE reads embeddings of unit length, else u itself. A zero embedding stays zero. */
export function saeInput(sae: Pick<Sae, "normalised">, embedding: ArrayLike<number>): Float64Array {
  const length = sae.normalised ? norm(embedding) : 1;
  return Float64Array.from(embedding, (value) => (length === 0 ? 0 : value / length));
}

/** Pre-activations of all neurons, [M] float64: s w_j·e + constant_j. `input` is [D], see {@link saeInput}. */
export function preActivations(sae: Sae, input: Float64Array): Float64Array {
  const result = new Float64Array(sae.neurons);
  for (let neuron = 0; neuron < sae.neurons; neuron++) result[neuron] = preActivation(sae, input, neuron);
  return result;
}

/** The same for one of them. */
export function preActivation(sae: Sae, input: Float64Array, neuron: number): number {
  const { embedding, encoderWeight, scale, constants } = sae;
  const row = neuron * embedding;
  let sum = 0;
  for (let d = 0; d < embedding; d++) sum += (encoderWeight[row + d] ?? 0) * (input[d] ?? 0);
  return scale * sum + (constants[neuron] ?? 0);
}

/**
 * Which neurons fire. ReLU: pre > 0. TopK (Gao et al. 2024, arXiv 2406.04093, eq. 3): the k largest, and of these the
 * positive ones. JumpReLU (Rajamanoharan et al. 2024, arXiv 2407.14435): pre > threshold. Equal values: smaller index first.
 */
export function applyGate(gate: Gate, pre: Float64Array): Code {
  const threshold = gate.type === "jumprelu" ? Math.max(gate.threshold, 0) : 0;
  const firing: number[] = [];
  pre.forEach((value, neuron) => {
    if (value > threshold) firing.push(neuron);
  });
  firing.sort((a, b) => (pre[b] ?? 0) - (pre[a] ?? 0) || a - b);
  const kept = gate.type === "topk" ? firing.slice(0, gate.k) : firing;
  return { indices: Uint16Array.from(kept), values: Float32Array.from(kept, (neuron) => pre[neuron] ?? 0) };
}

/** x̂ in the encoder's space, [D] float64: (Σ f_j Wd_j + b_dec) / s + μ. */
export function reconstruct(sae: Sae, code: Code): Float64Array {
  const { embedding, decoderWeight, decoderBias, scale, mean } = sae;
  const sum = Float64Array.from(decoderBias);
  code.indices.forEach((neuron, place) => {
    const activation = code.values[place] ?? 0;
    const row = neuron * embedding;
    for (let d = 0; d < embedding; d++) sum[d] = (sum[d] ?? 0) + activation * (decoderWeight[row + d] ?? 0);
  });
  return sum.map((value, d) => value / scale + (mean[d] ?? 0));
}

/** Cosine of two vectors, float64; 0 where one of them has no length. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  for (let i = 0; i < a.length; i++) product += (a[i] ?? 0) * (b[i] ?? 0);
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 0 : product / lengths;
}
