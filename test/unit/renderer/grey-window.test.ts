import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draggedWindow, wholeWindow, windowLine } from "../../../src-renderer/drawing/index.ts";

const windows = fc.record({
  centre: fc.double({ min: 0, max: 255, noNaN: true }),
  width: fc.double({ min: 8, max: 510, noNaN: true }),
});

describe("windowLine", () => {
  it("takes the edges of the window to black and white and its centre to the middle", () => {
    fc.assert(
      fc.property(windows, ({ centre, width }) => {
        const { slope, intercept } = windowLine({ centre, width });
        const shown = (grey: number) => slope * (grey / 255) + intercept;
        expect(shown(centre - width / 2)).toBeCloseTo(0, 9);
        expect(shown(centre)).toBeCloseTo(0.5, 9);
        expect(shown(centre + width / 2)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("changes nothing for the whole range", () => {
    expect(windowLine(wholeWindow)).toEqual({ slope: 1, intercept: 0 });
  });
});

describe("draggedWindow", () => {
  it("widens to the right, raises the centre downwards and stays within its bounds", () => {
    expect(draggedWindow({ centre: 100, width: 200 }, 30, -20)).toEqual({ centre: 80, width: 230 });
    fc.assert(
      fc.property(
        windows,
        fc.integer({ min: -2000, max: 2000 }),
        fc.integer({ min: -2000, max: 2000 }),
        (one, x, y) => {
          const { centre, width } = draggedWindow(one, x, y);
          expect(centre).toBeGreaterThanOrEqual(0);
          expect(centre).toBeLessThanOrEqual(255);
          expect(width).toBeGreaterThanOrEqual(8);
          expect(width).toBeLessThanOrEqual(510);
        },
      ),
    );
  });
});
