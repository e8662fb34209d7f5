import type { Sae } from "../sae/index.ts";

/** Shapes of what an encoder gives for one image: T tokens of width C, embedding width D. */
export interface TokenShape {
  readonly tokens: number;
  readonly tokenWidth: number;
  readonly embedding: number;
}

/**
 * What each token adds to the embedding before normalisation: u_t = P h_t / T, [T, D] float64, Σ_t u_t = u.
 * `tokens` [T, C] are after the final norm; `projection` [D, C], or null where the embedding is the plain mean (P = 1).
 */
export function projectTokens(
  tokens: ArrayLike<number>,
  projection: Float32Array | null,
  shape: TokenShape,
): Float64Array {
  const { tokens: count, tokenWidth, embedding } = shape;
  const parts = new Float64Array(count * embedding);
  for (let token = 0; token < count; token++) {
    for (let d = 0; d < embedding; d++) {
      let sum = 0;
      if (projection === null) sum = tokens[token * tokenWidth + d] ?? 0;
      else
        for (let c = 0; c < tokenWidth; c++)
          sum += (projection[d * tokenWidth + c] ?? 0) * (tokens[token * tokenWidth + c] ?? 0);
      parts[token * embedding + d] = sum / count;
    }
  }
  return parts;
}

/** u = Σ_t u_t, [D] float64, from the parts of {@link projectTokens}. */
export function sumTokens(parts: Float64Array, embedding: number): Float64Array {
  const sum = new Float64Array(embedding);
  parts.forEach((value, place) => {
    const d = place % embedding;
    sum[d] = (sum[d] ?? 0) + value;
  });
  return sum;
}

/**
 * The exact map of chosen neurons, [neurons, T] float64: s w_j·u_t / |u|. Together with the neuron's constant the cells
 * add up to its pre-activation. `length` is |u|, or 1 where the SAE reads embeddings that are not normalised.
 */
export function tokenMaps(
  sae: Pick<Sae, "encoderWeight" | "scale" | "embedding">,
  neurons: ArrayLike<number>,
  parts: Float64Array,
  length: number,
): Float64Array {
  const width = sae.embedding;
  const count = parts.length / width;
  const factor = length === 0 ? 0 : sae.scale / length;
  const maps = new Float64Array(neurons.length * count);
  for (let place = 0; place < neurons.length; place++) {
    const row = (neurons[place] ?? 0) * width;
    for (let token = 0; token < count; token++) {
      let sum = 0;
      for (let d = 0; d < width; d++) sum += (sae.encoderWeight[row + d] ?? 0) * (parts[token * width + d] ?? 0);
      maps[place * count + token] = factor * sum;
    }
  }
  return maps;
}
