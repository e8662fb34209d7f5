import fc from "fast-check";
import { expect, test } from "vitest";
import { toGrey } from "../../../src-main/intake/dicom/monochrome.ts";
import { fullRange, linearExactWindow, linearWindow, sigmoidWindow } from "../../../src-main/intake/dicom/voi.ts";

const value = fc.double({ min: -70_000, max: 70_000, noNaN: true });
const clamp = (number: number): number => Math.min(Math.max(number, 0), 1);

test("LINEAR is the clamped line of PS3.3 C.11.2.1.2", () => {
  fc.assert(
    fc.property(value, value, fc.integer({ min: 2, max: 65536 }), (x, center, width) => {
      expect(linearWindow(center, width)(x)).toBeCloseTo(clamp((x - (center - 0.5)) / (width - 1) + 0.5), 9);
    }),
  );
});

test("LINEAR: the worked example of the standard, centre 2048 and width 4096", () => {
  const window = linearWindow(2048, 4096);
  expect(window(0)).toBe(0);
  expect(window(4095)).toBe(1);
  expect(window(1)).toBeCloseTo(1 / 4095, 12);
});

test("LINEAR of width 1 is a threshold at the centre less a half", () => {
  const window = linearWindow(100, 1);
  expect([window(99), window(99.5), window(99.6), window(100)]).toEqual([0, 0, 1, 1]);
});

test("LINEAR_EXACT and SIGMOID keep to their closed forms", () => {
  fc.assert(
    fc.property(value, value, fc.double({ min: 0.5, max: 65536, noNaN: true }), (x, center, width) => {
      expect(linearExactWindow(center, width)(x)).toBeCloseTo(clamp((x - center) / width + 0.5), 9);
      expect(sigmoidWindow(center, width)(x)).toBeCloseTo((1 + Math.tanh((2 * (x - center)) / width)) / 2, 9);
    }),
  );
});

test("the full range runs from the smallest value to the largest; one value alone is black", () => {
  expect(fullRange(10, 20)(15)).toBe(0.5);
  expect(fullRange(7, 7)(7)).toBe(0);
});

test("greys are rounded half upwards", () => {
  expect([0, 0.5 / 255, 0.49 / 255, 1.5 / 255, 1].map(toGrey)).toEqual([0, 1, 0, 2, 255]);
});
