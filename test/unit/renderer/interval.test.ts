import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisReach, axisText, intervalMark, intervalText, isClear } from "../../../src-renderer/drawing/index.ts";

const correlation = fc.double({ min: -1, max: 1, noNaN: true });

describe("intervalMark", () => {
  it("keeps the order of the ends and the value, all on the axis", () => {
    fc.assert(
      fc.property(correlation, correlation, correlation, fc.constantFrom(0.25, 0.5, 1), (one, two, three, reach) => {
        const [low = 0, value = 0, high = 0] = [one, two, three].sort((a, b) => a - b);
        const mark = intervalMark(value, [low, high], [-reach, reach], 120);
        expect(mark.from).toBeLessThanOrEqual(mark.dot);
        expect(mark.dot).toBeLessThanOrEqual(mark.to);
        expect(mark.from).toBeGreaterThanOrEqual(0);
        expect(mark.to).toBeLessThanOrEqual(120);
        expect(mark.cutLeft).toBe(low < -reach);
        expect(mark.cutRight).toBe(high > reach);
      }),
    );
  });

  it("puts zero into the middle and a quarter at its place", () => {
    const { dot, from, to } = intervalMark(0.25, [0, 0.5], [-1, 1], 200);
    expect([dot, from, to]).toEqual([125, 100, 150]);
  });
});

describe("axisReach", () => {
  it("is the smallest step that holds every interval", () => {
    expect(axisReach([[-0.1, 0.2], null], 0, 1)).toBe(0.25);
    expect(axisReach([[-0.1, 0.26]], 0, 1)).toBe(0.5);
    expect(axisReach([[-0.7, 0.2]], 0, 1)).toBe(1);
    expect(axisReach([[0.2, 0.9]], 0.5, 0.5)).toBe(0.5);
    expect(axisReach([], 0, 1)).toBe(0.25);
  });
});

describe("isClear", () => {
  it("holds only where the whole interval lies on one side of chance", () => {
    expect(isClear([0.01, 0.4], 0)).toBe(true);
    expect(isClear([-0.4, -0.01], 0)).toBe(true);
    expect(isClear([-0.01, 0.4], 0)).toBe(false);
    expect(isClear([0.49, 0.7], 0.5)).toBe(false);
    expect(isClear(null, 0)).toBe(false);
  });
});

describe("axisText", () => {
  it("is as short as it can be", () => {
    expect([-1, -0.25, 0, 0.5, 0.75, 1].map(axisText)).toEqual(["−1", "−.25", "0", ".5", ".75", "1"]);
  });
});

describe("intervalText", () => {
  it("writes both ends as papers do", () => {
    expect(intervalText([-0.081, 0.314])).toBe("[−.08, .31]");
  });
});
