import { LightboxError } from "../../../src-preload/contract/errors.ts";

/** Choices of one training run; every default is stated where it is set. */
export interface TrainingOptions {
  readonly neurons: number;
  readonly k: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Weight of the auxiliary loss that revives dead neurons (Gao et al. 2024, §2.2: 1/32). */
  readonly auxiliary: number;
  /** A neuron that has not fired for this many samples is dead. */
  readonly deadAfter: number;
}

/** Adam at 1e-3 without decay, AuxK 1/32 (Gao et al. 2024); dead after five passes over the data, at least 10,000 samples. */
export function trainingDefaults(samples: number): Omit<TrainingOptions, "neurons" | "k" | "steps" | "seed"> {
  return {
    batch: Math.min(256, samples),
    learningRate: 1e-3,
    auxiliary: 1 / 32,
    deadAfter: Math.max(10_000, 5 * samples),
  };
}

/** Trainable arrays: We [M, D], be [M], Wd [M, D] with unit rows, b [D] (taken off the input, added to the output). */
export interface Parameters {
  readonly encoderWeight: Float32Array;
  readonly encoderBias: Float32Array;
  readonly decoderWeight: Float32Array;
  readonly bias: Float32Array;
}

/** Zeros of the same shapes, for gradients and moments. */
export function zerosLike(parameters: Parameters): Parameters {
  return {
    encoderWeight: new Float32Array(parameters.encoderWeight.length),
    encoderBias: new Float32Array(parameters.encoderBias.length),
    decoderWeight: new Float32Array(parameters.decoderWeight.length),
    bias: new Float32Array(parameters.bias.length),
  };
}

/** Random unit rows for the decoder, the encoder its copy (tied at the start, Gao et al. 2024, §2.1), biases zero. */
export function initialParameters(neurons: number, width: number, gaussian: () => number): Parameters {
  if (neurons < 1 || neurons > 65536)
    throw new LightboxError(
      "model/mismatch",
      `An SAE of ${String(neurons)} neurons is not possible.`,
      "Choose 1–65,536.",
    );
  const decoderWeight = Float32Array.from({ length: neurons * width }, gaussian);
  normaliseRows(decoderWeight, width);
  return {
    encoderWeight: decoderWeight.slice(),
    encoderBias: new Float32Array(neurons),
    decoderWeight,
    bias: new Float32Array(width),
  };
}

/** Brings every row to unit length, in place; a zero row stays. */
export function normaliseRows(rows: Float32Array, width: number): void {
  for (let start = 0; start < rows.length; start += width) {
    let sum = 0;
    for (let d = start; d < start + width; d++) sum += (rows[d] ?? 0) ** 2;
    const length = Math.sqrt(sum);
    if (length > 0) for (let d = start; d < start + width; d++) rows[d] = (rows[d] ?? 0) / length;
  }
}
