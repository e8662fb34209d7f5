import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitFilm, regionOnCanvas } from "../../../src-renderer/drawing/index.ts";

const side = fc.integer({ min: 1, max: 5000 });
const size = fc.record({ width: side, height: side });

describe("fitFilm", () => {
  it("centres the film, touches two opposite sides, keeps the aspect ratio", () => {
    fc.assert(
      fc.property(size, size, (stage, film) => {
        const place = fitFilm(stage, film);
        expect(place.width / place.height / (film.width / film.height)).toBeCloseTo(1, 9);
        expect(2 * place.x + place.width).toBeCloseTo(stage.width, 6);
        expect(2 * place.y + place.height).toBeCloseTo(stage.height, 6);
        expect(Math.min(place.x, place.y)).toBeCloseTo(0, 6);
      }),
    );
  });

  it("is nothing on a stage without room", () => {
    expect(fitFilm({ width: 0, height: 300 }, { width: 10, height: 10 })).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});

describe("regionOnCanvas", () => {
  it("scales the rectangle that the grid covers, also where padding reaches outside the film", () => {
    const region = { x: -100, y: 0, width: 1200, height: 1200 };
    const place = regionOnCanvas(region, { width: 1000, height: 1200 }, { width: 500, height: 600 });
    expect(place).toEqual({ x: -50, y: 0, width: 600, height: 600 });
  });
});
