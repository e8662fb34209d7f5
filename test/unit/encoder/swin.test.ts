import { afterAll, describe, expect, it } from "vitest";
import { swinGraph } from "../../../src-main/encoder/swin.ts";
import { openWeights } from "../../../src-main/encoder/weights.ts";
import { createRandom, startCompute } from "../../../src-main/runtime/index.ts";
import { randomState } from "../../support/random-state.ts";
import { swinReference, swinShapes } from "../../support/swin-reference.ts";
import type { SwinShape } from "../../support/swin-reference.ts";

const compute = startCompute({ threads: 1 });
afterAll(() => compute.close());

const shapes: Record<string, SwinShape> = {
  "two stages, window 7": {
    ...{ image: 56, patch: 4, width: 8, depths: [2, 2], heads: [2, 4], window: 7, ratio: 4 },
    ...{ epsilon: 1e-5, embedding: 6 },
  },
  "three stages, window 3, last map of 2 × 2 windows": {
    ...{ image: 48, patch: 2, width: 4, depths: [1, 3, 2], heads: [1, 2, 2], window: 3, ratio: 2 },
    ...{ epsilon: 1e-3, embedding: 5 },
  },
};

function architecture(shape: SwinShape) {
  return {
    type: "medclip-swin" as const,
    imageSize: shape.image,
    patchSize: shape.patch,
    embedDimension: shape.width,
    depths: [...shape.depths],
    heads: [...shape.heads],
    window: shape.window,
    mlpRatio: shape.ratio,
    layerNormEpsilon: shape.epsilon,
  };
}

function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Array.from(found, (x, i) => Math.abs(x - Number(expected[i]))).reduce((a, b) => Math.max(a, b), 0);
}

describe.each(Object.entries(shapes))("Swin graph: %s", (_, shape) => {
  const state = randomState(swinShapes(shape), 11);
  const random = createRandom("swin image", 5);
  const grey = [0, 1].map(() => Float32Array.from({ length: shape.image ** 2 }, () => random.normal()));

  it.each([1, 3])("agrees with a float64 computation, %i channel(s)", async (channels) => {
    const weights = openWeights(state, "vision_model.", "test");
    const model = await compute.load({ bytes: swinGraph(architecture(shape), channels, shape.embedding, weights) });
    const feed = (image: Float32Array) => Array.from({ length: channels }, () => [...image]).flat();
    const data = Float32Array.from(grey.flatMap(feed));
    const size = [grey.length, channels, shape.image, shape.image];
    const outputs = await model.run({ input: { dtype: "float32", shape: size, data } });
    const colour = (image: Float32Array) => Float32Array.from([...image, ...image, ...image]);
    const expected = grey.map((image) => swinReference(shape, state, colour(image)));
    const tokens = expected.flatMap(({ tokens: rows }) => rows.flatMap((row) => [...row]));
    expect(largestDifference(outputs["tokens"]?.data as Float32Array, tokens)).toBeLessThan(1e-5);
    const embedding = expected.flatMap((result) => [...result.embedding]);
    expect(largestDifference(outputs["embedding"]?.data as Float32Array, embedding)).toBeLessThan(1e-5);
    await model.release();
  });
});
