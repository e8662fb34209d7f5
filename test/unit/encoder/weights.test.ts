import { describe, expect, it } from "vitest";
import { openWeights } from "../../../src-main/encoder/weights.ts";
import type { StateTensor } from "../../../src-main/encoder/weights.ts";

const tensor = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});

describe("openWeights", () => {
  it("hands out what is there, a DataParallel prefix and old buffers notwithstanding", () => {
    const state = new Map<string, StateTensor>([
      ["module.vision_model.a.weight", tensor(2, 3)],
      ["vision_model.relative_position_index", { shape: [1], data: new BigInt64Array(1) }],
      ["text_model.b", tensor(1)],
      ["logit_scale", tensor()],
    ]);
    const weights = openWeights(state, "vision_model.", "test");
    expect([...weights.tensor("a.weight", [2, 3])]).toEqual([0, 1, 2, 3, 4, 5]);
    weights.finish();
  });

  it("reads the first rows of a longer table", () => {
    const weights = openWeights(new Map([["t.places", tensor(4, 2)]]), "t.", "test");
    expect([...weights.firstRows("places", 3, 2)]).toEqual([0, 1, 2, 3, 4, 5]);
    weights.finish();
    expect(weights.firstRows("places", 5, 2)).toHaveLength(10);
    expect(() => {
      weights.finish();
    }).toThrow("t.places is [4, 2], not [5 or more, 2]");
  });

  it("names everything missing, misshapen and left over in one message", () => {
    const state = new Map<string, StateTensor>([
      ["t.wrong", tensor(3)],
      ["t.whole", { shape: [2], data: new BigInt64Array(2) }],
      ["t.extra", tensor(1)],
    ]);
    const weights = openWeights(state, "t.", "the pack");
    expect(weights.tensor("wrong", [2])).toEqual(new Float32Array(2));
    weights.tensor("whole", [2]);
    weights.tensor("absent", [1]);
    const problems = [
      "t.wrong is [3], not [2]",
      "t.whole does not hold real numbers",
      "t.absent is missing",
      "t.extra is not part of this model",
    ];
    expect(() => {
      weights.finish();
    }).toThrow(`The weights of the pack do not fit its manifest: ${problems.join("; ")}.`);
  });
});
