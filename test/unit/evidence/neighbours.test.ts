import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coActivations, decoderNeighbours, sampleOf } from "../../../src-main/evidence/index.ts";
import { phi } from "../../../src-main/evidence/neighbours.ts";
import { createRandom } from "../../../src-main/runtime/index.ts";
import { cosine } from "../../../src-main/sae/index.ts";

/** Pearson correlation of two columns of zeros and ones; null where one of them does not vary. */
function pearson(x: readonly number[], y: readonly number[]): number | null {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, place) => {
    xy += (value - mx) * ((y[place] ?? NaN) - my);
    xx += (value - mx) ** 2;
    yy += ((y[place] ?? NaN) - my) ** 2;
  });
  return xx > 1e-12 && yy > 1e-12 ? xy / Math.sqrt(xx * yy) : null;
}

describe("neighbours by the decoder", () => {
  it("equal the cosines of all pairs, whatever the lengths of the columns (property)", async () => {
    const weight = fc.integer({ min: -3, max: 3 });
    const matrix = fc
      .integer({ min: 1, max: 5 })
      .chain((embedding) =>
        fc
          .array(fc.array(weight, { minLength: embedding, maxLength: embedding }), { minLength: 1, maxLength: 12 })
          .map((rows) => ({ embedding, rows })),
      );
    await fc.assert(
      fc.asyncProperty(
        matrix,
        fc.nat(11),
        fc.integer({ min: 0, max: 12 }),
        async ({ embedding, rows }, pick, limit) => {
          const neuron = pick % rows.length;
          const sae = { neurons: rows.length, embedding, decoderWeight: Float32Array.from(rows.flat()) };
          const found = await decoderNeighbours(sae, neuron, limit);
          const hasLength = (row: readonly number[]): boolean => row.some((value) => value !== 0);
          const own = rows[neuron] ?? [];
          const expected = rows
            .map((row, other) => ({
              neuron: other,
              cosine: cosine(row, own),
              valid: other !== neuron && hasLength(row),
            }))
            .filter(({ valid }) => valid && hasLength(own))
            .sort((a, b) => b.cosine - a.cosine);
          expect(found).toHaveLength(Math.min(limit, expected.length));
          found.forEach(({ neuron: other, cosine: value }, place) => {
            expect(value).toBeCloseTo(expected[place]?.cosine ?? NaN, 12);
            expect(value).toBeCloseTo(cosine(rows[other] ?? [], own), 12);
          });
          expect(new Set(found.map(({ neuron: other }) => other)).size).toBe(found.length);
          expect(found.some(({ neuron: other }) => other === neuron)).toBe(false);
        },
      ),
    );
  });
});

describe("neighbours by firing", () => {
  it("φ is the Pearson correlation of two columns of zeros and ones (property)", () => {
    const column = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(column, (rows) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        const both = rows.filter(([a, b]) => a === 1 && b === 1).length;
        const expected = pearson(x, y);
        const found = phi(both, sum(x), sum(y), rows.length);
        if (expected === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(expected, 12);
      }),
    );
  });

  const random = createRandom("firings", 1);
  const [images, neurons] = [300, 20];
  /** Neuron 0 fires with 1 more than by chance, 2 always, 3 never, 4 only without 0. */
  const dense = Array.from({ length: images }, () => {
    const fires = Array.from({ length: neurons }, (_, neuron) => random.chance(0.05 + neuron / 40));
    fires[0] = random.chance(0.4);
    if (random.chance(0.8)) fires[1] = fires[0];
    [fires[2], fires[3]] = [true, false];
    if (fires[0]) fires[4] = false;
    return fires.map(Number);
  });
  const columns = Array.from({ length: neurons }, (_, neuron) => dense.map((row) => row[neuron] ?? 0));
  const firings = (neuron: number) => {
    const looked = Uint32Array.from(dense.flatMap((row, image) => (row[neuron] === 1 ? [image + 1] : [])));
    return {
      ...{ neuron, images, looked },
      fires: Uint32Array.from(columns, (column) => column.reduce((a, b) => a + b, 0)),
      firing: (image: number) => {
        const row = dense[image - 1] ?? [];
        return Uint16Array.from(row.flatMap((fires, other) => (fires === 1 ? [other] : [])));
      },
    };
  };

  it.each([0, 1, 2, 3, 7])("equal the dense computation for neuron %i", async (neuron) => {
    const own = columns[neuron] ?? [];
    const expected = columns
      .map((column, other) => ({
        neuron: other,
        correlation: pearson(own, column),
        together: column.filter((fires, image) => fires === 1 && own[image] === 1).length,
      }))
      .filter(({ neuron: other, correlation, together }) => other !== neuron && together > 0 && correlation !== null)
      .sort((a, b) => (b.correlation ?? 0) - (a.correlation ?? 0) || a.neuron - b.neuron);
    const found = await coActivations(firings(neuron), neurons);
    expect(found.map(({ neuron: other, together }) => [other, together])).toEqual(
      expected.map(({ neuron: other, together }) => [other, together]),
    );
    found.forEach(({ correlation }, place) => {
      expect(correlation).toBeCloseTo(expected[place]?.correlation ?? NaN, 12);
    });
    expect(await coActivations(firings(neuron), 3)).toEqual(found.slice(0, 3));
    if (neuron === 0) expect(found[0]?.neuron).toBe(1);
    if (neuron === 2 || neuron === 3) expect(found).toEqual([]);
  });

  it("are estimated from a sample, near the whole and within what is possible", async () => {
    const whole = firings(0);
    const looked = sampleOf(whole.looked, 60, 0);
    const exact = new Map((await coActivations(whole, neurons)).map((row) => [row.neuron, row.correlation]));
    const sampled = await coActivations({ ...whole, looked }, neurons);
    for (const { neuron, correlation, together } of sampled) {
      expect(together).toBeLessThanOrEqual(60);
      const column = columns[neuron] ?? [];
      expect(together).toBe(Array.from(looked).filter((image) => column[image - 1] === 1).length);
      // Half of a hundred firings are looked at: five deviations of n₁₁ of at most 7.
      expect(Math.abs(correlation - (exact.get(neuron) ?? NaN))).toBeLessThan(0.25);
      expect(correlation).toBeLessThanOrEqual(1);
    }
    expect(sampled[0]?.neuron).toBe(1);
    // All that is looked at fires together, though only 2 of 8 can.
    const few = { neuron: 0, images: 10, fires: Uint32Array.of(8, 2), looked: Uint32Array.of(1, 2) };
    const [bounded] = await coActivations({ ...few, firing: () => Uint16Array.of(0, 1) }, 1);
    expect(bounded).toEqual({ neuron: 1, correlation: phi(2, 8, 2, 10), together: 2 });
  });
});

it("a sample has so many different images of the list by rising id, the same every time (property)", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1000)), fc.integer({ min: 1, max: 40 }), fc.nat(9), (ids, atMost, neuron) => {
      const images = Uint32Array.from(ids);
      const sample = sampleOf(images, atMost, neuron);
      expect(sample).toHaveLength(Math.min(atMost, ids.length));
      expect(new Set(sample).size).toBe(sample.length);
      expect(sample).toEqual(sample.toSorted());
      for (const image of sample) expect(ids).toContain(image);
      expect(sampleOf(images, atMost, neuron)).toEqual(sample);
      expect([...images]).toEqual(ids);
    }),
  );
});
