import fc from "fast-check";
import { expect, test } from "vitest";
import { histogram, histogramBins } from "../../../src-main/evidence/histogram.ts";

test("a value on the upper edge of a bin belongs to it, also where the edge is a fraction", () => {
  const edges = Float32Array.from({ length: 24 }, (_, bin) => bin + 1);
  expect([...histogram(edges, 24)]).toEqual(new Array(24).fill(1));
  for (const max of [1, 3, 0.7, 65504, 2 ** -24]) {
    const inexact = Float32Array.from({ length: 24 }, (_, bin) => (Math.fround(max) * (bin + 1)) / 24);
    // Just below an edge, so that rounding to float32 cannot lift a value over it.
    const below = inexact.map((value) => value * (1 - 2 ** -20));
    expect([...histogram(below, Math.fround(max))]).toEqual(new Array(24).fill(1));
  }
  expect([...histogram(Float32Array.of(0.5, 0.51, 1), 1, 2)]).toEqual([1, 2]);
});

test("counts add up to all values, and equal plain counting (property)", () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 48 }), fc.constantFrom(0, 2 ** -24, 65504, 0.1));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), (all) => {
      const values = Float32Array.from(all).sort().reverse();
      const max = values[0] ?? 0;
      const counts = [...histogram(values, max)];
      expect(counts).toHaveLength(histogramBins);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      counts.forEach((count, bin) => {
        // Multiplied instead of divided: exact for these numbers.
        const inside = values.filter((each) => {
          const [scaled, lower, upper] = [each * histogramBins, max * bin, max * (bin + 1)];
          return (
            (scaled > lower || bin === 0) && (scaled <= upper || bin === histogramBins - 1) && (max > 0 || bin === 0)
          );
        });
        expect(count).toBe(inside.length);
      });
    }),
  );
});

test("a neuron that never fires has only empty bins", () => {
  expect([...histogram(new Float32Array(0), 0)]).toEqual(new Array(24).fill(0));
});
