import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aurocInterval, correlationInterval, withIntervals } from "../../../src-main/evidence/index.ts";
import { createRandom } from "../../../src-main/runtime/index.ts";

const normalQuantile = 1.959964;
const width = (interval: readonly [number, number] | null): number =>
  interval === null ? NaN : interval[1] - interval[0];

/** Fisher's transformation and its reverse, written out with logarithms and exponentials. */
const toZ = (r: number): number => Math.log((1 + r) / (1 - r)) / 2;
const toR = (z: number): number => (Math.exp(2 * z) - 1) / (Math.exp(2 * z) + 1);

describe("the interval of a correlation", () => {
  it("is symmetric in z: r = 0 with an error of 0.1 is ± tanh 0.1959964", () => {
    const [lower, upper] = correlationInterval(0, 0.1) ?? [NaN, NaN];
    expect(upper).toBeCloseTo(toR(normalQuantile / 10), 12);
    expect(lower).toBeCloseTo(-upper, 12);
  });

  it("equals Fisher's textbook steps where the error is that of a normal pair: r = 0.5 over 28 images", () => {
    // z = 0.549306, half width 1.959964 / 5 = 0.391993: z from 0.157313 to 0.941299.
    const [lower, upper] = correlationInterval(0.5, (1 - 0.5 ** 2) / 5) ?? [NaN, NaN];
    expect(lower).toBeCloseTo(0.156028, 5);
    expect(upper).toBeCloseTo(0.735818, 5);
  });

  it("is not defined where |r| is 1", () => {
    expect(correlationInterval(1, 0.1)).toBeNull();
    expect(correlationInterval(-1, 0)).toBeNull();
    // What rounding can make of a correlation of 1.
    for (const off of [2 ** -52, -(2 ** -52)]) expect(correlationInterval(1 + off, 0.01)).toBeNull();
  });

  it("contains the estimate, lies within −1 to 1, equals the closed form and widens with the error (property)", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1 + 1e-8, max: 1 - 1e-8, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (r, error, more) => {
          const [lower, upper] = correlationInterval(r, error) ?? [NaN, NaN];
          expect(lower).toBeGreaterThanOrEqual(-1);
          expect(lower).toBeLessThanOrEqual(r);
          expect(upper).toBeGreaterThanOrEqual(r);
          expect(upper).toBeLessThanOrEqual(1);
          expect(width(correlationInterval(r, error + more))).toBeGreaterThanOrEqual(upper - lower);
          const half = (normalQuantile * error) / (1 - r * r);
          if (Math.abs(r) > 0.9) return;
          expect(lower).toBeCloseTo(toR(toZ(r) - half), 9);
          expect(upper).toBeCloseTo(toR(toZ(r) + half), 9);
        },
      ),
    );
  });
});

describe("the interval of an area under the ROC curve", () => {
  it("has at A = ½ the exact variance of the rank-sum statistic, (n₊ + n₋ + 1) / (12 n₊ n₋)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (positives, negatives) => {
        const [lower, upper] = aurocInterval(0.5, positives, negatives) ?? [NaN, NaN];
        const deviation = Math.sqrt((positives + negatives + 1) / (12 * positives * negatives));
        expect(upper).toBeCloseTo(Math.min(1, 0.5 + normalQuantile * deviation), 12);
        expect(lower).toBeCloseTo(Math.max(0, 0.5 - normalQuantile * deviation), 12);
      }),
    );
  });

  it("equals the closed form by hand: A = 0.75, 4 with and 4 without", () => {
    // Q1 = 3/5, Q2 = 9/14, A² = 9/16: SE² = (3/16 + 3 (3/5 − 9/16) + 3 (9/14 − 9/16)) / 16 = 303/8960.
    const half = normalQuantile * Math.sqrt(303 / 8960);
    expect(aurocInterval(0.75, 4, 4)?.[0]).toBeCloseTo(0.75 - half, 12);
    expect(aurocInterval(0.75, 4, 4)?.[1]).toBe(1);
  });

  it("is not defined where a class is empty, nor at 0 and 1, where its deviation says nothing", () => {
    expect(aurocInterval(0.5, 0, 9)).toBeNull();
    expect(aurocInterval(0.5, 9, 0)).toBeNull();
    expect(aurocInterval(1, 3, 9)).toBeNull();
    expect(aurocInterval(0, 3, 9)).toBeNull();
  });

  it("contains the estimate, lies within 0 to 1, mirrors 1 − A and narrows with n (property)", () => {
    const some = fc.integer({ min: 1, max: 1e5 });
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 1 - 1e-8, noNaN: true }), some, some, (area, positives, negatives) => {
        const [lower, upper] = aurocInterval(area, positives, negatives) ?? [NaN, NaN];
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(area);
        expect(upper).toBeGreaterThanOrEqual(area);
        expect(upper).toBeLessThanOrEqual(1);
        expect(width(aurocInterval(area, 2 * positives, 2 * negatives))).toBeLessThanOrEqual(upper - lower + 1e-12);
        // Turning the score round swaps the classes.
        const mirrored = aurocInterval(1 - area, negatives, positives) ?? [NaN, NaN];
        expect(mirrored[0]).toBeCloseTo(1 - upper, 6);
        expect(mirrored[1]).toBeCloseTo(1 - lower, 6);
      }),
    );
  });

  it("has the spread of the areas of exponential samples, the model its Q1 and Q2 come from", () => {
    const random = createRandom("spread of an area", 1);
    const [positives, negatives, ratio] = [30, 50, 4];
    const areas: number[] = [];
    for (let sample = 0; sample < 2000; sample++) {
      const draw = (count: number, mean: number) =>
        Array.from({ length: count }, () => -mean * Math.log(1 - random.next()));
      const [present, absent] = [draw(positives, ratio), draw(negatives, 1)];
      let wins = 0;
      for (const a of present) for (const b of absent) if (a > b) wins += 1;
      areas.push(wins / (positives * negatives));
    }
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    const deviation = Math.sqrt(areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / areas.length);
    // P(positive > negative) of two exponential scores with means 4 and 1.
    const truth = ratio / (1 + ratio);
    expect(mean).toBeCloseTo(truth, 2);
    const claimed = width(aurocInterval(truth, positives, negatives)) / (2 * normalQuantile);
    expect(deviation / claimed).toBeGreaterThan(0.95);
    expect(deviation / claimed).toBeLessThan(1.05);
  });
});

it("an association says its intervals, over the images its numbers are over, and none where it has no number", () => {
  const association = { finding: "Edema", correlation: 0.5, auroc: 0.75, positives: 20, negatives: 8 };
  expect(withIntervals({ ...association, correlationError: 0.1 })).toEqual({
    ...association,
    correlationInterval: correlationInterval(0.5, 0.1),
    aurocInterval: aurocInterval(0.75, 20, 8),
  });
  expect(withIntervals({ ...association, correlation: null, correlationError: null, auroc: null })).toMatchObject({
    correlationInterval: null,
    aurocInterval: null,
  });
});
