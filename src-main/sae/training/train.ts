import { setImmediate as nextTurn } from "node:timers/promises";
import { createRandom } from "../../runtime/index.ts";
import { initialParameters, zerosLike } from "./parameters.ts";
import type { Parameters, TrainingOptions } from "./parameters.ts";
import { addGradients } from "./step.ts";
import { updateParameters } from "./adam.ts";

/** Rows that one synchronous piece of work may hold: about 10 ms at 512 × 1,024. */
const pieceRows = 16;

/** One line of the training log. */
export interface TrainingPoint {
  readonly step: number;
  /** Mean of |x̂ − x|² over the batch, divided by the mean of |x|² over the data: 0 is perfect, 1 is worth nothing. */
  readonly relativeLoss: number;
  /** Neurons that have not fired for `deadAfter` samples. */
  readonly dead: number;
}

/**
 * Trains a TopK SAE on samples [N, D] (already centred and scaled). Repeats bit for bit for the same seed, data and
 * options. Learning rate: linear decay over the last fifth of the steps (Gao et al. 2024, §A).
 */
export async function trainTopK(
  samples: Float32Array,
  width: number,
  options: TrainingOptions,
  hooks: { readonly signal: AbortSignal; readonly onPoint: (point: TrainingPoint) => void },
): Promise<Parameters> {
  const random = createRandom("sae", options.seed);
  const parameters = initialParameters(options.neurons, width, () => random.normal());
  const [first, second, gradient] = [zerosLike(parameters), zerosLike(parameters), zerosLike(parameters)];
  const silent = new Float64Array(options.neurons);
  const dead = new Uint8Array(options.neurons);
  const draw = batchDrawer(samples, width, options, () => random.next());
  const power = meanSquare(samples, width);
  for (let step = 1; step <= options.steps; step++) {
    for (const array of Object.values(gradient) as Float32Array[]) array.fill(0);
    const batch = draw();
    const { loss, fired } = await batchGradients(parameters, gradient, batch, dead, options, hooks.signal);
    fired.forEach((hit, neuron) => {
      silent[neuron] = hit === 1 ? 0 : (silent[neuron] ?? 0) + options.batch;
      dead[neuron] = (silent[neuron] ?? 0) >= options.deadAfter ? 1 : 0;
    });
    updateParameters(parameters, gradient, first, second, learningRateAt(step, options), step);
    hooks.onPoint({ step, relativeLoss: loss / power, dead: dead.reduce((sum, flag) => sum + flag, 0) });
  }
  return parameters;
}

async function batchGradients(
  parameters: Parameters,
  gradient: Parameters,
  batch: Float32Array,
  dead: Uint8Array,
  options: TrainingOptions,
  signal: AbortSignal,
): Promise<{ loss: number; fired: Uint8Array }> {
  const width = parameters.bias.length;
  const fired = new Uint8Array(dead.length);
  let loss = 0;
  for (let start = 0; start < batch.length; start += pieceRows * width) {
    signal.throwIfAborted();
    const piece = batch.subarray(start, Math.min(start + pieceRows * width, batch.length));
    const share = piece.length / batch.length;
    const result = addGradients(parameters, gradient, piece, dead, { ...options, share });
    loss += result.loss * share;
    result.fired.forEach((hit, neuron) => {
      if (hit === 1) fired[neuron] = 1;
    });
    await nextTurn();
  }
  return { loss, fired };
}

/** Draws batches from shuffled passes over the data. */
function batchDrawer(
  samples: Float32Array,
  width: number,
  options: TrainingOptions,
  next: () => number,
): () => Float32Array {
  const rows = samples.length / width;
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  let cursor = rows;
  return () => {
    const batch = new Float32Array(options.batch * width);
    for (let place = 0; place < options.batch; place++) {
      if (cursor >= rows) {
        shuffle(order, next);
        cursor = 0;
      }
      const row = order[cursor++] ?? 0;
      batch.set(samples.subarray(row * width, (row + 1) * width), place * width);
    }
    return batch;
  };
}

function shuffle(order: Uint32Array, next: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
}

function meanSquare(samples: Float32Array, width: number): number {
  let total = 0;
  for (const value of samples) total += value * value;
  return (total * width) / samples.length;
}

function learningRateAt(step: number, options: TrainingOptions): number {
  const left = (options.steps - step + 1) / (options.steps * 0.2);
  return options.learningRate * Math.min(1, left);
}
