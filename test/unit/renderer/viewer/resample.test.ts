import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apply,
  mirrored,
  rectangleOnScreen,
  transformOf,
  turnedLeft,
  turnedRight,
  upright,
} from "../../../../src-renderer/viewer/geometry.ts";
import type { Orientation, Transform } from "../../../../src-renderer/viewer/geometry.ts";
import { resample } from "../../../../src-renderer/viewer/pixels/resample.ts";
import type { Source } from "../../../../src-renderer/viewer/pixels/resample.ts";
import { drawingAt, tapsAt } from "../../../../src-renderer/viewer/pixels/taps.ts";

const orientations: Orientation[] = [(one: Orientation) => one, turnedRight, turnedLeft, mirrored].flatMap((turn) => [
  turn(upright),
  mirrored(turn(upright)),
]);

/** A film whose table is no straight line, so that a mean of levels is not taken for a mean of greys. */
function sourceOf(width: number, height: number, seed: number): Source {
  const levels = Uint16Array.from({ length: width * height }, (_, at) => ((at + seed) * 7919) % 4096);
  return { width, height, levels, table: Uint8Array.from({ length: 65536 }, (_, level) => (level * level) % 251) };
}

const greyOf = ({ levels, table, width }: Source, x: number, y: number) => table[levels[y * width + x] ?? 0] ?? NaN;
const red = (words: Uint32Array, at: number) => (words[at] ?? 0) & 255;

/** Mean grey under every pixel of the screen, film pixel by film pixel; beside the film it is black. */
function overlapped(source: Source, transform: Transform, side: number): Float64Array {
  const greys = new Float64Array(side * side);
  for (let y = 0; y < source.height; y += 1) {
    for (let x = 0; x < source.width; x += 1) {
      const on = rectangleOnScreen(transform, { x, y, width: 1, height: 1 });
      for (let at = 0; at < greys.length; at += 1) {
        const [left, top] = [at % side, Math.floor(at / side)];
        const across = Math.min(left + 1, on.x + on.width) - Math.max(left, on.x);
        const down = Math.min(top + 1, on.y + on.height) - Math.max(top, on.y);
        if (across > 0 && down > 0) greys[at] = (greys[at] ?? 0) + across * down * greyOf(source, x, y);
      }
    }
  }
  return greys;
}

describe("taps", () => {
  it("add up to one inside of the film at every scale", () => {
    const scale = fc.double({ min: 0.05, max: 12, noNaN: true });
    fc.assert(
      fc.property(scale, fc.double({ min: 0.3, max: 0.7, noNaN: true }), (by, share) => {
        const { first, weights } = tapsAt(share * 200, 200, by, drawingAt(by));
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first + weights.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  it("are none beside the film", () => {
    for (const scale of [0.5, 1, 2, 9]) {
      for (const at of [-3, 203]) expect(tapsAt(at, 200, scale, drawingAt(scale)).weights).toEqual([]);
    }
  });
});

describe("a film on the screen", () => {
  it("shows each pixel once at one to one, in every orientation, on black", () => {
    for (const orientation of orientations) {
      const source = sourceOf(7, 5, 3);
      const view = { zoom: { of: "pixel" as const, factor: 1 }, centre: { x: 0.5, y: 0.5 }, orientation };
      const pane = { width: 12, height: 11 };
      const transform = transformOf(view, { film: source, pane, margin: 0 });
      const words = resample(source, transform, { x: 0, y: 0, ...pane });
      const expected = new Uint32Array(12 * 11).fill(0xff000000);
      for (let y = 0; y < 5; y += 1) {
        for (let x = 0; x < 7; x += 1) {
          const at = apply(transform, { x: x + 0.5, y: y + 0.5 });
          expected[Math.floor(at.y) * 12 + Math.floor(at.x)] = 0xff000000 + greyOf(source, x, y) * 0x010101;
        }
      }
      expect(words).toEqual(expected);
    }
  });

  it("is the mean of four pixels at half its size", () => {
    const source = sourceOf(8, 6, 11);
    const words = resample(source, { a: 0.5, b: 0, c: 0, d: 0.5, e: 0, f: 0 }, { x: 0, y: 0, width: 4, height: 3 });
    for (let y = 0; y < 3; y += 1) {
      for (let x = 0; x < 4; x += 1) {
        const four = [0, 1].flatMap((j) => [0, 1].map((i) => greyOf(source, 2 * x + i, 2 * y + j)));
        expect(red(words, y * 4 + x)).toBe(Math.floor(four.reduce((sum, grey) => sum + grey, 0) / 4 + 0.5));
      }
    }
  });

  it("is the mean of the area under each pixel at any smaller size, at its border too", () => {
    const scale = fc.double({ min: 0.11, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(scale, fc.constantFrom(...orientations), fc.nat(1000), (by, { a, b, c, d }, seed) => {
        const source = sourceOf(9, 8, seed);
        const transform = { a: a * by, b: b * by, c: c * by, d: d * by, e: 6.3, f: 5.6 };
        const words = resample(source, transform, { x: 0, y: 0, width: 12, height: 12 });
        const means = overlapped(source, transform, 12);
        for (let at = 0; at < 144; at += 1) {
          expect(Math.abs(red(words, at) - (means[at] ?? NaN))).toBeLessThan(0.5 + 1e-9);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("lies in between up to four times its size: a ramp stays a ramp", () => {
    const table = Uint8Array.from({ length: 65536 }, (_, level) => Math.min(255, level * 10));
    const source = { width: 20, height: 3, levels: Uint16Array.from({ length: 60 }, (_, at) => at % 20), table };
    const words = resample(source, { a: 3, b: 0, c: 0, d: 3, e: 0, f: 0 }, { x: 0, y: 0, width: 60, height: 9 });
    for (let x = 2; x < 58; x += 1) {
      expect(red(words, 3 * 60 + x)).toBe(Math.floor(10 * ((x + 0.5) / 3 - 0.5) + 0.5));
    }
  });

  it("is made of squares beyond", () => {
    const source = sourceOf(5, 4, 2);
    const words = resample(source, { a: 6, b: 0, c: 0, d: 6, e: 0, f: 0 }, { x: 0, y: 0, width: 30, height: 24 });
    for (let at = 0; at < words.length; at += 1) {
      expect(red(words, at)).toBe(greyOf(source, Math.floor((at % 30) / 6), Math.floor(at / 180)));
    }
  });

  it("can be drawn in parts, as a lens is", () => {
    const source = sourceOf(30, 20, 5);
    const transform = { a: 0, b: 1.7, c: -1.7, d: 0, e: 40, f: -3 };
    const whole = resample(source, transform, { x: 0, y: 0, width: 40, height: 40 });
    const part = resample(source, transform, { x: 11, y: 7, width: 9, height: 8 });
    for (let y = 0; y < 8; y += 1) {
      for (let x = 0; x < 9; x += 1) expect(part[y * 9 + x]).toBe(whole[(y + 7) * 40 + x + 11]);
    }
  });
});
