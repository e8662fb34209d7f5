import { expect } from "vitest";
import type { Workbench } from "../../src-main/workbench.ts";

/**
 * Explains an image through the Api and the bytes beside it, and holds it to the promise: for every firing neuron map plus
 * constant is the pre-activation to 1e-5. Returns how many neurons fire.
 */
export async function expectExactMaps(bench: Workbench, image: string, sae: string): Promise<number> {
  const explained = await bench.api["attribution.explain"]({ image, sae });
  const { bytes, shape = [] } = await bench.data(explained.maps.path);
  const cells = (shape[1] ?? 0) * (shape[2] ?? 0);
  const maps = new Float32Array(bytes.slice().buffer);
  expect(shape[0]).toBe(explained.neurons.length);
  expect(maps).toHaveLength(explained.neurons.length * cells);
  explained.neurons.forEach((neuron, place) => {
    let sum = neuron.constant;
    for (let cell = 0; cell < cells; cell++) sum += maps[place * cells + cell] ?? NaN;
    expect(Math.abs(sum - neuron.preActivation), `${image} neuron ${String(neuron.neuron)}`).toBeLessThan(1e-5);
    expect(Math.abs(neuron.activation - neuron.preActivation)).toBeLessThan(1e-5);
    expect(neuron.activation).toBeLessThanOrEqual(explained.neurons[place - 1]?.activation ?? Infinity);
  });
  expect(explained.reconstruction.cosine).toBeGreaterThanOrEqual(-1);
  expect(explained.reconstruction.cosine).toBeLessThanOrEqual(1 + 1e-9);
  return explained.neurons.length;
}

/** Waits for a job and shows its error where it did not succeed. */
export async function succeed(bench: Workbench, job: number): Promise<void> {
  const { state, error } = await bench.settled(job);
  expect({ state, error }).toEqual({ state: "succeeded", error: null });
}
