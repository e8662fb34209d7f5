import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { angleOf, cardiothoracicRatio, lengthOf, spacingOf, widthOf } from "../../../../src-renderer/viewer/measure.ts";
import { marksOf, valueText } from "../../../../src-renderer/viewer/measure-marks.ts";
import { detailOf } from "./films.ts";

const number = fc.double({ min: -3000, max: 3000, noNaN: true });
const place = fc.record({ x: number, y: number });
const distance = fc.double({ min: 0.05, max: 2, noNaN: true });
const spacing = fc.record({ row: distance, column: distance });
const far = (one: { x: number; y: number }, other: { x: number; y: number }) =>
  Math.hypot(one.x - other.x, one.y - other.y) > 1;

describe("spacing", () => {
  it("is taken row first, from DICOM only", () => {
    expect(spacingOf(detailOf())).toEqual({ row: 0.2, column: 0.1 });
    expect(spacingOf(detailOf({ pixelSpacing: null }))).toBeNull();
    for (const format of ["JPEG", "PNG"]) expect(spacingOf(detailOf({ format }))).toBeNull();
    expect(spacingOf(null)).toBeNull();
  });
});

describe("a length", () => {
  it("counts columns across and rows down, each by its own spacing", () => {
    expect(lengthOf({ x: 10, y: 5 }, { x: 40, y: 5 }, { row: 0.2, column: 0.1 }).value).toBeCloseTo(3, 12);
    expect(lengthOf({ x: 10, y: 5 }, { x: 10, y: 35 }, { row: 0.2, column: 0.1 }).value).toBeCloseTo(6, 12);
    expect(lengthOf({ x: 0, y: 0 }, { x: 30, y: 20 }, { row: 0.2, column: 0.1 })).toEqual({ value: 5, unit: "mm" });
  });

  it("is in pixels where the spacing is not known", () => {
    expect(lengthOf({ x: 1, y: 2 }, { x: 4, y: 6 }, null)).toEqual({ value: 5, unit: "px" });
  });

  it("is the distance on a film resampled to square millimetres, and the same in both directions", () => {
    fc.assert(
      fc.property(place, place, spacing, (one, other, { row, column }) => {
        const [a, b] = [one, other].map(({ x, y }) => ({ x: x * column, y: y * row }));
        const { value } = lengthOf(one, other, { row, column });
        expect(value).toBeCloseTo(lengthOf(a ?? one, b ?? other, null).value, 6);
        expect(lengthOf(other, one, { row, column }).value).toBe(value);
      }),
    );
  });
});

describe("an angle", () => {
  it("is what the coordinates say", () => {
    const corner = { x: 2, y: 2 };
    expect(angleOf({ x: 9, y: 2 }, corner, { x: 2, y: 5 }, null)).toBeCloseTo(90, 12);
    expect(angleOf({ x: 9, y: 2 }, corner, { x: -3, y: 2 }, null)).toBeCloseTo(180, 12);
    expect(angleOf({ x: 9, y: 2 }, corner, { x: 5, y: 5 }, null)).toBeCloseTo(45, 12);
    // Twice as far from row to row: 45° of pixels are atan 2 of the patient.
    const stretched = { row: 0.2, column: 0.1 };
    expect(angleOf({ x: 9, y: 2 }, corner, { x: 5, y: 5 }, stretched)).toBeCloseTo((Math.atan(2) * 180) / Math.PI, 12);
    expect(angleOf(corner, corner, { x: 5, y: 5 }, null)).toBeNull();
  });

  it("agrees with the law of cosines on the three lengths", () => {
    fc.assert(
      fc.property(place, place, place, spacing, (one, corner, other, between) => {
        fc.pre(far(one, corner) && far(other, corner));
        const length = (a: typeof one, b: typeof one) => lengthOf(a, b, between).value;
        const [a, b, c] = [length(one, corner), length(other, corner), length(one, other)];
        const cosine = Math.min(1, Math.max(-1, (a * a + b * b - c * c) / (2 * a * b)));
        const degrees = angleOf(one, corner, other, between) ?? NaN;
        expect(Math.abs(Math.cos((degrees * Math.PI) / 180) - cosine)).toBeLessThan(1e-6);
      }),
    );
  });
});

