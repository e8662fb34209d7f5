import { expect, test } from "vitest";
import { decodeBytes } from "../../../src-main/intake/decode-film.ts";
import { parseAge, yearsBetween } from "../../../src-main/intake/dicom/facts.ts";
import { imageElements, wordPixels, writeDicom } from "../../support/dicom-file.ts";
import type { TestElement } from "../../support/dicom-file.ts";

async function filmOf(extra: TestElement[]) {
  const elements = [...imageElements({ rows: 1, columns: 1, allocated: 16, stored: 12 }, extra), wordPixels([1])];
  return decodeBytes(writeDicom({ elements }), "film");
}

async function factsOf(extra: TestElement[]): Promise<unknown> {
  return (await filmOf(extra)).facts;
}

test("ages are years, whatever their unit", () => {
  expect(["045Y", "006M", "026W", "010D", "45", undefined].map(parseAge)).toEqual([45, 0.5, 0.5, 0.03, null, null]);
  expect(yearsBetween("19600301", "20000229")).toBe(39);
  expect(yearsBetween("19600229", "20000229")).toBe(40);
  expect(yearsBetween("", "20000229")).toBeNull();
});

test("the record holds what the header says", async () => {
  const extra: TestElement[] = [
    [0x00080005, "CS", "ISO_IR 192"],
    [0x00080020, "DA", "20010101"],
    [0x00100010, "PN", "Secret^Name"],
    [0x00100020, "LO", "Pät-1"],
    [0x00100030, "DA", "19500615"],
    [0x00100040, "CS", "F"],
    [0x00181164, "DS", "0.143\\0.144"],
    [0x00185101, "CS", "PA"],
    [0x0020000d, "UI", "1.2.3"],
  ];
  const { facts, dicom } = await filmOf(extra);
  expect(dicom?.identity).toMatchObject({ patient: "Pät-1", study: "1.2.3", studyDate: "20010101" });
  // Who is on the film is told only to the gate.
  expect(facts).toEqual({
    format: "DICOM",
    frames: 1,
    bitsStored: 12,
    photometric: "MONOCHROME2",
    pixelSpacing: [0.143, 0.144],
    patient: null,
    study: null,
    view: "Frontal",
    projection: "PA",
    sex: "F",
    age: 50,
  });
});

test("what is not said is null", async () => {
  const nothing = { patient: null, study: null, view: null, projection: null, sex: null, age: null };
  expect(await factsOf([])).toMatchObject({ ...nothing, pixelSpacing: null });
});
