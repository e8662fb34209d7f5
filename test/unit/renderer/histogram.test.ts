import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandOf, barsPath, histogramBars } from "../../../src-renderer/drawing/index.ts";

const counts = fc.array(fc.nat(5000), { minLength: 1, maxLength: 40 });
const size = { width: 240, height: 60 };

describe("histogramBars", () => {
  it("stands on the lower edge, fills the width in equal steps and names its bins without a gap", () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 50, noNaN: true }), (films, largest) => {
        const bars = histogramBars(films, largest, size);
        expect(bars.map((bar) => bar.count)).toEqual(films);
        for (const [place, bar] of bars.entries()) {
          expect(bar.y + bar.height).toBeCloseTo(size.height, 9);
          expect(bar.x).toBeCloseTo((place * size.width) / films.length, 9);
          expect(bar.from).toBeCloseTo(place === 0 ? 0 : (bars[place - 1]?.to ?? NaN), 9);
        }
        expect(bars.at(-1)?.to).toBeCloseTo(largest, 9);
      }),
    );
  });

  it("gives four times the films twice the height, and the fullest bin all of it", () => {
    const [one, four, most, none] = histogramBars([25, 100, 400, 0], 8, size);
    expect(one?.height).toBeCloseTo(15, 9);
    expect(four?.height).toBeCloseTo(30, 9);
    expect(most?.height).toBe(60);
    expect(none?.height).toBe(0);
  });

  it("still shows one film beside a hundred thousand", () => {
    expect(histogramBars([1, 100_000], 8, size)[0]?.height).toBe(1.5);
  });
});

describe("barsPath", () => {
  it("draws a box for every bin that holds something", () => {
    const path = barsPath(histogramBars([1, 0, 4], 3, { width: 30, height: 8 }, 2));
    expect(path).toBe("M0 4h8v4h-8zM20 0h8v8h-8z");
  });
});

describe("bandOf", () => {
  it("finds the quarter that a value lies in, its upper edge included", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (largest, part) => {
          const value = part * largest;
          const band = bandOf(value, largest);
          // Written without division, so that it is another computation.
          const below = [1, 2, 3].filter((edge) => 4 * value > edge * largest).length;
          expect(Math.abs(band - below)).toBeLessThanOrEqual(
            [1, 2, 3].some((e) => Math.abs(4 * part - e) < 1e-9) ? 1 : 0,
          );
        },
      ),
    );
    expect([0, 2, 2.001, 4, 6, 6.001, 8].map((value) => bandOf(value, 8))).toEqual([0, 0, 1, 1, 2, 3, 3]);
  });
});
