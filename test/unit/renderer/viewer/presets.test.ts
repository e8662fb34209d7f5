import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentiles, spreadOf } from "../../../../src-renderer/viewer/histogram.ts";
import {
  asTheFileWants,
  dragged,
  dragStep,
  presetNames,
  presetWindow,
  sameKind,
  tableOf,
  wholeRange,
  windowOf,
} from "../../../../src-renderer/viewer/presets.ts";
import type { Window } from "../../../../src-renderer/viewer/windows.ts";
import { filmOf } from "./films.ts";

const someLevels = fc.array(fc.integer({ min: 0, max: 4095 }), { minLength: 1, maxLength: 200 });

describe("percentiles", () => {
  it("are the levels that sorting finds, padding left out", () => {
    const padding = fc.option(fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 3000 })));
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(someLevels, padding, shares, (levels, pad, wanted) => {
        const range = pad === null ? null : ([pad[0], pad[0] + pad[1]] as const);
        const sorted = levels.filter((one) => range === null || one < range[0] || one > range[1]).sort((a, b) => a - b);
        const rising = [...wanted].sort((a, b) => a - b);
        const expected = rising.map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]);
        expect(percentiles(Uint16Array.from(levels), range, rising)).toEqual(sorted.length === 0 ? null : expected);
      }),
    );
  });

  it("bound the middle of a film's values, the lower first even where the slope falls", () => {
    const levels = Array.from({ length: 1000 }, (_, index) => index);
    expect(spreadOf(filmOf(levels))).toEqual([9, 989]);
    expect(spreadOf(filmOf(levels, { slope: -2, intercept: 100 }))).toEqual([100 - 2 * 989, 100 - 18]);
  });

  it("fall back to the range of a film of nothing but padding", () => {
    expect(spreadOf(filmOf([5, 5], { padding: [0, 9], range: [5, 5] }))).toEqual([5, 5]);
  });
});

describe("presets", () => {
  it("show the file's own greys exactly where nothing else is asked for", () => {
    const film = filmOf([0, 4095], { windows: [{ name: "", centre: 9, width: 5, shape: "LINEAR" }] });
    expect(tableOf(asTheFileWants, film, false)).toEqual(film.greys);
    expect(windowOf(asTheFileWants, film)).toMatchObject({ centre: 9, width: 5 });
  });

  it("have no numbers where the file brings a table, but its other windows have", () => {
    const windows = [{ name: "Soft", centre: 9, width: 5, shape: "LINEAR" as const }];
    const film = filmOf([0, 4095], { table: true, windows });
    expect(windowOf(asTheFileWants, film)).toBeNull();
    expect(windowOf({ kind: "brought", index: 0 }, film)).toMatchObject(windows[0] ?? {});
    expect(tableOf(asTheFileWants, film, false)).toEqual(film.greys);
  });

  it("reach from the smallest to the largest value for the whole range", () => {
    fc.assert(
      fc.property(someLevels, fc.constantFrom(1, -3), (levels, slope) => {
        const film = filmOf(levels, { slope, intercept: 7 });
        const { centre, width } = wholeRange(film.display);
        const values = levels.map((level) => slope * level + 7);
        expect(centre - width / 2).toBeCloseTo(Math.min(...values), 9);
        expect(centre + width / 2).toBeCloseTo(Math.max(...values), 9);
      }),
    );
  });

  it("look the same on a film whose values run the other way", () => {
    fc.assert(
      fc.property(someLevels, fc.constantFrom(...presetNames), (levels, name) => {
        const film = filmOf(levels);
        const turned = filmOf(
          levels.map((level) => 4095 - level),
          { inverted: true },
        );
        // The percentiles of the turned film, which need not be those of this one turned.
        const [low, high] = spreadOf(film);
        const one = presetWindow(name, film.display, [low, high]);
        const other = presetWindow(name, turned.display, [4095 - high, 4095 - low]);
        expect(4095 - other.centre).toBeCloseTo(one.centre, 9);
        expect(other.width).toBeCloseTo(one.width, 9);
      }),
    );
  });

  it("let more of the dark through for lungs and more of the bright for the mediastinum", () => {
    const film = filmOf(Array.from({ length: 1000 }, (_, index) => index));
    const lungs = windowOf({ kind: "preset", name: "lungs" }, film);
    const heart = windowOf({ kind: "preset", name: "mediastinum" }, film);
    expect(lungs?.centre).toBeLessThan(heart?.centre ?? 0);
    expect(windowOf({ kind: "preset", name: "automatic" }, film)).toMatchObject({ centre: 499, width: 980 });
  });

  it("fit another film only where its values mean the same", () => {
    const film = filmOf([1, 2]);
    expect(sameKind(film, filmOf([3, 4]))).toBe(true);
    expect(sameKind(film, filmOf([3, 4], { unit: "OD" }))).toBe(false);
    expect(sameKind(film, filmOf([3, 4], { slope: 2 }))).toBe(false);
    expect(sameKind(film, filmOf([3, 4], {}, false))).toBe(false);
  });
});

describe("a drag", () => {
  const window: Window = { centre: 1000, width: 500, shape: "LINEAR" };

  it("to the right is wider and down is a higher level, by the film's own spread", () => {
    const step = dragStep(filmOf(Array.from({ length: 4001 }, (_, index) => index)));
    expect(step).toBeCloseTo((3960 - 40) / 400, 9);
    expect(dragged(window, 10, 4, step)).toMatchObject({ width: 500 + 10 * step, centre: 1000 + 4 * step });
  });

  it("never makes a window narrower than its shape allows", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 0 }), fc.double({ min: 0.1, max: 50, noNaN: true }), (across, step) => {
        expect(dragged(window, across, 0, step).width).toBeGreaterThanOrEqual(1);
        expect(dragged({ ...window, shape: "SIGMOID" }, across, 0, step).width).toBeGreaterThan(0);
      }),
    );
  });
});
