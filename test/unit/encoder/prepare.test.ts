import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filmRegion, prepare } from "../../../src-main/encoder/index.ts";
import type { Preprocessing } from "../../../src-main/encoder/index.ts";
import { fitted } from "../../../src-main/encoder/prepare.ts";
import { drawPicture } from "../../support/pictures.ts";

const medclip: Preprocessing = {
  size: [224, 224],
  fit: "pad",
  padValue: 0,
  interpolation: "bicubic",
  channels: 3,
  scale: 0.00392156862745098,
  mean: [0.5862785803043838],
  standardDeviation: [0.27950088968644304],
};

describe("prepare", () => {
  it("gives black and white the values MedCLIP's processor gives them, in every channel", () => {
    const film = { width: 300, height: 300, pixels: new Uint8Array(300 * 300) };
    const black = prepare(film, medclip);
    expect(black.length).toBe(3 * 224 * 224);
    expect(new Set(black)).toEqual(new Set([Math.fround(-2.097590923309326)]));
    film.pixels.fill(255);
    expect(prepare(film, medclip)[0]).toBeCloseTo(1.480215, 6);
  });

  it("normalises all 256 greys as numpy does in float32, bit for bit", () => {
    const film = { width: 16, height: 16, pixels: Uint8Array.from({ length: 256 }, (_, grey) => grey) };
    const levels = prepare(film, { ...medclip, fit: "squash", size: [16, 16], channels: 1 });
    const hash = createHash("sha256").update(new Uint8Array(levels.buffer)).digest("hex");
    expect(hash).toBe("939a055907a31e3c984427a0c0c3d49b4c583f12644c1f6c95177b324299ae2b");
  });

  it("normalises each channel with its own mean and deviation", () => {
    const film = { width: 224, height: 224, pixels: new Uint8Array(224 * 224).fill(51) };
    const input = prepare(film, { ...medclip, mean: [0.2, 0, 1], standardDeviation: [1, 0.5, 2] });
    const channels = [0, 1, 2].map((channel) => input[channel * 224 * 224] ?? NaN);
    [0, 0.4, -0.4].forEach((value, channel) => {
      expect(channels[channel]).toBeCloseTo(value, 6);
    });
  });

  it("centres a small film on black and leaves its pixels as they are", () => {
    const film = drawPicture("noise", 21, 10);
    const { pixels } = fitted(film, medclip);
    const [left, top] = [101, 107];
    for (let y = 0; y < 10; y++) {
      const row = (top + y) * 224 + left;
      expect(pixels.subarray(row, row + 21)).toEqual(film.pixels.subarray(y * 21, (y + 1) * 21));
    }
    expect(pixels.reduce((sum, p) => sum + p, 0)).toBe(film.pixels.reduce((sum, p) => sum + p, 0));
  });

  it("pads with the grey the manifest names", () => {
    const { pixels } = fitted(
      { width: 500, height: 20, pixels: new Uint8Array(10_000) },
      { ...medclip, padValue: 200 },
    );
    expect([pixels[0], pixels.at(-1)]).toEqual([200, 200]);
    expect(pixels[112 * 224 + 112]).toBeLessThan(30);
  });

  it("crops the middle of the longer side", () => {
    const { pixels } = fitted(drawPicture("ramp", 448, 224), { ...medclip, fit: "crop" });
    const film = drawPicture("ramp", 448, 224).pixels;
    expect(pixels.subarray(0, 224)).toEqual(film.subarray(112, 336));
  });
});

describe("filmRegion", () => {
  const side = fc.integer({ min: 1, max: 5000 });

  it("is the padded square, with the film in the middle", () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const region = filmRegion(width, height, medclip);
        expect(region.width).toBe(Math.max(224, width, height));
        expect(region.height).toBe(region.width);
        // What lies left and right of the film differs by a pixel at most.
        expect(Math.abs(-region.x - (region.x + region.width - width))).toBeLessThanOrEqual(1);
        expect(Math.abs(-region.y - (region.y + region.height - height))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is the whole film where it is squashed", () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        expect(filmRegion(width, height, { ...medclip, fit: "squash" })).toEqual({ x: 0, y: 0, width, height });
      }),
    );
  });

  it("is a square inside the film where it is cropped", () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const { x, y, width: w, height: h } = filmRegion(width, height, { ...medclip, fit: "crop" });
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + w).toBeLessThanOrEqual(width + 1e-6);
        expect(y + h).toBeLessThanOrEqual(height + 1e-6);
        expect(Math.max(w / width, h / height)).toBeCloseTo(1, 9);
        expect(Math.abs(w - h)).toBeLessThanOrEqual(Math.max(width, height) / 224 + 1e-6);
      }),
    );
  });

  it("writes no negative zero where nothing is padded", () => {
    expect(filmRegion(300, 300, medclip)).toEqual({ x: 0, y: 0, width: 300, height: 300 });
  });
});
