import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellAt } from "../../../../src-renderer/drawing/index.ts";
import {
  alongFilm,
  cellRectangle,
  nextPlace,
  plainCells,
  spokenPlace,
} from "../../../../src-renderer/viewer/crosshair.ts";
import { mirrored, turnedRight, upright } from "../../../../src-renderer/viewer/geometry.ts";
import type { Place } from "../../../../src-renderer/viewer/geometry.ts";

const film = { width: 300, height: 500 };
/** Seven by seven cells of a square that reaches out of the film on both sides. */
const cells = { grid: { rows: 7, columns: 7 }, region: { x: -100, y: 0, width: 500, height: 500 } };
const inCells = (place: Place) => cellAt(place, cells.region, cells.grid);
const right = { x: 1, y: 0 };
const down = { x: 0, y: 1 };

describe("cells", () => {
  it("hold the places of their rectangle and no others", () => {
    const index = fc.integer({ min: 0, max: 6 });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(index, index, share, share, (row, column, a, b) => {
        const { x, y, width, height } = cellRectangle(cells, { row, column });
        expect(inCells({ x: x + a * width, y: y + b * height })).toEqual({ row, column });
      }),
    );
    expect(inCells({ x: 401, y: 20 })).toBeNull();
    expect(inCells({ x: 20, y: -1 })).toBeNull();
  });

  it("are told by row and column, or by pixels where there is no map", () => {
    expect(spokenPlace(cells, { x: 299, y: 300 })).toBe("row 5 of 7, column 6 of 7");
    expect(spokenPlace(cells, { x: 900, y: 300 })).toBe("outside of what the encoder saw");
    expect(spokenPlace(null, { x: 12.7, y: 300.2 })).toBe("12 pixels from the left, 300 from the top");
  });
});

describe("the crosshair", () => {
  it("begins in the middle and goes from cell to cell", () => {
    const start = nextPlace(cells, film, null, right);
    expect(inCells(start)).toEqual({ row: 3, column: 3 });
    expect(inCells(nextPlace(cells, film, start, right))).toEqual({ row: 3, column: 4 });
    expect(inCells(nextPlace(cells, film, start, down))).toEqual({ row: 4, column: 3 });
  });

  it("visits every cell whose middle is on the film and never leaves the film", () => {
    const seen = new Set<string>();
    let place = nextPlace(cells, film, null, right);
    for (const direction of [
      { x: 0, y: -1 },
      { x: -1, y: 0 },
    ]) {
      for (let step = 0; step < 9; step += 1) place = nextPlace(cells, film, place, direction);
    }
    for (let row = 0; row < 9; row += 1) {
      for (let step = 0; step < 9; step += 1) {
        const at = inCells(place);
        seen.add(`${String(at?.row)} ${String(at?.column)}`);
        expect(place.x >= 0 && place.y >= 0 && place.x < film.width && place.y < film.height).toBe(true);
        place = nextPlace(cells, film, place, { x: row % 2 === 0 ? 1 : -1, y: 0 });
      }
      place = nextPlace(cells, film, place, down);
    }
    // Columns 1 to 5 have their middle on the film.
    expect(seen.size).toBe(7 * 5);
  });

  it("steps over the whole film where there is no map", () => {
    const start = nextPlace(plainCells(film), film, null, right);
    expect(nextPlace(plainCells(film), film, start, right).x - start.x).toBeCloseTo(film.width / 16, 9);
  });

  it("goes where the arrow points, however the film is turned", () => {
    const plain = (one: { x: number; y: number }) => [one.x + 0, one.y + 0];
    expect(plain(alongFilm(upright, right))).toEqual([1, 0]);
    expect(plain(alongFilm(mirrored(upright), right))).toEqual([-1, 0]);
    // After a turn to the right the film's bottom is at the left of the screen.
    expect(plain(alongFilm(turnedRight(upright), right))).toEqual([0, -1]);
    expect(plain(alongFilm(turnedRight(upright), down))).toEqual([1, 0]);
  });
});
