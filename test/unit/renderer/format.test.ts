import { describe, expect, it } from "vitest";
import { correlation, count, day, neuronNumber, share, signed } from "../../../src-renderer/drawing/index.ts";

const space = "\u202f";

describe("numbers on screen", () => {
  it("writes signs with a true minus, and none at zero", () => {
    expect([signed(1.789), signed(-0.62), signed(0), signed(-0.001), signed(0.0512, 3)]).toEqual([
      "+1.79",
      "\u22120.62",
      "0.00",
      "0.00",
      "+0.051",
    ]);
  });

  it("writes shares as per cent with as many digits as they need", () => {
    expect([share(0.021), share(0), share(1), share(0.0004), share(0.00001)]).toEqual([
      `2.1${space}%`,
      `0.0${space}%`,
      `100.0${space}%`,
      `0.04${space}%`,
      `<${space}0.01${space}%`,
    ]);
  });

  it("writes correlations without the nought before the point", () => {
    expect([correlation(0.312), correlation(-0.08), correlation(1), correlation(-0.001)]).toEqual([
      ".31",
      "\u2212.08",
      "1.00",
      ".00",
    ]);
  });

  it("groups thousands", () => {
    expect([count(8192), neuronNumber(5929)]).toEqual(["8,192", "#5,929"]);
  });

  it("names the day of a moment", () => {
    // Noon in UTC is the same day wherever clocks are less than twelve hours ahead.
    expect([day("2026-11-21T11:00:00.000Z"), day("2026-02-03T11:00:00.000Z")]).toEqual(["21 Nov 2026", "3 Feb 2026"]);
  });
});
