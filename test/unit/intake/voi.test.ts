import fc from "fast-check";
import { expect, test } from "vitest";
import { fullRange } from "../../../src-main/intake/dicom/voi.ts";
import { greyOf, isPaddingLevel, windowCurve } from "../../../src-preload/contract/window-curves.ts";
import type { WindowShape } from "../../../src-preload/contract/intake.ts";

const value = fc.double({ min: -70_000, max: 70_000, noNaN: true });
const curve = (shape: WindowShape, centre: number, width: number) => windowCurve({ shape, centre, width });
const clamp = (number: number): number => Math.min(Math.max(number, 0), 1);

test("LINEAR is the clamped line of PS3.3 C.11.2.1.2", () => {
  fc.assert(
    fc.property(value, value, fc.integer({ min: 2, max: 65536 }), (x, center, width) => {
      expect(curve("LINEAR", center, width)(x)).toBeCloseTo(clamp((x - (center - 0.5)) / (width - 1) + 0.5), 9);
    }),
  );
});

test("LINEAR: the worked example of the standard, centre 2048 and width 4096", () => {
  const window = curve("LINEAR", 2048, 4096);
  expect(window(0)).toBe(0);
  expect(window(4095)).toBe(1);
  expect(window(1)).toBeCloseTo(1 / 4095, 12);
});

test("LINEAR of width 1 is a threshold at the centre less a half", () => {
  const window = curve("LINEAR", 100, 1);
  expect([window(99), window(99.5), window(99.6), window(100)]).toEqual([0, 0, 1, 1]);
});

test("LINEAR_EXACT and SIGMOID keep to their closed forms", () => {
  fc.assert(
    fc.property(value, value, fc.double({ min: 0.5, max: 65536, noNaN: true }), (x, center, width) => {
      expect(curve("LINEAR_EXACT", center, width)(x)).toBeCloseTo(clamp((x - center) / width + 0.5), 9);
      expect(curve("SIGMOID", center, width)(x)).toBeCloseTo((1 + Math.tanh((2 * (x - center)) / width)) / 2, 9);
    }),
  );
});

test("the full range runs from the smallest value to the largest; one value alone is black", () => {
  expect(fullRange(10, 20)(15)).toBe(0.5);
  expect(fullRange(7, 7)(7)).toBe(0);
});

test("greys are rounded half upwards and held to 0…255, and turned where high values are dark", () => {
  const values = [-0.2, 0, 0.5 / 255, 0.49 / 255, 1.5 / 255, 1, 1.2];
  expect(values.map((display) => greyOf(display, false))).toEqual([0, 0, 1, 0, 2, 255, 255]);
  expect([-0.2, 0, 0.4, 1, 1.2].map((display) => greyOf(display, true))).toEqual([255, 255, 153, 0, 0]);
});

test("padding has both its ends", () => {
  expect([4, 5, 6, 7, 8].map((level) => isPaddingLevel(level, [5, 7]))).toEqual([false, true, true, true, false]);
  expect(isPaddingLevel(0, null)).toBe(false);
});
