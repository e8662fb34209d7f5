import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attribute,
  attributeNeuron,
  codeImage,
  projectImage,
  projectMeans,
  projectTokens,
  sumTokens,
} from "../../../src-main/attribution/index.ts";
import { createRandom } from "../../../src-main/runtime/index.ts";
import { randomSae } from "../../support/random-models.ts";

function randomImage(seed: number, tokens: number, width: number, embedding: number, withProjection: boolean) {
  const random = createRandom("test image", seed);
  const normals = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.normal());
  const projection = withProjection ? normals(embedding * width) : null;
  const values = normals(tokens * width);
  const shape = { tokens, tokenWidth: width, embedding };
  const whole = sumTokens(projectTokens(values, projection, shape), embedding);
  return { projection, tokens: values, embedding: Float32Array.from(whole), shape };
}

describe("the exact map", () => {
  it("map plus constant is the pre-activation to 1e-5, for every firing neuron (property over random weights)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        (seed, rows, columns, withProjection) => {
          const width = withProjection ? 11 : 9;
          const sae = randomSae({ neurons: 40, embedding: 9, seed, k: 12 });
          const image = randomImage(seed, rows * columns, width, 9, withProjection);
          const encoder = {
            grid: [rows, columns] as const,
            tokenWidth: width,
            embeddingWidth: 9,
            projection: image.projection,
          };
          const result = attribute(sae, projectImage(encoder, image), null);
          result.code.indices.forEach((neuron, place) => {
            let sum = result.constants[place] ?? NaN;
            for (let cell = 0; cell < rows * columns; cell++) sum += result.maps[place * rows * columns + cell] ?? NaN;
            const scale = Math.max(1, Math.abs(result.preActivations[place] ?? 0));
            expect(Math.abs(sum - (result.preActivations[place] ?? NaN)) / scale).toBeLessThan(1e-5);
            expect(result.code.values[place]).toBeCloseTo(result.preActivations[place] ?? NaN, 4);
            expect(neuron).toBeLessThan(40);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("splits the embedding over the tokens: by hand for two tokens", () => {
    const parts = projectTokens([1, 2, 3, 4], Float32Array.of(1, 1, 0, 2), { tokens: 2, tokenWidth: 2, embedding: 2 });
    expect([...parts]).toEqual([1.5, 2, 3.5, 4]);
    expect([...sumTokens(parts, 2)]).toEqual([5, 6]);
  });

  it("a centred map is the plain map minus the map of the mean film, and vanishes on the mean film itself", () => {
    const sae = randomSae({ neurons: 30, embedding: 6, seed: 5 });
    const image = randomImage(5, 4, 8, 6, true);
    const length = Math.hypot(...image.embedding);
    const encoder = { grid: [2, 2] as const, tokenWidth: 8, embeddingWidth: 6, projection: image.projection };
    const means = projectMeans(
      encoder,
      Float64Array.from(image.tokens, (value) => value / length),
    );
    const result = attribute(sae, projectImage(encoder, image), means);
    expect(result.centredMaps).toHaveLength(result.maps.length);
    for (const value of result.centredMaps ?? [NaN]) expect(Math.abs(value)).toBeLessThan(1e-5);
  });

  it("refuses an encoder whose tokens do not make its embedding", () => {
    const image = randomImage(1, 4, 8, 6, true);
    const encoder = { grid: [2, 2] as const, tokenWidth: 8, embeddingWidth: 6, projection: image.projection };
    const other = { ...image, embedding: image.embedding.map((value) => value * 1.01) };
    expect(() => projectImage(encoder, other)).toThrow(/do not add up/);
  });

  it("reconstruction: fvu is null without a data set, 0 for a perfect code and 1 for the mean", () => {
    const sae = randomSae({ neurons: 10, embedding: 6, seed: 2 });
    const image = randomImage(2, 4, 8, 6, true);
    const encoder = { grid: [2, 2] as const, tokenWidth: 8, embeddingWidth: 6, projection: image.projection };
    expect(attribute(sae, projectImage(encoder, image), null).reconstruction.fvu).toBeNull();
    const mean = Float64Array.from({ length: 6 }, () => 0.1);
    const constant = {
      ...sae,
      decoderWeight: new Float32Array(60),
      mean: Float32Array.from(mean),
      decoderBias: new Float32Array(6),
    };
    const means = { parts: new Float64Array(24), embedding: mean };
    const projected = projectImage(encoder, image);
    expect(attribute(constant, projected, means).reconstruction.fvu).toBeCloseTo(1, 6);
    // The mean is of embeddings of unit length: nothing to compare with for an SAE that reads them as they are.
    expect(attribute({ ...constant, normalised: false }, projected, means).reconstruction.fvu).toBeNull();
  });
});

describe("any neuron", () => {
  it("has the explanation's map where it fires, and where it is silent a map all the same (property)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom({ type: "topk", k: 7 } as const, { type: "jumprelu", threshold: 0.5 } as const),
        fc.boolean(),
        (seed, rows, columns, gate, normalised) => {
          const sae = { ...randomSae({ neurons: 25, embedding: 9, seed }), gate, normalised };
          const cells = rows * columns;
          const encoder = { grid: [rows, columns] as const, tokenWidth: 11, embeddingWidth: 9 };
          const [first, second] = [seed, seed + 1].map((each) => randomImage(each, cells, 11, 9, true));
          if (first === undefined || second === undefined) throw new Error("two images");
          const projection = first.projection;
          const image = projectImage({ ...encoder, projection }, first);
          const means = projectMeans({ ...encoder, projection }, Float64Array.from(second.tokens));
          const whole = attribute(sae, image, means);
          const code = codeImage(sae, image);
          expect(code).toEqual(whole.code);
          for (let neuron = 0; neuron < sae.neurons; neuron++) {
            const one = attributeNeuron(sae, image, code, neuron, means);
            const sum = one.map.reduce((total, part) => total + part, one.constant);
            expect(Math.abs(sum - one.preActivation) / Math.max(1, Math.abs(sum))).toBeLessThan(1e-5);
            const place = whole.code.indices.indexOf(neuron);
            if (place < 0) {
              expect(one.activation).toBe(0);
              continue;
            }
            const own = (maps: Float64Array | null) => maps?.slice(place * cells, (place + 1) * cells) ?? null;
            expect(one).toEqual({
              activation: whole.code.values[place],
              preActivation: whole.preActivations[place],
              constant: whole.constants[place],
              map: own(whole.maps),
              centredMap: own(whole.centredMaps),
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is silent under TopK where its pre-activation is positive and others are larger, by hand", () => {
    const sae = { ...randomSae({ neurons: 3, embedding: 2, seed: 1 }), gate: { type: "topk", k: 1 } as const };
    const plain = {
      ...{ ...sae, normalised: false, scale: 2, constants: Float64Array.of(1, 0, -9) },
      encoderWeight: Float32Array.of(1, 0, 0, 1, 1, 1),
    };
    const image = { parts: Float64Array.of(1, 0, 2, 1), embedding: Float64Array.of(3, 1) };
    const code = codeImage(plain, image);
    const found = [0, 1, 2].map((neuron) => attributeNeuron(plain, image, code, neuron, null));
    expect(found.map(({ preActivation }) => preActivation)).toEqual([7, 2, -1]);
    expect(found.map(({ activation }) => activation)).toEqual([7, 0, 0]);
    expect(found.map(({ map }) => [...map])).toEqual([
      [2, 4],
      [0, 2],
      [2, 6],
    ]);
  });
});
