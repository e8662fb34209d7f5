import { describe, expect, it } from "vitest";
import type { ImageDetail } from "../../../src-preload/contract/index.ts";
import { filmLabel, labelsOf } from "../../../src-renderer/drawing/index.ts";

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
  dataSet: "CheXpert",
  findings: { Edema: 0, Consolidation: 1, Pneumonia: -1 },
  path: "/films/view1_frontal.jpg",
  format: "JPEG",
  bitsStored: 8,
  photometric: "MONOCHROME2",
  pixelSpacing: null,
  report: null,
  missing: false,
};

describe("filmLabel", () => {
  it("says who and how, and falls back to the file name and the view", () => {
    expect(filmLabel(film)).toBe("patient 2980 · PA");
    expect(filmLabel({ ...film, patient: null, projection: null })).toBe("view1_frontal.jpg · Frontal");
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
