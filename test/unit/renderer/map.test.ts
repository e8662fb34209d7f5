import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapOf, mapRange, opacityOf, paint, rampTable, upscale } from "../../../src-renderer/drawing/index.ts";

const grid = { rows: 3, columns: 4 };
const factor = 5;
/** The fine pixel in the middle of a cell (the factor is odd). */
const middle = (row: number, column: number) =>
  (row * factor + (factor - 1) / 2) * grid.columns * factor + column * factor + (factor - 1) / 2;
const cells = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 12, maxLength: 12 });

describe("upscale", () => {
  it("keeps every cell's value at its centre and stays between smallest and largest cell", () => {
    fc.assert(
      fc.property(cells, (values) => {
        const map = Float32Array.from(values);
        const fine = upscale(map, grid, factor);
        expect(fine).toHaveLength(12 * factor * factor);
        for (let row = 0; row < 3; row += 1) {
          for (let column = 0; column < 4; column += 1) {
            expect(fine[middle(row, column)]).toBeCloseTo(map[row * 4 + column] ?? NaN, 5);
          }
        }
        const range = mapRange(map);
        expect(Math.min(...fine)).toBeGreaterThanOrEqual(range.minimum - 1e-5);
        expect(Math.max(...fine)).toBeLessThanOrEqual(range.maximum + 1e-5);
      }),
    );
  });

  it("is exact for a plane between the outermost cell centres", () => {
    const plane = (down: number, across: number) => 2 * down - 0.5 * across + 1;
    const map = Float32Array.from({ length: 12 }, (_, index) => plane(Math.floor(index / 4), index % 4));
    const fine = upscale(map, grid, factor);
    for (let y = 2; y < 13; y += 1) {
      for (let x = 2; x < 18; x += 1) {
        expect(fine[y * 20 + x]).toBeCloseTo(plane((y + 0.5) / factor - 0.5, (x + 0.5) / factor - 0.5), 5);
      }
    }
  });

  it("holds the border cell's value out to the border", () => {
    const fine = upscale(Float32Array.of(3, 7), { rows: 1, columns: 2 }, 4);
    expect([fine[0], fine[1], fine[6], fine[7]]).toEqual([3, 3, 7, 7]);
  });
});

describe("paint", () => {
  it("leaves what is not above zero clear, and gives the largest the end of the ramp", () => {
    const pixels = paint(Float32Array.of(-1, 0, 0.5, 1), 1);
    expect([pixels[3], pixels[7]]).toEqual([0, 0]);
    expect([...pixels.subarray(12, 15)]).toEqual([...(rampTable[255] ?? [])]);
    expect(pixels[15]).toBe(Math.round(255 * opacityOf(1)));
    expect(pixels[11]).toBeLessThan(pixels[15] ?? 0);
  });

  it("leaves what is below the threshold clear and changes no other colour", () => {
    fc.assert(
      fc.property(cells, fc.double({ min: 0, max: 0.95, noNaN: true }), (values, threshold) => {
        const map = Float32Array.from(values);
        const { maximum } = mapRange(map);
        const [whole, cut] = [paint(map, maximum), paint(map, maximum, threshold)];
        map.forEach((value, index) => {
          const kept = value >= threshold * maximum;
          const before = [...whole.subarray(4 * index, 4 * index + 4)];
          expect([...cut.subarray(4 * index, 4 * index + 4)]).toEqual(kept ? before : [0, 0, 0, 0]);
        });
      }),
    );
  });

  it("paints nothing where no cell is above zero", () => {
    expect(paint(Float32Array.of(-1, -2), -1).every((byte) => byte === 0)).toBe(true);
  });
});

describe("mapOf and mapRange", () => {
  it("take one neuron's cells and add them up", () => {
    const maps = Float32Array.from({ length: 24 }, (_, index) => index);
    const map = mapOf(maps, grid, 1);
    expect([...map]).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
    expect(mapRange(map)).toEqual({ minimum: 12, maximum: 23, sum: 210 });
    expect(mapRange(new Float32Array())).toEqual({ minimum: 0, maximum: 0, sum: 0 });
  });
});
