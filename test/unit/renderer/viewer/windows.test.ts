import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowCurve } from "../../../../src-preload/contract/window-curves.ts";
import { greyTable, ownTable } from "../../../../src-renderer/viewer/windows.ts";
import type { Levels, Window } from "../../../../src-renderer/viewer/windows.ts";

const plain: Levels = { slope: 1, intercept: 0, inverted: false, padding: null };
const shapes = fc.constantFrom("LINEAR" as const, "LINEAR_EXACT" as const, "SIGMOID" as const);
const windows: fc.Arbitrary<Window> = fc.record({
  centre: fc.double({ min: -2000, max: 5000, noNaN: true }),
  width: fc.double({ min: 1, max: 8000, noNaN: true }),
  shape: shapes,
});

describe("a window's curve", () => {
  // The worked examples of PS3.3 C.11.2.1.2.1, with an output of 0 to 255.
  it.each([
    [2048, 4096, 0, 0],
    [2048, 4096, 4095, 255],
    [2048, 4096, 1000, ((1000 - 2047.5) / 4095 + 0.5) * 255],
    [2048, 1, 2047, 0],
    [2048, 1, 2048, 255],
    [0, 100, -50, 0],
    [0, 100, 49, 255],
    [0, 100, 10, ((10 + 0.5) / 99 + 0.5) * 255],
    [0, 1, -1, 0],
    [0, 1, 0, 255],
  ])("LINEAR, centre %d, width %d: %d is %d of 255", (centre, width, value, grey) => {
    expect(255 * windowCurve({ centre, width, shape: "LINEAR" })(value)).toBeCloseTo(grey, 9);
  });

  // PS3.3 C.11.2.1.3.2.
  it.each([
    [2048, 4096, 0, 0],
    [2048, 4096, 4096, 255],
    [2048, 4096, 1024, 63.75],
    [0, 100, -50, 0],
    [0, 100, 50, 255],
    [0, 100, 25, 191.25],
    [7, 0, 7, 0],
    [7, 0, 7.001, 255],
  ])("LINEAR_EXACT, centre %d, width %d: %d is %d of 255", (centre, width, value, grey) => {
    expect(255 * windowCurve({ centre, width, shape: "LINEAR_EXACT" })(value)).toBeCloseTo(grey, 9);
  });

  it("SIGMOID is half at its centre, 1/(1+e²) half a width below, and its parts above and below add up to one", () => {
    fc.assert(
      fc.property(windows, fc.double({ min: -3, max: 3, noNaN: true }), ({ centre, width }, away) => {
        const curve = windowCurve({ centre, width, shape: "SIGMOID" });
        expect(curve(centre)).toBe(0.5);
        expect(curve(centre - width / 2)).toBeCloseTo(1 / (1 + Math.exp(2)), 9);
        expect(curve(centre + away * width) + curve(centre - away * width)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("never falls", () => {
    fc.assert(
      fc.property(
        windows,
        fc.double({ min: -9e3, max: 9e3, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (w, a, by) => {
          const curve = windowCurve(w);
          expect(curve(a + by)).toBeGreaterThanOrEqual(curve(a));
        },
      ),
    );
  });
});

describe("a table of greys", () => {
  it("is ⌊255·y + ½⌋ of the rescaled level, turned round where high values are dark", () => {
    const levels: Levels = { slope: 2, intercept: -1024, inverted: false, padding: null };
    const window: Window = { centre: 1000, width: 3000, shape: "LINEAR_EXACT" };
    const table = greyTable(levels, window, false, 65536);
    const dark = greyTable({ ...levels, inverted: true }, window, false, 65536);
    for (let level = 0; level < 4096; level += 1) {
      const y = Math.min(1, Math.max(0, (2 * level - 1024 - 1000) / 3000 + 0.5));
      expect(table[level]).toBe(Math.floor(255 * y + 0.5));
      expect(dark[level]).toBe(Math.floor(255 * (1 - y) + 0.5));
    }
  });

  it("is turned round once more where the reader inverts", () => {
    fc.assert(
      fc.property(windows, fc.boolean(), (window, inverted) => {
        const once = greyTable({ ...plain, inverted }, window, true, 256);
        expect(once).toEqual(greyTable({ ...plain, inverted: !inverted }, window, false, 256));
      }),
    );
  });

  it("keeps padding black whatever the polarity", () => {
    const levels: Levels = { ...plain, padding: [10, 20] };
    for (const inverted of [false, true]) {
      const window: Window = { centre: 0, width: 1, shape: "LINEAR_EXACT" };
      const table = greyTable({ ...levels, inverted: true }, window, inverted, 256);
      expect([...table.subarray(10, 21)].every((grey) => grey === 0)).toBe(true);
      expect(table[9]).toBe(inverted ? 255 : 0);
      expect(table[21]).toBe(inverted ? 255 : 0);
    }
  });

  it("that the file brings is shown as it is, or inverted without its padding", () => {
    const greys = Uint8Array.from({ length: 256 }, (_, level) => (level * 7) % 256);
    expect(ownTable(plain, greys, false)).toEqual(greys);
    const turned = ownTable({ ...plain, padding: [0, 3] }, greys, true);
    expect([...turned.subarray(0, 5)]).toEqual([0, 0, 0, 0, 255 - 28]);
  });
});
