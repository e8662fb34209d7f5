import type { Parameters, TrainingOptions } from "./parameters.ts";

/** What one batch said. */
export interface BatchResult {
  /** Mean over the batch of |x̂ − x|². */
  readonly loss: number;
  /** Neurons that fired at least once. */
  readonly fired: Uint8Array;
}

/**
 * Gradients of one batch of a TopK SAE, added into `gradient`, by hand (mean over samples of |x̂ − x|², plus the
 * auxiliary loss of Gao et al. 2024, §2.2, eq. 5 on the residual with the k largest dead neurons).
 *
 *     xc = x − b    h = relu(We xc + be)    z = h on its k largest    x̂ = Wdᵀ z + b    g = 2 (x̂ − x) / N
 *     dWd_j = z_j g    dz_j = Wd_j·g    dWe_j = dz_j xc    dbe_j = dz_j    db = g − Σ_j dz_j We_j
 *
 * `samples` holds the rows back to back, [N, D]. `dead` marks neurons the auxiliary loss may use. `share` is the part of
 * the batch that these rows are (1 unless a batch is worked off in pieces).
 */
export function addGradients(
  parameters: Parameters,
  gradient: Parameters,
  samples: Float32Array,
  dead: Uint8Array,
  options: Pick<TrainingOptions, "k" | "auxiliary"> & { readonly share?: number },
): BatchResult {
  const width = parameters.bias.length;
  const rows = samples.length / width;
  const weight = (2 * (options.share ?? 1)) / rows;
  const fired = new Uint8Array(dead.length);
  const auxiliaryNeurons = Math.min(Math.floor(width / 2), sum(dead));
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const x = samples.subarray(row * width, (row + 1) * width);
    const centred = x.map((value, d) => value - (parameters.bias[d] ?? 0));
    const hidden = encode(parameters, centred);
    const chosen = largest(hidden, options.k);
    for (const neuron of chosen) fired[neuron] = 1;
    const error = decode(parameters, hidden, chosen, true);
    for (let d = 0; d < width; d++) error[d] = (error[d] ?? 0) - (x[d] ?? 0);
    loss += squaredLength(error);
    propagate(parameters, gradient, centred, hidden, chosen, scaled(error, weight), true);
    if (auxiliaryNeurons > 0 && options.auxiliary > 0) {
      const revived = largest(hidden, auxiliaryNeurons, dead);
      const miss = decode(parameters, hidden, revived, false);
      for (let d = 0; d < width; d++) miss[d] = (miss[d] ?? 0) + (error[d] ?? 0);
      propagate(parameters, gradient, centred, hidden, revived, scaled(miss, weight * options.auxiliary), false);
    }
  }
  return { loss: loss / rows, fired };
}

function sum(flags: Uint8Array): number {
  let total = 0;
  for (const flag of flags) total += flag;
  return total;
}

function squaredLength(vector: Float64Array): number {
  let total = 0;
  for (const value of vector) total += value * value;
  return total;
}

function scaled(vector: Float64Array, factor: number): Float64Array {
  return vector.map((value) => value * factor);
}

/** relu(We xc + be), [M]. */
function encode(parameters: Parameters, centred: Float32Array): Float64Array {
  const { encoderWeight, encoderBias } = parameters;
  const width = centred.length;
  const hidden = new Float64Array(encoderBias.length);
  for (let neuron = 0, start = 0; neuron < hidden.length; neuron++, start += width) {
    let total = encoderBias[neuron] ?? 0;
    for (let d = 0; d < width; d++) total += (encoderWeight[start + d] ?? 0) * (centred[d] ?? 0);
    hidden[neuron] = total > 0 ? total : 0;
  }
  return hidden;
}

/** Indices of the k largest positive values, among `allowed` where given; ties by smaller index. */
export function largest(values: Float64Array, k: number, allowed?: Uint8Array): number[] {
  const kept: number[] = [];
  let floor = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (value <= floor || (allowed !== undefined && allowed[index] === 0)) continue;
    let place = kept.length;
    while (place > 0 && (values[kept[place - 1] ?? 0] ?? 0) < value) place--;
    kept.splice(place, 0, index);
    if (kept.length > k) kept.pop();
    if (kept.length === k) floor = values[kept[k - 1] ?? 0] ?? 0;
  }
  return kept;
}

function decode(
  parameters: Parameters,
  hidden: Float64Array,
  chosen: readonly number[],
  withBias: boolean,
): Float64Array {
  const width = parameters.bias.length;
  const output = withBias ? Float64Array.from(parameters.bias) : new Float64Array(width);
  for (const neuron of chosen) {
    const activation = hidden[neuron] ?? 0;
    const start = neuron * width;
    for (let d = 0; d < width; d++)
      output[d] = (output[d] ?? 0) + activation * (parameters.decoderWeight[start + d] ?? 0);
  }
  return output;
}

function propagate(
  parameters: Parameters,
  gradient: Parameters,
  centred: Float32Array,
  hidden: Float64Array,
  chosen: readonly number[],
  g: Float64Array,
  biasInOutput: boolean,
): void {
  const width = centred.length;
  if (biasInOutput) for (let d = 0; d < width; d++) gradient.bias[d] = (gradient.bias[d] ?? 0) + (g[d] ?? 0);
  for (const neuron of chosen) {
    const activation = hidden[neuron] ?? 0;
    const start = neuron * width;
    let dz = 0;
    for (let d = 0; d < width; d++) {
      dz += (parameters.decoderWeight[start + d] ?? 0) * (g[d] ?? 0);
      gradient.decoderWeight[start + d] = (gradient.decoderWeight[start + d] ?? 0) + activation * (g[d] ?? 0);
    }
    gradient.encoderBias[neuron] = (gradient.encoderBias[neuron] ?? 0) + dz;
    for (let d = 0; d < width; d++) {
      gradient.encoderWeight[start + d] = (gradient.encoderWeight[start + d] ?? 0) + dz * (centred[d] ?? 0);
      gradient.bias[d] = (gradient.bias[d] ?? 0) - dz * (parameters.encoderWeight[start + d] ?? 0);
    }
  }
}
