import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mergeOrder,
  relativeIndex,
  reorder,
  rowMajor,
  shiftMask,
  windowOrder,
} from "../../../src-main/encoder/windows.ts";

describe("Swin's index arithmetic, against numbers taken from transformers", () => {
  it("relative position index of a 7 × 7 window", () => {
    const index = relativeIndex(7);
    expect([...index.subarray(0, 8)]).toEqual([84, 83, 82, 81, 80, 79, 78, 71]);
    expect([...index.subarray(48 * 49, 48 * 49 + 3)]).toEqual([168, 167, 166]);
    expect([Math.min(...index), Math.max(...index)]).toEqual([0, 168]);
    expect(index.reduce((sum, value) => sum + value, 0)).toBe(201_684);
  });

  it.each([
    [56, 18_240],
    [28, 8_832],
    [14, 4_128],
  ])("shift mask of a %i × %i map", (side, hidden) => {
    const mask = shiftMask(side, 7, 3);
    expect(mask.length).toBe((side / 7) ** 2 * 49 * 49);
    expect(mask.filter((value) => value === -100).length).toBe(hidden);
    expect(mask.every((value) => value === 0 || value === -100)).toBe(true);
  });

  it("hides the right share of each window of a 14 × 14 map", () => {
    const mask = shiftMask(14, 7, 3);
    const perWindow = [0, 1, 2, 3].map((w) => mask.subarray(w * 2401, (w + 1) * 2401).filter((v) => v !== 0).length);
    expect(perWindow).toEqual([0, 1176, 1176, 1776]);
  });
});

describe("token orders", () => {
  const geometry = fc
    .record({ window: fc.integer({ min: 2, max: 7 }), perRow: fc.integer({ min: 1, max: 4 }) })
    .chain(({ window, perRow }) =>
      fc.record({ window: fc.constant(window), side: fc.constant(window * perRow), shift: fc.nat(window - 1) }),
    );

  it("hold every place once", () => {
    fc.assert(
      fc.property(geometry, ({ window, side, shift }) => {
        expect(windowOrder(side, window, shift).slice().sort()).toEqual(rowMajor(side));
        if (side % 2 === 0) expect(mergeOrder(side).slice().sort()).toEqual(rowMajor(side));
      }),
    );
  });

  it("lead from one to another and back", () => {
    fc.assert(
      fc.property(geometry, ({ window, side, shift }) => {
        const shifted = windowOrder(side, window, shift);
        const plain = windowOrder(side, window, 0);
        const there = reorder(plain, shifted) ?? rowMajor(side);
        expect(there.map((place) => plain[place] ?? -1)).toEqual(shifted);
        expect(reorder(plain, plain)).toBeUndefined();
      }),
    );
  });

  it("joins (even, even), (odd, even), (even, odd), (odd, odd) rows and columns", () => {
    expect([...mergeOrder(4)].slice(0, 8)).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
  });
});
