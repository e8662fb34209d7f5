import type { Parameters } from "./parameters.ts";
import { normaliseRows } from "./parameters.ts";

const decayFirst = 0.9;
const decaySecond = 0.999;
const epsilon = 1e-8;

/** One Adam step on one array, in place (Kingma & Ba 2015, algorithm 1); `time` counts from 1. */
export function adamStep(
  weights: Float32Array,
  gradient: Float32Array,
  first: Float32Array,
  second: Float32Array,
  learningRate: number,
  time: number,
): void {
  const correctFirst = 1 / (1 - decayFirst ** time);
  const correctSecond = 1 / (1 - decaySecond ** time);
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] ?? 0;
    const m = decayFirst * (first[i] ?? 0) + (1 - decayFirst) * g;
    const v = decaySecond * (second[i] ?? 0) + (1 - decaySecond) * g * g;
    first[i] = m;
    second[i] = v;
    weights[i] = (weights[i] ?? 0) - (learningRate * correctFirst * m) / (Math.sqrt(correctSecond * v) + epsilon);
  }
}

/** Takes off each decoder row's gradient what would only change the row's length (Bricken et al. 2023, appendix). */
export function projectGradient(decoderWeight: Float32Array, gradient: Float32Array, width: number): void {
  for (let start = 0; start < gradient.length; start += width) {
    let along = 0;
    for (let d = start; d < start + width; d++) along += (gradient[d] ?? 0) * (decoderWeight[d] ?? 0);
    for (let d = start; d < start + width; d++) gradient[d] = (gradient[d] ?? 0) - along * (decoderWeight[d] ?? 0);
  }
}

/** Adam on every array, with unit decoder rows before and after. */
export function updateParameters(
  parameters: Parameters,
  gradient: Parameters,
  first: Parameters,
  second: Parameters,
  learningRate: number,
  time: number,
): void {
  const width = parameters.bias.length;
  projectGradient(parameters.decoderWeight, gradient.decoderWeight, width);
  for (const name of ["encoderWeight", "encoderBias", "decoderWeight", "bias"] as const)
    adamStep(parameters[name], gradient[name], first[name], second[name], learningRate, time);
  normaliseRows(parameters.decoderWeight, width);
}
