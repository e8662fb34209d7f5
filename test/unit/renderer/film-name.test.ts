import { describe, expect, it } from "vitest";
import type { ImageDetail } from "../../../src-preload/contract/index.ts";
import { labelsOf } from "../../../src-renderer/drawing/index.ts";
import { filmInLine, findingsLine, readableStudy, takenLine } from "../../../src-renderer/messages/film-name.ts";

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
  ...{ studyDate: null, identity: null, burnedIn: null, frame: 1, frames: 1 },
  split: null,
  labelSource: null,
  missing: false,
};

describe("a film in a line", () => {
  const bare = { ...film, patient: null, projection: null };

  it("says who and how, and falls back to the file name and the view", () => {
    expect(filmInLine(film, false)).toBe("patient 2980 · PA");
    expect(filmInLine(bare, false)).toBe("view1_frontal.jpg · Frontal");
  });

  it("says how alone where who it is of is hidden", () => {
    expect([film, bare, { ...bare, view: null }].map((one) => filmInLine(one, true))).toEqual(["PA", "Frontal", ""]);
  });

  it("says how it was taken and of whom", () => {
    expect(takenLine(film)).toBe("PA · F · 49 y");
    expect(takenLine({ ...bare, sex: null, age: null })).toBe("Frontal");
  });

  it("has a study that can be read, unless it is a UID", () => {
    expect(readableStudy(film)).toBe("1");
    expect(readableStudy({ ...film, study: "1.2.840.113619.2.55.3.1234" })).toBeNull();
    expect(readableStudy({ ...film, study: null })).toBeNull();
  });

  it("has its findings, uncertain ones with a question mark and absent ones not at all", () => {
    expect(findingsLine(film)).toBe("Consolidation, Pneumonia?");
    expect(findingsLine({ ...film, findings: { Edema: 0 } })).toBe("");
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