describe("the cardiothoracic ratio", () => {
  const heart = [
    { x: 100, y: 300 },
    { x: 240, y: 340 },
  ] as const;
  const thorax = [
    { x: 40, y: 400 },
    { x: 320, y: 380 },
  ] as const;

  it("is the heart's width over the thorax's, across the patient only", () => {
    const found = cardiothoracicRatio([...heart, ...thorax], "x", { row: 0.2, column: 0.1 });
    expect(found.heart).toEqual({ value: 14, unit: "mm" });
    expect(found.thorax).toEqual({ value: 28, unit: "mm" });
    expect(found.ratio).toBeCloseTo(0.5, 12);
    expect(widthOf(...heart, "y", { row: 0.2, column: 0.1 }).value).toBeCloseTo(8, 12);
  });

  it("is the same whatever the spacing, and without one", () => {
    fc.assert(
      fc.property(place, place, place, place, spacing, (one, two, three, four, between) => {
        const places = [one, two, three, four] as const;
        fc.pre(Math.abs(three.x - four.x) > 1);
        const [with_, without] = [between, null].map((some) => cardiothoracicRatio(places, "x", some).ratio ?? NaN);
        expect(with_).toBeCloseTo(without ?? NaN, 6);
      }),
    );
  });

  it("is none where the thorax has no width", () => {
    expect(cardiothoracicRatio([...heart, thorax[0], thorax[0]], "x", null).ratio).toBeNull();
  });
});

describe("what is written beside a measurement", () => {
  const identity = { a: 2, b: 0, c: 0, d: 2, e: 5, f: 7 };
  const across = "x" as const;

  it("says value and unit", () => {
    const length = {
      kind: "length" as const,
      across,
      places: [
        { x: 0, y: 0 },
        { x: 30, y: 20 },
      ],
    };
    expect(valueText(length, { row: 0.2, column: 0.1 })).toBe("5.0 mm");
    expect(valueText(length, null)).toBe("36 px");
    const angle = {
      kind: "angle" as const,
      across,
      places: [
        { x: 9, y: 0 },
        { x: 0, y: 0 },
        { x: 0, y: 4 },
      ],
    };
    expect(valueText(angle, null)).toBe("90.0°");
    const places = [
      { x: 0, y: 0 },
      { x: 45, y: 9 },
      { x: 0, y: 0 },
      { x: 100, y: 3 },
    ];
    expect(valueText({ kind: "ratio", across, places }, null)).toBe("heart 45 px, thorax 100 px, CTR 0.45");
  });

  it("begins before all places are put, on the screen where the places are", () => {
    const begun = marksOf({ kind: "ratio", across, places: [{ x: 1, y: 1 }] }, null, identity, 500);
    expect(begun).toEqual({ ends: [{ x: 7, y: 9 }], lines: [], labels: [] });
    const heartOnly = marksOf(
      {
        kind: "ratio",
        across,
        places: [
          { x: 0, y: 0 },
          { x: 10, y: 4 },
        ],
      },
      null,
      identity,
      500,
    );
    expect(heartOnly.labels.map(({ text }) => text)).toEqual(["heart 10 px"]);
    expect(heartOnly.labels[0]?.anchor).toBe("start");
    // A level line at half height, and one from each end to it.
    expect(heartOnly.lines[0]).toEqual([
      { x: 5, y: 11 },
      { x: 25, y: 11 },
    ]);
    expect(heartOnly.lines).toHaveLength(3);
  });

  it("stands to the left where the pane ends soon", () => {
    const length = {
      kind: "length" as const,
      across,
      places: [
        { x: 0, y: 0 },
        { x: 45, y: 0 },
      ],
    };
    const [label] = marksOf(length, null, identity, 200).labels;
    expect(label).toMatchObject({ anchor: "end", place: { x: 95 - 8 } });
  });
});
