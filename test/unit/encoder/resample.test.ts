import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { fitted } from "../../../src-main/encoder/prepare.ts";
import { resample } from "../../../src-main/encoder/resample.ts";
import { drawPicture } from "../../support/pictures.ts";

const expected = { sum: v.number(), head: v.array(v.number()), sha256: v.string() };
const pattern = v.picklist(["ramp", "squares", "noise"]);
const size = v.tuple([v.number(), v.number()]);
const interpolation = v.picklist(["bicubic", "bilinear"]);
const goldenFile = v.object({
  pillow: v.string(),
  resizes: v.array(v.object({ pattern, from: size, to: size, interpolation, ...expected })),
  fits: v.array(
    v.object({ pattern, from: size, fit: v.picklist(["pad", "squash", "crop"]), interpolation, sha256: v.string() }),
  ),
  pads: v.array(v.object({ pattern, from: size, interpolation, ...expected })),
});
const path = join(import.meta.dirname, "../../support/pillow-golden.json");
const golden = v.parse(goldenFile, JSON.parse(readFileSync(path, "utf8")));

function describePixels(pixels: Uint8Array) {
  return {
    sum: pixels.reduce((sum, pixel) => sum + pixel, 0),
    head: [...pixels.subarray(0, 8)],
    sha256: createHash("sha256").update(pixels).digest("hex"),
  };
}

describe("resample equals Pillow byte for byte", () => {
  it.each(golden.resizes)("$pattern $from → $to, $interpolation", (example) => {
    const result = resample(drawPicture(example.pattern, ...example.from), ...example.to, example.interpolation);
    const { sum, head, sha256 } = example;
    expect(describePixels(result.pixels)).toEqual({ sum, head, sha256 });
  });

  it.each(golden.pads)("padded to a square: $pattern $from, $interpolation", (example) => {
    const film = drawPicture(example.pattern, ...example.from);
    const result = fitted(film, {
      size: [224, 224],
      fit: "pad",
      padValue: 0,
      interpolation: example.interpolation,
      channels: 1,
      scale: 1,
      mean: [0],
      standardDeviation: [1],
    });
    const { sum, head, sha256 } = example;
    expect(describePixels(result.pixels)).toEqual({ sum, head, sha256 });
  });
});

describe("every way to fit a film into the encoder equals Pillow byte for byte", () => {
  const plain = { size: [224, 224] as [number, number], padValue: 0, channels: 1 as const, scale: 1 };
  const sizes = new Map(golden.fits.map((example) => [example.from.join(" × "), example.from]));

  it("at fifty sizes", () => {
    expect(sizes.size).toBe(50);
  });

  it.each([...sizes])("%s", (_, [width, height]) => {
    for (const { pattern: drawn, from, fit, interpolation: kernel, sha256 } of golden.fits) {
      if (from[0] !== width || from[1] !== height) continue;
      const film = drawPicture(drawn, width, height);
      const { pixels } = fitted(film, { ...plain, fit, interpolation: kernel, mean: [0], standardDeviation: [1] });
      expect([fit, kernel, createHash("sha256").update(pixels).digest("hex")]).toEqual([fit, kernel, sha256]);
    }
  });
});

describe("resample, properties", () => {
  const side = fc.integer({ min: 1, max: 40 });
  const method = fc.constantFrom("bicubic", "bilinear");

  it("keeps a flat picture flat", () => {
    fc.assert(
      fc.property(side, side, side, side, fc.integer({ min: 0, max: 255 }), method, (w, h, toW, toH, grey, kernel) => {
        const flat = { width: w, height: h, pixels: new Uint8Array(w * h).fill(grey) };
        const { width, height, pixels } = resample(flat, toW, toH, kernel);
        expect([width, height, pixels.length]).toEqual([toW, toH, toW * toH]);
        expect(pixels.every((pixel) => pixel === grey)).toBe(true);
      }),
    );
  });

  it("never leaves the range of its source with the bilinear kernel", () => {
    fc.assert(
      fc.property(side, side, fc.uint8Array({ minLength: 64, maxLength: 64 }), (toW, toH, pixels) => {
        const result = resample({ width: 8, height: 8, pixels }, toW, toH, "bilinear").pixels;
        expect(Math.min(...result)).toBeGreaterThanOrEqual(Math.min(...pixels));
        expect(Math.max(...result)).toBeLessThanOrEqual(Math.max(...pixels));
      }),
    );
  });

  it("mirrors with its source up to one grey level", () => {
    const mirror = (pixels: Uint8Array) => pixels.slice().reverse();
    fc.assert(
      fc.property(side, side, fc.uint8Array({ minLength: 81, maxLength: 81 }), method, (toW, toH, pixels, kernel) => {
        const plain = resample({ width: 9, height: 9, pixels }, toW, toH, kernel).pixels;
        const turned = mirror(resample({ width: 9, height: 9, pixels: mirror(pixels) }, toW, toH, kernel).pixels);
        expect(plain.every((pixel, i) => Math.abs(pixel - (turned[i] ?? -9)) <= 1)).toBe(true);
      }),
    );
  });
});
