import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyGate, cosine, preActivations, reconstruct, saeInput } from "../../../src-main/sae/index.ts";
import { randomSae } from "../../support/random-models.ts";

describe("gates", () => {
  const pre = Float64Array.of(0.5, -1, 2, 0, 2, 0.1);

  it("ReLU keeps what is above zero, by falling value, equal values by index", () => {
    expect([...applyGate({ type: "relu" }, pre).indices]).toEqual([2, 4, 0, 5]);
  });

  it("TopK keeps the k largest, and never a negative one", () => {
    expect([...applyGate({ type: "topk", k: 3 }, pre).indices]).toEqual([2, 4, 0]);
    expect([...applyGate({ type: "topk", k: 6 }, pre).indices]).toEqual([2, 4, 0, 5]);
  });

  it("JumpReLU keeps values above its threshold unchanged; a threshold that was never set is ReLU", () => {
    expect([...applyGate({ type: "jumprelu", threshold: 0.5 }, pre).values]).toEqual([2, 2]);
    expect(applyGate({ type: "jumprelu", threshold: -1 }, pre).indices).toHaveLength(4);
  });

  it("is a permutation-free choice of the input (property)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -9, max: 9 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (values, k) => {
          const code = applyGate({ type: "topk", k }, Float64Array.from(values));
          const positive = values.filter((value) => value > 0).sort((a, b) => b - a);
          expect([...code.values]).toEqual(positive.slice(0, k));
          expect(new Set(code.indices).size).toBe(code.indices.length);
          code.indices.forEach((neuron, place) => {
            expect(values[neuron]).toBe(code.values[place]);
          });
        },
      ),
    );
  });
});

describe("the linear parts", () => {
  it("pre = We (s (e − μ) − b_in) + b, written out with plain loops", () => {
    const sae = randomSae({ neurons: 7, embedding: 5, seed: 3 });
    const input = saeInput(sae, Float32Array.of(3, -1, 2, 0.5, 1));
    const pre = preActivations(sae, input);
    for (let j = 0; j < 7; j++) {
      let expected = sae.encoderBias[j] ?? NaN;
      for (let d = 0; d < 5; d++) {
        const x = sae.scale * ((input[d] ?? NaN) - (sae.mean[d] ?? NaN)) - (sae.inputBias[d] ?? NaN);
        expected += (sae.encoderWeight[j * 5 + d] ?? NaN) * x;
      }
      expect(pre[j]).toBeCloseTo(expected, 10);
    }
  });

  it("brings the embedding to unit length, and leaves a zero embedding alone", () => {
    const unit = saeInput({ normalised: true }, Float32Array.of(3, 4));
    expect([...unit]).toEqual([0.6, 0.8]);
    expect([...saeInput({ normalised: true }, Float32Array.of(0, 0))]).toEqual([0, 0]);
    expect([...saeInput({ normalised: false }, Float32Array.of(3, 4))]).toEqual([3, 4]);
  });

  it("reconstructs in the encoder's space: an SAE that stores e exactly gives e back", () => {
    const sae = {
      ...randomSae({ neurons: 2, embedding: 2, seed: 1 }),
      scale: 4,
      mean: Float32Array.of(0.25, 0.5),
      decoderWeight: Float32Array.of(1, 0, 0, 1),
      decoderBias: Float32Array.of(0, 0),
    };
    const code = { indices: Uint16Array.of(1, 0), values: Float32Array.of(2, 1) };
    expect([...reconstruct(sae, code)]).toEqual([0.25 + 1 / 4, 0.5 + 2 / 4]);
  });

  it("cosine of parallel, opposite and empty vectors", () => {
    expect(cosine([1, 2], [2, 4])).toBeCloseTo(1, 12);
    expect(cosine([1, 2], [-1, -2])).toBeCloseTo(-1, 12);
    expect(cosine([0, 0], [1, 1])).toBe(0);
  });
});
