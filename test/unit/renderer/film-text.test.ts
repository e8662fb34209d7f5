import { describe, expect, it } from "vitest";
import type { ImageDetail } from "../../../src-preload/contract/index.ts";
import { filmLabel, identityLines, labelsOf, pixelLines } from "../../../src-renderer/drawing/index.ts";

const film: ImageDetail = {
  image: "0".repeat(64),
  name: "view1_frontal.jpg",
  patient: "2980",
  study: "1",
  view: "Frontal",
  projection: "PA",
  sex: "F",
  age: 49,
  width: 320,
  height: 390,
  findings: { Edema: 0, Consolidation: 1, Pneumonia: -1 },
  path: "/films/view1_frontal.jpg",
  format: "JPEG",
  bitsStored: 8,
  photometric: "MONOCHROME2",
  pixelSpacing: null,
  report: null,
  missing: false,
};

describe("corner texts", () => {
  it("say who and how", () => {
    expect(identityLines(film)).toEqual(["Patient 2980", "Study 1", "PA · F · 49 y"]);
  });

  it("leave out a study's UID, which nobody reads", () => {
    const uid = { ...film, study: "2.25.120069518915841978934120069518915841" };
    expect(identityLines(uid)).toEqual(["Patient 2980", "PA · F · 49 y"]);
  });

  it("leave out what is not known, and fall back to the file name and the view", () => {
    const bare = { ...film, patient: null, study: null, projection: null, sex: null, age: null };
    expect(identityLines(bare)).toEqual(["view1_frontal.jpg", "Frontal"]);
    expect(filmLabel(bare)).toBe("view1_frontal.jpg · Frontal");
  });

  it("call an 8-bit picture file not diagnostic, a DICOM file not", () => {
    expect(pixelLines(film)).toEqual(["320 × 390 px", "8-bit JPEG, not diagnostic"]);
    const dicom: ImageDetail = { ...film, format: "DICOM", bitsStored: 12, pixelSpacing: [0.143, 0.143] };
    expect(pixelLines(dicom)).toEqual(["320 × 390 px · 0.143 mm", "12-bit DICOM"]);
    expect(pixelLines({ ...film, format: "PNG", bitsStored: 16 })[1]).toBe("16-bit PNG");
  });
});

describe("labelsOf", () => {
  it("puts present before uncertain before absent", () => {
    expect(labelsOf(film)).toEqual([
      { finding: "Consolidation", state: "present" },
      { finding: "Pneumonia", state: "uncertain" },
      { finding: "Edema", state: "absent" },
    ]);
  });
});
