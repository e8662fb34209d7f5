import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anchorAt,
  captionHeight,
  gap,
  gridShape,
  moved,
  rowsOf,
  scrollFor,
  scrollOf,
  sides,
  sightOf,
} from "../../../src-renderer/views/library/geometry.ts";

const line = 17;
const widths = fc.integer({ min: 200, max: 4000 });
const wanted = fc.integer({ min: sides.smallest, max: sides.largest });
const shapes = fc.tuple(widths, wanted).map(([width, side]) => gridShape(width, side, line));

describe("gridShape", () => {
  it("fills the width with as many tiles as fit at the wanted side, none narrower than that", () => {
    fc.assert(
      fc.property(widths, wanted, (width, side) => {
        fc.pre(width >= side);
        const shape = gridShape(width, side, line);
        const used = shape.columns * shape.side + (shape.columns - 1) * gap;
        expect(shape.side).toBeGreaterThanOrEqual(side);
        expect(used).toBeLessThanOrEqual(width);
        // What is left over could not make every tile a pixel wider, and one tile more would not fit.
        expect(width - used).toBeLessThan(shape.columns);
        expect((shape.columns + 1) * side + shape.columns * gap).toBeGreaterThan(width);
      }),
    );
  });

  it("keeps one column where not even one fits", () => {
    expect(gridShape(40, 160, line)).toMatchObject({ columns: 1, side: 40 });
  });

  it("gives small tiles no words, and others two lines", () => {
    expect(captionHeight(88, line)).toBe(0);
    expect(captionHeight(112, line)).toBeGreaterThanOrEqual(2 * line);
  });

  it("keeps 200,000 films lower than a browser can scroll, at the usual side in a narrow window", () => {
    const shape = gridShape(700, sides.usual, line);
    expect(rowsOf(200_000, shape.columns) * shape.rowHeight).toBeLessThan(2 ** 25);
  });
});

describe("what is in sight", () => {
  it("is every film of every row that the window touches, and no other", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.nat(100_000),
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(5000),
        (shape, top, height, total) => {
          const { first, last } = sightOf(top, height, shape, total);
          const touched = Array.from({ length: total }, (_, film) => film).filter((film) => {
            const row = Math.floor(film / shape.columns);
            return (row + 1) * shape.rowHeight > top && row * shape.rowHeight < top + height;
          });
          if (touched.length === 0) return;
          expect([first, last]).toEqual([touched[0], touched.at(-1)]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("holds a film after scrolling to it, by the shortest way", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.nat(3000),
        fc.nat(100_000),
        fc.integer({ min: 500, max: 2000 }),
        (shape, film, top, height) => {
          const to = scrollFor(film, top, height, shape);
          const [upper, lower] = [Math.floor(film / shape.columns) * shape.rowHeight, shape.rowHeight];
          expect(to).toBeLessThanOrEqual(upper);
          if (height >= lower) expect(to + height).toBeGreaterThanOrEqual(upper + lower);
          if (upper >= top && upper + lower <= top + height) expect(to).toBe(top);
        },
      ),
    );
  });

  it("comes back from an anchor, at the same width to the pixel, at another with the same film in the first row", () => {
    fc.assert(
      fc.property(shapes, shapes, fc.nat(1_000_000), (shape, other, top) => {
        const anchor = anchorAt(top, shape);
        expect(scrollOf(anchor, shape)).toBeCloseTo(top, 6);
        const row = Math.floor(scrollOf(anchor, other) / other.rowHeight + 1e-9);
        expect(Math.floor(anchor.film / other.columns)).toBe(row);
      }),
    );
  });
});

describe("keys", () => {
  const grid = fc
    .record({
      columns: fc.integer({ min: 1, max: 12 }),
      total: fc.integer({ min: 1, max: 200 }),
      page: fc.integer({ min: 0, max: 5 }),
    })
    .chain((shape) => fc.record({ shape: fc.constant(shape), at: fc.nat(shape.total - 1) }));

  it("up and down stay in their column, or take the last film of a shorter last row", () => {
    fc.assert(
      fc.property(grid, fc.constantFrom("ArrowUp", "ArrowDown", "PageUp", "PageDown"), ({ shape, at }, key) => {
        const { columns, total, page } = shape;
        const to = moved(key, at, columns, page, total) ?? -1;
        const steps = key.startsWith("Page") ? Math.max(1, page) : 1;
        const rows = key.endsWith("Up") ? -steps : steps;
        const lastRow = Math.floor((total - 1) / columns);
        const row = Math.max(0, Math.min(lastRow, Math.floor(at / columns) + rows));
        expect(Math.floor(to / columns)).toBe(row);
        expect(to === row * columns + (at % columns) || to === total - 1).toBe(true);
      }),
    );
  });

  it("left and right go through the rows one by one, and stop at both ends", () => {
    let at = 0;
    for (const expected of [1, 2, 3, 4, 4]) expect((at = moved("ArrowRight", at, 3, 1, 5) ?? -1)).toBe(expected);
    for (const expected of [3, 2, 1, 0, 0]) expect((at = moved("ArrowLeft", at, 3, 1, 5) ?? -1)).toBe(expected);
  });

  it("Home and End go to both ends; other keys, and an empty list, move nothing", () => {
    expect(moved("Home", 7, 3, 1, 20)).toBe(0);
    expect(moved("End", 7, 3, 1, 20)).toBe(19);
    expect(moved("a", 7, 3, 1, 20)).toBeNull();
    expect(moved("End", 0, 3, 1, 0)).toBeNull();
  });
});
