import { afterAll, describe, expect, it } from "vitest";
import { bertGraph } from "../../../src-main/encoder/bert.ts";
import { openWeights } from "../../../src-main/encoder/weights.ts";
import { startCompute } from "../../../src-main/runtime/index.ts";
import { bertReference, bertShapes } from "../../support/bert-reference.ts";
import { randomState } from "../../support/random-state.ts";

const compute = startCompute({ threads: 1 });
afterAll(() => compute.close());

describe.each([2, 3, 4])("BERT graph with %i layers", (layers) => {
  const shape = { hidden: 12, layers, heads: 3, intermediate: 20, positions: 9, vocabulary: 30, embedding: 7 };
  const state = randomState(bertShapes(shape), layers);

  it("agrees with a float64 computation, alone and in a batch", async () => {
    const text = {
      ...{ type: "bert" as const, hidden: 12, layers, heads: 3, intermediate: 20, positions: 9, vocabulary: 30 },
      ...{ layerNormEpsilon: 1e-12, lowerCase: true, vocabularyFile: "vocab.txt" },
    };
    const model = await compute.load({ bytes: bertGraph(text, 7, openWeights(state, "text_model.", "test")) });
    for (const texts of [
      [[2, 7, 3]],
      [[2, 5, 29, 0, 11, 11, 8, 4, 3]],
      [
        [2, 9, 1, 3],
        [2, 22, 17, 3],
      ],
    ]) {
      const shapeOfIds = [texts.length, texts[0]?.length ?? 0];
      const data = BigInt64Array.from(texts.flat(), BigInt);
      const { embedding } = await model.run({ ids: { dtype: "int64", shape: shapeOfIds, data } });
      const expected = texts.flatMap((ids) => [...bertReference(shape, state, ids)]);
      expect(embedding?.shape).toEqual([texts.length, 7]);
      expected.forEach((value, i) => {
        expect(Math.abs(Number(embedding?.data[i]) - value)).toBeLessThan(1e-5);
      });
    }
    await model.release();
  });
});
