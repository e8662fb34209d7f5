import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apply,
  fitScale,
  inverse,
  magnified,
  mirrored,
  panned,
  rectangleOnScreen,
  scaleOf,
  transformOf,
  turnedLeft,
  turnedRight,
  upright,
  upsideDown,
  wholeFilm,
  zoomedAbout,
} from "../../../../src-renderer/viewer/geometry.ts";
import type { Frame, Orientation, Place, View } from "../../../../src-renderer/viewer/geometry.ts";

const turns = [(one: Orientation) => one, turnedRight, turnedLeft, (one: Orientation) => turnedRight(turnedRight(one))];
/** All eight ways in which a film can lie. */
const orientations = turns.flatMap((turn) => [turn(upright), mirrored(turn(upright))]);

const orientation = fc.constantFrom(...orientations);
const side = fc.integer({ min: 8, max: 4000 });
const size = fc.record({ width: side, height: side });
const frame: fc.Arbitrary<Frame> = fc.record({ film: size, pane: size, margin: fc.integer({ min: 0, max: 3 }) });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const view: fc.Arbitrary<View> = fc.record({
  zoom: fc.record({
    of: fc.constantFrom("fit" as const, "pixel" as const),
    factor: fc.double({ min: 0.3, max: 8, noNaN: true }),
  }),
  centre: fc.record({ x: share, y: share }),
  orientation,
});
const somewhere = fc.record({
  x: fc.double({ min: -500, max: 4500, noNaN: true }),
  y: fc.double({ min: -500, max: 4500, noNaN: true }),
});

function expectNear(one: Place, other: Place, tolerance: number): void {
  expect(Math.abs(one.x - other.x)).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(one.y - other.y)).toBeLessThanOrEqual(tolerance);
}

describe("a transform", () => {
  it("comes back by its inverse", () => {
    fc.assert(
      fc.property(view, frame, somewhere, (seen, within, place) => {
        const forward = transformOf(seen, within);
        expectNear(apply(inverse(forward), apply(forward, place)), place, 1e-6);
      }),
    );
  });

  it("onto a line has no inverse", () => {
    expect(() => inverse({ a: 1, b: 2, c: 2, d: 4, e: 0, f: 0 })).toThrow(RangeError);
  });

  it("lays the film on whole pixels at one to one, each of them on one of the screen", () => {
    fc.assert(
      fc.property(view, frame, (seen, within) => {
        const transform = transformOf({ ...seen, zoom: { of: "pixel", factor: 1 } }, within);
        expect(Number.isInteger(transform.e) && Number.isInteger(transform.f)).toBe(true);
        expect(Math.abs(transform.a * transform.d - transform.b * transform.c)).toBe(1);
      }),
    );
  });
});

describe("orientations", () => {
  const right = { x: 1, y: 0 };
  const down = { x: 0, y: 1 };
  const at = (one: Orientation, place: Place) => {
    const { x, y } = apply({ ...one, e: 0, f: 0 }, place);
    return { x: x + 0, y: y + 0 };
  };

  it("turn to the right as a clock does, and to the left back again", () => {
    expect(at(turnedRight(upright), right)).toEqual(down);
    expect(at(turnedRight(upright), down)).toEqual({ x: -1, y: 0 });
    for (const one of orientations) {
      expect(at(turnedLeft(turnedRight(one)), right)).toEqual(at(one, right));
      expect(at(turnedLeft(turnedRight(one)), down)).toEqual(at(one, down));
    }
  });

  it("mirror what is seen, however the film is turned", () => {
    for (const one of orientations) {
      for (const direction of [right, down]) {
        const before = at(one, direction);
        expect(at(mirrored(one), direction)).toEqual({ x: 0 - before.x, y: before.y });
        expect(at(upsideDown(one), direction)).toEqual({ x: before.x, y: 0 - before.y });
      }
    }
  });

  it("are eight, all different", () => {
    const seen = orientations.map((one) => JSON.stringify([at(one, right), at(one, down)]));
    expect(new Set(seen).size).toBe(8);
  });
});

