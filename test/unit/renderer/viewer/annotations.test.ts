import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  edgeLetters,
  identityLines,
  scaleBar,
  spokenPicture,
  techniqueLines,
  windowText,
  zoomPercent,
} from "../../../../src-renderer/viewer/annotations.ts";
import { barMarks } from "../../../../src-renderer/viewer/bar-marks.ts";
import { cornerText } from "../../../../src-renderer/viewer/corner-text.ts";
import { mirrored, turnedLeft, turnedRight, upright, upsideDown } from "../../../../src-renderer/viewer/geometry.ts";
import { seenAlike } from "../../../../src-renderer/viewer/link.ts";
import { spacingOf } from "../../../../src-renderer/viewer/measure.ts";
import { pictureName } from "../../../../src-renderer/viewer/save-picture.ts";
import { detailOf, filmOf } from "./films.ts";

describe("corner texts", () => {
  it("say who and how", () => {
    expect(identityLines(detailOf(), false)).toEqual(["Patient 2980", "Study 1", "PA · F · 49 y"]);
  });

  it("leave out a study's UID, which nobody reads", () => {
    const uid = detailOf({ study: "2.25.120069518915841978934120069518915841" });
    expect(identityLines(uid, false)).toEqual(["Patient 2980", "PA · F · 49 y"]);
  });

  it("leave out what is not known, and fall back to the file name and the view", () => {
    const bare = detailOf({ patient: null, study: null, projection: null, sex: null, age: null });
    expect(identityLines(bare, false)).toEqual(["chest.dcm", "Frontal"]);
    expect(spokenPicture(bare, false)).toBe("Chest film, chest.dcm · Frontal");
    expect(spokenPicture(null, false)).toBe("Chest film");
  });

  it("say nothing of patient, study and file where that is hidden", () => {
    const texts = [detailOf(), detailOf({ patient: null })].flatMap((film) => [
      ...identityLines(film, true),
      spokenPicture(film, true),
    ]);
    expect(texts).toEqual(["PA · F · 49 y", "Chest film, PA", "PA · F · 49 y", "Chest film, PA"]);
  });

  it("call an 8-bit picture file not diagnostic, and trust no picture file's scale", () => {
    const jpeg = detailOf({ format: "JPEG", bitsStored: 8 });
    expect(techniqueLines(jpeg, spacingOf(jpeg))).toEqual(["320 × 390 px", "8-bit JPEG, not diagnostic"]);
    const dicom = detailOf({ pixelSpacing: [0.143, 0.143] });
    expect(techniqueLines(dicom, spacingOf(dicom))).toEqual(["320 × 390 px · 0.143 mm", "12-bit DICOM"]);
    const long = detailOf();
    expect(techniqueLines(long, spacingOf(long))[0]).toBe("320 × 390 px · 0.200 × 0.100 mm");
    expect(techniqueLines(detailOf({ format: "PNG", bitsStored: 16 }), null)[1]).toBe("16-bit PNG");
  });

  it("give the window's numbers with the film's unit, and say what the file leaves open", () => {
    const seen = { choice: { kind: "file" as const }, inverted: false, scale: 1 };
    const film = filmOf([0, 4000], { unit: "OD" });
    expect(cornerText(detailOf(), film, seen, false).lower).toEqual([
      "Sides not recorded",
      "W 4000  L 2000 OD",
      "Zoom 100 %, 1:1",
    ]);
    const table = filmOf([0, 1], { table: true, orientation: { left: "R", right: "L", top: "H", bottom: "F" } });
    expect(cornerText(null, table, { ...seen, inverted: true, scale: 0.333 }, false)).toEqual({
      upper: [],
      lower: ["Window: the file's own table, inverted", "Zoom 33 %"],
      named: false,
    });
  });

  it("give as many digits as a window is wide", () => {
    const text = (centre: number, width: number) => windowText({ centre, width, shape: "LINEAR" }, null);
    expect(text(-600, 1500)).toBe("W 1500  L \u2212600");
    expect(text(12.345, 45.67)).toBe("W 45.7  L 12.3");
    expect(text(0.5, 0.25)).toBe("W 0.2500  L 0.5000");
    expect([zoomPercent(0.0456), zoomPercent(2.5)]).toEqual(["4.6", "250"]);
  });
});

