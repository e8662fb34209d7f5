import { describe, expect, it } from "vitest";
import { oklch, rampColour, rampGradient, rampTable } from "../../../src-renderer/drawing/index.ts";
import type { Colour } from "../../../src-renderer/drawing/index.ts";

/** Relative luminance, WCAG 2.2; an independent measure of lightness. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("oklch", () => {
  it("gives black, white and the sRGB primaries (values of CSS Color 4)", () => {
    expect(oklch(0, 0, 0)).toEqual([0, 0, 0]);
    expect(oklch(1, 0, 0)).toEqual([255, 255, 255]);
    expect(oklch(0.627955, 0.257683, 29.2339)).toEqual([255, 0, 0]);
    expect(oklch(0.452014, 0.313214, 264.052)).toEqual([0, 0, 255]);
  });
});

describe("the ramp", () => {
  it("gets lighter with every step", () => {
    const steps = rampTable.filter((_, index) => index % 5 === 0).map(luminance);
    steps.slice(1).forEach((step, index) => {
      expect(step).toBeGreaterThan(steps[index] ?? Infinity);
    });
  });

  it("is warm throughout: red over green over blue", () => {
    for (const [red, green, blue] of rampTable) {
      expect(red).toBeGreaterThan(green);
      expect(green).toBeGreaterThanOrEqual(blue - 20);
      expect(red).toBeGreaterThan(blue);
    }
  });

  it("ends where it ends for values outside 0–1", () => {
    expect(rampColour(-3)).toEqual(rampColour(0));
    expect(rampColour(8)).toEqual(rampColour(1));
    expect(rampGradient()).toContain(`rgb(${rampColour(1).join(" ")}) 100%`);
  });
});