describe("a view", () => {
  it("fits: the film lies within its margin and touches it", () => {
    fc.assert(
      fc.property(frame, orientation, (within, turned) => {
        fc.pre(within.pane.width > 8 && within.pane.height > 8);
        const transform = transformOf({ ...wholeFilm, orientation: turned }, within);
        const { x, y, width, height } = rectangleOnScreen(transform, { x: 0, y: 0, ...within.film });
        // At a whole scale the film lies on whole pixels, which may be half a pixel off.
        const slack = 0.5 + 1e-6;
        expect(x).toBeGreaterThanOrEqual(within.margin - slack);
        expect(y).toBeGreaterThanOrEqual(within.margin - slack);
        const room = [within.pane.width - 2 * within.margin - width, within.pane.height - 2 * within.margin - height];
        expect(Math.min(...room)).toBeCloseTo(0, 6);
        expect(Math.max(...room)).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });

  it("has no scale where there is no room", () => {
    expect(fitScale({ film: { width: 9, height: 9 }, pane: { width: 0, height: 0 }, margin: 12 }, upright)).toBe(0);
  });

  it("keeps the place under the pointer when it zooms", () => {
    fc.assert(
      fc.property(view, frame, somewhere, fc.double({ min: 0.4, max: 3, noNaN: true }), (seen, within, place, by) => {
        fc.pre(fitScale(within, seen.orientation) > 0);
        const zoomed = zoomedAbout(seen, within, place, by);
        const under = apply(inverse(transformOf(seen, within)), place);
        // A whole scale lies on whole pixels of the screen: half a pixel before and half a pixel after.
        const slack = Number.isInteger(scaleOf(zoomed, within)) || Number.isInteger(scaleOf(seen, within)) ? 2 : 1e-4;
        const moved = apply(transformOf(zoomed, within), under);
        expectNear(moved, place, slack * Math.max(1, scaleOf(zoomed, within) / scaleOf(seen, within)));
      }),
    );
  });

  it("is magnified by as much as asked between its limits", () => {
    const within = { film: { width: 1000, height: 800 }, pane: { width: 500, height: 400 }, margin: 0 };
    const about = { x: 250, y: 200 };
    expect(scaleOf(zoomedAbout(wholeFilm, within, about, 3), within)).toBeCloseTo(1.5, 12);
    expect(scaleOf(zoomedAbout(wholeFilm, within, about, 1e9), within)).toBeCloseTo(32, 12);
    expect(scaleOf(zoomedAbout(wholeFilm, within, about, 1e-9), within)).toBeCloseTo(0.1, 12);
  });

  it("moves with the pointer, until its middle would leave the film", () => {
    fc.assert(
      fc.property(view, frame, somewhere, (seen, within, by) => {
        fc.pre(fitScale(within, seen.orientation) > 0);
        const whole = { ...seen, centre: { x: 0.5, y: 0.5 } };
        const moved = panned(whole, within, by);
        const inside = [moved.centre.x, moved.centre.y].every((one) => one > 0 && one < 1);
        for (const one of [moved.centre.x, moved.centre.y]) expect(one >= 0 && one <= 1).toBe(true);
        if (!inside) return;
        const [before, after] = [transformOf(whole, within), transformOf(moved, within)];
        const slack = Number.isInteger(scaleOf(seen, within)) ? 1 : 1e-6;
        expectNear({ x: after.e - before.e, y: after.f - before.f }, by, slack);
      }),
    );
  });

  it("shows the same part of two films of another size", () => {
    fc.assert(
      fc.property(frame, orientation, fc.double({ min: 0.5, max: 6, noNaN: true }), (within, turned, factor) => {
        const seen: View = { zoom: { of: "fit", factor }, centre: { x: 0.3, y: 0.6 }, orientation: turned };
        const larger = { ...within, film: { width: 3 * within.film.width, height: 3 * within.film.height } };
        fc.pre(!Number.isInteger(scaleOf(seen, within)) && !Number.isInteger(scaleOf(seen, larger)));
        const one = apply(transformOf(seen, within), { x: within.film.width / 4, y: within.film.height / 5 });
        const other = apply(transformOf(seen, larger), { x: larger.film.width / 4, y: larger.film.height / 5 });
        expectNear(one, other, 1e-6 * Math.max(1, Math.abs(one.x), Math.abs(one.y)));
      }),
    );
  });
});

describe("a lens", () => {
  it("leaves its middle where it is and magnifies about it", () => {
    fc.assert(
      fc.property(view, frame, somewhere, (seen, within, place) => {
        fc.pre(scaleOf(seen, within) > 0);
        const plain = transformOf(seen, within);
        const lens = magnified(plain, place, 2.5);
        const under = apply(inverse(plain), place);
        expectNear(apply(lens, under), place, 1e-6);
        expect(Math.hypot(lens.a, lens.b)).toBeCloseTo(2.5 * Math.hypot(plain.a, plain.b), 9);
      }),
    );
  });
});
