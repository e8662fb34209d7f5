import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src-main/runtime/index.ts";
import { adamStep } from "../../../src-main/sae/training/adam.ts";
import { initialParameters, trainingDefaults, zerosLike } from "../../../src-main/sae/training/parameters.ts";
import type { Parameters } from "../../../src-main/sae/training/parameters.ts";
import { addGradients, largest } from "../../../src-main/sae/training/step.ts";
import { trainTopK } from "../../../src-main/sae/training/train.ts";
import { centre } from "../../../src-main/sae/training/train-sae.ts";

const noAuxiliary = { k: 3, auxiliary: 0 };

function setup(seed: number) {
  const random = createRandom("training test", seed);
  const parameters = initialParameters(12, 6, () => random.normal());
  parameters.encoderBias.forEach((_, j) => (parameters.encoderBias[j] = 0.1 * random.normal()));
  parameters.bias.forEach((_, d) => (parameters.bias[d] = 0.1 * random.normal()));
  const samples = Float32Array.from({ length: 5 * 6 }, () => random.normal());
  return { parameters, samples };
}

function lossOf(parameters: Parameters, samples: Float32Array): number {
  return addGradients(parameters, zerosLike(parameters), samples, new Uint8Array(12), noAuxiliary).loss;
}

describe("gradients by hand", () => {
  it("agree with finite differences for every parameter", () => {
    const { parameters, samples } = setup(1);
    const gradient = zerosLike(parameters);
    addGradients(parameters, gradient, samples, new Uint8Array(12), noAuxiliary);
    const step = 1e-3;
    for (const name of ["encoderWeight", "encoderBias", "decoderWeight", "bias"] as const) {
      const array = parameters[name];
      for (let i = 0; i < array.length; i++) {
        const kept = array[i] ?? NaN;
        array[i] = kept + step;
        const [above, up] = [lossOf(parameters, samples), array[i] ?? NaN];
        array[i] = kept - step;
        const [below, down] = [lossOf(parameters, samples), array[i] ?? NaN];
        array[i] = kept;
        const slope = (above - below) / (up - down);
        expect(Math.abs(slope - (gradient[name][i] ?? NaN)), `${name}[${String(i)}]`).toBeLessThan(
          2e-2 * Math.max(1, Math.abs(slope)),
        );
      }
    }
  });

  it("are the same whether a batch is worked off whole or in pieces", () => {
    const { parameters, samples } = setup(2);
    const [whole, pieces] = [zerosLike(parameters), zerosLike(parameters)];
    addGradients(parameters, whole, samples, new Uint8Array(12), noAuxiliary);
    addGradients(parameters, pieces, samples.subarray(0, 12), new Uint8Array(12), { ...noAuxiliary, share: 2 / 5 });
    addGradients(parameters, pieces, samples.subarray(12), new Uint8Array(12), { ...noAuxiliary, share: 3 / 5 });
    whole.encoderWeight.forEach((value, i) => {
      expect(pieces.encoderWeight[i]).toBeCloseTo(value, 5);
    });
  });

  it("the auxiliary loss reaches dead neurons, and only where it is switched on", () => {
    const { parameters, samples } = setup(3);
    const dead = new Uint8Array(12).fill(1, 6);
    const chosenAlone = zerosLike(parameters);
    addGradients(parameters, chosenAlone, samples, dead, { k: 1, auxiliary: 0 });
    const revived = zerosLike(parameters);
    addGradients(parameters, revived, samples, dead, { k: 1, auxiliary: 1 });
    const power = (g: Parameters): number =>
      g.decoderWeight.subarray(36).reduce((sum, value) => sum + Math.abs(value), 0);
    expect(power(revived)).toBeGreaterThan(power(chosenAlone));
  });
});

describe("parts of a step", () => {
  it("largest: k largest positive values, ties to the smaller index, only where allowed", () => {
    const values = Float64Array.of(1, 3, 3, -2, 0, 2);
    expect(largest(values, 3)).toEqual([1, 2, 5]);
    expect(largest(values, 9)).toEqual([1, 2, 5, 0]);
    expect(largest(values, 2, Uint8Array.of(1, 0, 1, 1, 1, 0))).toEqual([2, 0]);
  });

  it("Adam's first step moves by the learning rate against the gradient's sign", () => {
    const weights = Float32Array.of(1, 1, 1);
    adamStep(weights, Float32Array.of(5, -0.1, 0), new Float32Array(3), new Float32Array(3), 0.01, 1);
    expect(weights[0]).toBeCloseTo(0.99, 5);
    expect(weights[1]).toBeCloseTo(1.01, 5);
    expect(weights[2]).toBe(1);
  });

  it("centre: zero mean and mean square length equal to the width", () => {
    const random = createRandom("centre", 1);
    const rows = Array.from({ length: 50 }, () => Float32Array.from({ length: 8 }, () => random.normal() + 0.5));
    const { samples, mean } = centre(rows, 8);
    let power = 0;
    for (const value of samples) power += value * value;
    expect(power / 50).toBeCloseTo(8, 3);
    for (let d = 0; d < 8; d++) {
      let sum = 0;
      for (let row = 0; row < 50; row++) sum += samples[row * 8 + d] ?? NaN;
      expect(Math.abs(sum)).toBeLessThan(1e-3);
    }
    expect(mean.some((value) => Math.abs(value) > 0.05)).toBe(true);
  });
});

describe("training", () => {
  /** Sparse mixtures of known directions. */
  function mixtures(seed: number): { samples: Float32Array; truth: Float32Array } {
    const random = createRandom("mixtures", seed);
    const truth = initialParameters(10, 12, () => random.normal()).decoderWeight;
    const samples = new Float32Array(600 * 12);
    for (let row = 0; row < 600; row++)
      for (let pick = 0; pick < 2; pick++) {
        const [direction, strength] = [random.integer(0, 9), random.between(1, 3)];
        for (let d = 0; d < 12; d++)
          samples[row * 12 + d] = (samples[row * 12 + d] ?? 0) + strength * (truth[direction * 12 + d] ?? 0);
      }
    return { samples, truth };
  }

  const options = { ...trainingDefaults(600), neurons: 16, k: 2, steps: 900, seed: 4, batch: 64, learningRate: 5e-3 };

  it("finds planted directions and repeats bit for bit", async () => {
    const { samples, truth } = mixtures(1);
    const points: number[] = [];
    const hooks = {
      signal: new AbortController().signal,
      onPoint: (p: { relativeLoss: number }) => points.push(p.relativeLoss),
    };
    const first = await trainTopK(samples, 12, options, hooks);
    const second = await trainTopK(samples, 12, { ...options }, { ...hooks, onPoint: () => undefined });
    expect(second.encoderWeight).toEqual(first.encoderWeight);
    expect(points.at(-1)).toBeLessThan(0.1);
    for (let direction = 0; direction < 10; direction++) {
      let best = 0;
      for (let j = 0; j < 16; j++) {
        let product = 0;
        for (let d = 0; d < 12; d++)
          product += (truth[direction * 12 + d] ?? 0) * (first.decoderWeight[j * 12 + d] ?? 0);
        best = Math.max(best, product);
      }
      expect(best, `direction ${String(direction)}`).toBeGreaterThan(0.9);
    }
  });

  it("stops at once when it is cancelled", async () => {
    const controller = new AbortController();
    const { samples } = mixtures(2);
    const work = trainTopK(samples, 12, options, {
      signal: controller.signal,
      onPoint: (point) => {
        if (point.step === 3) controller.abort();
      },
    });
    await expect(work).rejects.toThrow();
  });
});
