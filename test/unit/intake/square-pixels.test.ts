import fc from "fast-check";
import { expect, test } from "vitest";
import { readFacts } from "../../../src-main/intake/dicom/facts.ts";
import type { Header } from "../../../src-main/intake/dicom/header.ts";
import { parseDicom } from "../../../src-main/intake/dicom/parse.ts";
import { pixelAspect, squarePixels } from "../../../src-main/intake/dicom/square-pixels.ts";
import type { StoredPixels } from "../../../src-main/intake/dicom/stored.ts";
import { imageElements, writeDicom } from "../../support/dicom-file.ts";
import type { TestElement } from "../../support/dicom-file.ts";

const headerOf = (extra: readonly TestElement[]): Header =>
  parseDicom(
    Uint8Array.from(writeDicom({ elements: imageElements({ rows: 4, columns: 6, allocated: 16, stored: 16 }, extra) })),
  ).header;

const spacing = (row: number, column: number): TestElement => [0x00280030, "DS", `${String(row)}\\${String(column)}`];

const frame = (rows: number, columns: number, of: (row: number, column: number) => number): StoredPixels => ({
  ...{ rows, columns, samples: 1, bits: 16, signed: true, photometric: "MONOCHROME2" },
  values: Int16Array.from({ length: rows * columns }, (_, at) => of(Math.floor(at / columns), at % columns)),
});

test("the aspect is that of the spacing, the detector's spacing or the ratio, in this order", () => {
  expect(pixelAspect(headerOf([]))).toBe(1);
  expect(pixelAspect(headerOf([[0x00280034, "IS", "4\\3"]]))).toBeCloseTo(4 / 3);
  expect(pixelAspect(headerOf([[0x00181164, "DS", "0.2\\0.1"]]))).toBeCloseTo(2);
  const all: TestElement[] = [[0x00181164, "DS", "0.2\\0.1"], spacing(0.1, 0.25), [0x00280034, "IS", "4\\3"]];
  expect(pixelAspect(headerOf(all))).toBeCloseTo(0.4);
  expect(pixelAspect(headerOf([spacing(0, 1)]))).toBe(1);
  expect(pixelAspect(headerOf([spacing(100, 0.1)]))).toBe(1);
});

test("a frame of square pixels, or nearly so, is the same object", () => {
  const film = frame(4, 6, (row, column) => row * column);
  expect(squarePixels(film, headerOf([spacing(0.139, 0.1391)]))).toBe(film);
});

test("a plane stays the same plane in millimetres, in either direction (property)", () => {
  const side = fc.double({ min: 0.1, max: 0.35, noNaN: true });
  fc.assert(
    fc.property(side, side, (row, column) => {
      const plane = (y: number, x: number): number => Math.round(1000 * y + 700 * x);
      const film = frame(30, 40, (y, x) => plane((y + 0.5) * row, (x + 0.5) * column));
      const squared = squarePixels(film, headerOf([spacing(row, column)]));
      const shorter = Math.min(row, column);
      expect(Math.abs(squared.rows * shorter - 30 * row)).toBeLessThanOrEqual(shorter);
      expect(Math.abs(squared.columns * shorter - 40 * column)).toBeLessThanOrEqual(shorter);
      const [height, width] = [(30 * row) / squared.rows, (40 * column) / squared.columns];
      // Half a pixel at the edge has nothing beyond it to be between.
      for (let y = 3; y < squared.rows - 3; y++) {
        for (let x = 3; x < squared.columns - 3; x++) {
          const value = squared.values[y * squared.columns + x] ?? NaN;
          expect(Math.abs(value - plane((y + 0.5) * height, (x + 0.5) * width))).toBeLessThanOrEqual(2);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test("padding and palette numbers are repeated, never blended", () => {
  const film = frame(2, 2, (row) => (row === 0 ? -2000 : 500));
  const padded = headerOf([spacing(0.3, 0.1), [0x00280120, "SS", -2000]]);
  expect(new Set(squarePixels(film, padded).values)).toEqual(new Set([-2000, 500]));
  const palette = { ...film, photometric: "PALETTE COLOR" };
  expect(new Set(squarePixels(palette, headerOf([spacing(0.1, 0.3)])).values)).toEqual(new Set([-2000, 500]));
});

test("the colours of a pixel stay together", () => {
  const film = { ...frame(1, 2, () => 0), samples: 3 as const, values: Uint8Array.of(10, 20, 30, 110, 120, 130) };
  const wide = squarePixels(film, headerOf([spacing(0.1, 0.2)]));
  expect([wide.rows, wide.columns]).toEqual([1, 4]);
  expect(Array.from(wide.values)).toEqual([10, 20, 30, 35, 45, 55, 85, 95, 105, 110, 120, 130]);
});

test("the ruler measures the pixels that are shown", () => {
  const film = frame(4, 6, () => 1);
  expect(readFacts(headerOf([spacing(0.2, 0.1)]), film).pixelSpacing).toEqual([0.1, 0.1]);
  expect(readFacts(headerOf([spacing(0.14, 0.1401)]), film).pixelSpacing).toEqual([0.14, 0.1401]);
});