describe("the letters at the edges", () => {
  const film = { left: "R", right: "L", top: "H", bottom: "F" };

  it("stay where the file says while the film lies as it is stored", () => {
    expect(edgeLetters(film, upright)).toEqual(film);
  });

  it("go round with a turn and change places with a mirror", () => {
    // Clockwise: what was at the left is at the top.
    expect(edgeLetters(film, turnedRight(upright))).toEqual({ top: "R", right: "H", bottom: "L", left: "F" });
    expect(edgeLetters(film, turnedLeft(upright))).toEqual({ top: "L", right: "F", bottom: "R", left: "H" });
    expect(edgeLetters(film, mirrored(upright))).toEqual({ left: "L", right: "R", top: "H", bottom: "F" });
    expect(edgeLetters(film, upsideDown(turnedRight(upright)))).toEqual({
      top: "L",
      right: "H",
      bottom: "R",
      left: "F",
    });
  });
});

describe("the scale bar", () => {
  it("is the longest of 1, 2, 5 times a power of ten that fits", () => {
    expect(scaleBar(0.5, 120)).toEqual({ length: 50, width: 100 });
    expect(scaleBar(1, 100)).toEqual({ length: 100, width: 100 });
    expect(scaleBar(0, 100)).toBeNull();
    expect(scaleBar(Infinity, 100)).toBeNull();
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 20, noNaN: true }), (perPixel) => {
        const bar = scaleBar(perPixel, 120);
        const width = bar?.width ?? NaN;
        expect(width).toBeLessThanOrEqual(120 * (1 + 1e-9));
        // The next longer round length is at most two and a half times as long.
        expect(width * 2.5).toBeGreaterThan(120 * (1 - 1e-9));
        expect(width * perPixel).toBeCloseTo(bar?.length ?? NaN, 9);
      }),
    );
  });
});

describe("the colour bar's marks", () => {
  it("are the largest cell, its half and zero", () => {
    expect(barMarks({ minimum: -1, maximum: 0.36, sum: 0 }).ticks).toEqual([
      { share: 1, text: "+0.36" },
      { share: 0.5, text: "+0.18" },
      { share: 0, text: "0" },
    ]);
    expect(barMarks({ minimum: 0, maximum: 0.02, sum: 0 }).ticks[1]?.text).toBe("+0.010");
    expect(barMarks({ minimum: -3, maximum: -1, sum: -9 })).toMatchObject({ top: 0, ticks: [{ share: 0, text: "0" }] });
  });
});

describe("films side by side", () => {
  it("go together unless one is from the front and the other from the side", () => {
    const pa = detailOf();
    expect(seenAlike(pa, detailOf({ projection: "AP" }))).toBe(true);
    expect(seenAlike(pa, detailOf({ view: "Lateral", projection: "LL" }))).toBe(false);
    expect(seenAlike(detailOf({ view: null }), detailOf({ view: null, projection: "LL" }))).toBe(false);
    expect(seenAlike(detailOf({ view: null, projection: null }), pa)).toBe(true);
    expect(seenAlike(pa, null)).toBe(true);
  });
});

describe("a saved picture's name", () => {
  it("is the film's, or its fingerprint where that is hidden", () => {
    const one = { image: "0123456789abcdef", detail: detailOf({ name: "view1.frontal.jpg" }) };
    const other = { image: "f".repeat(64), detail: detailOf({ name: "IM0001" }) };
    expect(pictureName([one], false)).toBe("view1.frontal.png");
    expect(pictureName([one, other], false)).toBe("view1.frontal + IM0001.png");
    expect(pictureName([one], true)).toBe("0123456789ab.png");
    expect(pictureName([{ ...one, detail: null }], false)).toBe("0123456789ab.png");
  });
});
