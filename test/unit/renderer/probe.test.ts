import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellAt, rankByCell } from "../../../src-renderer/drawing/index.ts";

const side = fc.integer({ min: 1, max: 14 });
const grids = fc.record({ rows: side, columns: side });
const regions = fc.record({
  x: fc.integer({ min: -400, max: 400 }),
  y: fc.integer({ min: -400, max: 400 }),
  width: fc.integer({ min: 1, max: 3000 }),
  height: fc.integer({ min: 1, max: 3000 }),
});

describe("cellAt", () => {
  it("finds every cell from its middle, also where padding reaches outside the film", () => {
    fc.assert(
      fc.property(grids, regions, (grid, region) => {
        for (let row = 0; row < grid.rows; row += 1) {
          for (let column = 0; column < grid.columns; column += 1) {
            const x = region.x + ((column + 0.5) / grid.columns) * region.width;
            const y = region.y + ((row + 0.5) / grid.rows) * region.height;
            expect(cellAt({ x, y }, region, grid)).toEqual({ row, column });
          }
        }
      }),
    );
  });

  it("counts rows from the top and columns from the left, and borders to the cell that they begin", () => {
    const region = { x: 0, y: 100, width: 700, height: 700 };
    const grid = { rows: 7, columns: 7 };
    expect(cellAt({ x: 699, y: 110 }, region, grid)).toEqual({ row: 0, column: 6 });
    expect(cellAt({ x: 100, y: 300 }, region, grid)).toEqual({ row: 2, column: 1 });
    expect(cellAt({ x: 700, y: 800 }, region, grid)).toEqual({ row: 6, column: 6 });
  });

  it("is nowhere outside the region", () => {
    const region = { x: 10, y: 10, width: 100, height: 100 };
    const grid = { rows: 2, columns: 2 };
    for (const [x, y] of [
      [9.9, 50],
      [110.1, 50],
      [50, 9.9],
      [50, 110.1],
      [NaN, 50],
    ] as const)
      expect(cellAt({ x, y }, region, grid)).toBeNull();
    expect(cellAt({ x: 0, y: 0 }, { x: 0, y: 0, width: 0, height: 0 }, grid)).toBeNull();
  });
});

describe("rankByCell", () => {
  const grid = { rows: 2, columns: 3 };

  it("orders neurons by what the cell adds, with what all their cells add up to", () => {
    const maps = Float32Array.of(...[1, 0, 0, 0, 0, -2], ...[0, 0, 0, 0, 0, 3], ...[5, 5, 5, 5, 5, 0.5]);
    expect(rankByCell(maps, grid, { row: 1, column: 2 })).toEqual([
      { place: 1, here: 3, sum: 3 },
      { place: 2, here: 0.5, sum: 25.5 },
      { place: 0, here: -2, sum: -1 },
    ]);
  });

  it("ranks every neuron once; over all cells a neuron's shares add up to its sum", () => {
    const cells = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(cells, (values) => {
        const maps = Float32Array.from(values);
        const added = [0, 0, 0, 0];
        for (let cell = 0; cell < 6; cell += 1) {
          const ranked = rankByCell(maps, grid, { row: Math.floor(cell / 3), column: cell % 3 });
          expect(ranked.map(({ place }) => place).toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3]);
          for (const [at, share] of ranked.entries()) {
            expect(share.here).toBeLessThanOrEqual(ranked[at - 1]?.here ?? Infinity);
            added[share.place] = (added[share.place] ?? 0) + share.here;
            if (cell === 5) expect(share.sum).toBeCloseTo(added[share.place] ?? NaN, 5);
          }
        }
      }),
    );
  });

  it("keeps the order of neurons that get the same, and ranks nothing without a map", () => {
    const ranked = rankByCell(new Float32Array(18), grid, { row: 0, column: 0 });
    expect(ranked.map(({ place }) => place)).toEqual([0, 1, 2]);
    expect(rankByCell(new Float32Array(), grid, { row: 0, column: 0 })).toEqual([]);
  });
});
