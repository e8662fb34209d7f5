import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { writeSafetensors } from "../../runtime/index.ts";
import { norm } from "../code.ts";
import type { Parameters, TrainingOptions } from "./parameters.ts";
import { trainTopK } from "./train.ts";
import type { TrainingPoint } from "./train.ts";

/** A trained SAE: the files of its pack (weights, log) and what its manifest has to say. */
export interface TrainedSae {
  readonly weights: Uint8Array;
  readonly scale: number;
  readonly points: readonly TrainingPoint[];
  readonly samples: number;
}

/**
 * Trains on embeddings as the encoder gives them, [N][D] before normalisation. They are brought to unit length, the mean
 * is taken off and what is left is scaled so that E|x|² = D (MedSAE, arXiv 2510.26411, preprocessing).
 */
export async function trainSae(
  embeddings: readonly Float32Array[],
  options: TrainingOptions,
  hooks: { readonly signal: AbortSignal; readonly onPoint: (point: TrainingPoint) => void },
): Promise<TrainedSae> {
  const width = embeddings[0]?.length ?? 0;
  if (embeddings.length < 2 * options.k || width === 0)
    throw new LightboxError(
      "model/mismatch",
      `${String(embeddings.length)} embeddings are too few to train an SAE on.`,
      "Import and encode more films first.",
    );
  const { samples, mean, scale } = centre(embeddings, width);
  const points: TrainingPoint[] = [];
  const parameters = await trainTopK(samples, width, options, {
    signal: hooks.signal,
    onPoint: (point) => {
      points.push(point);
      hooks.onPoint(point);
    },
  });
  return { weights: packWeights(parameters, mean, width), scale, points, samples: embeddings.length };
}

/** Unit length, mean off, scaled to E|x|² = D; returns samples [N, D], mean [D] and the scale. */
export function centre(
  embeddings: readonly Float32Array[],
  width: number,
): { samples: Float32Array; mean: Float32Array; scale: number } {
  const samples = new Float32Array(embeddings.length * width);
  const mean = new Float64Array(width);
  embeddings.forEach((embedding, row) => {
    const length = norm(embedding) || 1;
    for (let d = 0; d < width; d++) {
      const value = (embedding[d] ?? 0) / length;
      samples[row * width + d] = value;
      mean[d] = (mean[d] ?? 0) + value / embeddings.length;
    }
  });
  let power = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = (samples[i] ?? 0) - (mean[i % width] ?? 0);
    samples[i] = value;
    power += value * value;
  }
  const scale = Math.sqrt(samples.length / power);
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * scale;
  return { samples, mean: Float32Array.from(mean), scale };
}

function packWeights(parameters: Parameters, mean: Float32Array, width: number): Uint8Array {
  const neurons = parameters.encoderBias.length;
  return writeSafetensors({
    "encoder.weight": { shape: [neurons, width], data: parameters.encoderWeight },
    "encoder.bias": { shape: [neurons], data: parameters.encoderBias },
    "decoder.weight": { shape: [neurons, width], data: parameters.decoderWeight },
    "decoder.bias": { shape: [width], data: parameters.bias },
    "input.bias": { shape: [width], data: parameters.bias },
    "input.mean": { shape: [width], data: mean },
  });
}
