import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBytes } from "../../../../src-main/intake/decode-film.ts";
import { passGate } from "../../../../src-main/intake/privacy/gate.ts";
import type { Gate } from "../../../../src-main/intake/privacy/gate.ts";
import { basicProfile, identifyingKeyword } from "../../../../src-main/intake/privacy/profile.ts";
import { daysBack, earlier, pseudonym, replacedUid } from "../../../../src-main/intake/privacy/pseudonym.ts";
import { imageElements, wordPixels, writeDicom } from "../../../support/dicom-file.ts";
import type { TestElement } from "../../../support/dicom-file.ts";

const gate: Gate = { wish: "remove", key: "0f".repeat(32), copies: "/workspace/films" };

async function through(extra: TestElement[], path = "/films/chest.dcm", given: Partial<Gate> = {}) {
  const elements = [...imageElements({ rows: 1, columns: 1, allocated: 16 }, extra), wordPixels([1])];
  const { facts, dicom } = await decodeBytes(writeDicom({ elements }), path);
  if (dicom === null) throw new Error("a DICOM file has an identity");
  return passGate(facts, dicom.identity, path, { ...gate, ...given });
}

describe("the profile", () => {
  it("names every attribute once, by tag and keyword, with an action of the standard", () => {
    const tags = basicProfile.map(({ tag }) => tag);
    expect(new Set(tags).size).toBe(tags.length);
    expect(new Set(basicProfile.map(({ keyword }) => keyword)).size).toBe(basicProfile.length);
    for (const { tag, keyword, action } of basicProfile) {
      expect(tag).toMatch(/^x[0-9a-f]{8}$/);
      expect(keyword).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(["D", "Z", "X", "U", "C"]).toContain(action);
    }
  });

  it("knows the attributes that name a person, and leaves those that describe the picture", () => {
    expect(identifyingKeyword("x00100010")).toBe("PatientName");
    expect(identifyingKeyword("x00080050")).toBe("AccessionNumber");
    expect(identifyingKeyword("x00091001")).toBe("private elements");
    expect(identifyingKeyword("x60003000")).toBe("OverlayData");
    for (const tag of ["x00280010", "x7fe00010", "x00080060", "x00185101", "x00100040"])
      expect(identifyingKeyword(tag)).toBeUndefined();
  });
});

describe("pseudonyms", () => {
  it("are the same for the same, others for others, and others under another key", () => {
    const [one, other] = [pseudonym(gate.key, "patient", "12345"), pseudonym(gate.key, "patient", "12346")];
    expect(one).toMatch(/^P-[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(pseudonym(gate.key, "patient", "12345")).toBe(one);
    expect(other).not.toBe(one);
    expect(pseudonym("1e".repeat(32), "patient", "12345")).not.toBe(one);
  });

  it("do not meet among 224,000 patients", () => {
    const all = new Set(Array.from({ length: 224_000 }, (_, n) => pseudonym(gate.key, "patient", String(n))));
    expect(all.size).toBe(224_000);
  });

  it("of a unique identifier are one as PS3.5 B.2 makes it", () => {
    const uid = replacedUid(gate.key, "1.2.840.113619.2.1");
    expect(uid).toMatch(/^2\.25\.(0|[1-9]\d{0,38})$/);
    expect(uid.length).toBeLessThanOrEqual(64);
  });

  it("of dates keep the days between them (property)", () => {
    const date = fc.date({ min: new Date("1990-01-01"), max: new Date("2026-11-27"), noInvalidDate: true });
    const written = (at: Date): string => at.toISOString().slice(0, 10).replaceAll("-", "");
    fc.assert(
      fc.property(date, date, fc.string(), (one, other, patient) => {
        const days = daysBack(gate.key, patient);
        const [a, b] = [one, other].map((at) => Date.parse(earlier(written(at), days) ?? ""));
        const between = Date.parse(one.toISOString().slice(0, 10)) - Date.parse(other.toISOString().slice(0, 10));
        expect((a ?? NaN) - (b ?? NaN)).toBe(between);
        expect(days).toBeGreaterThanOrEqual(1);
      }),
    );
    expect([earlier("20260230", 1), earlier("", 1), earlier("2026", 1), earlier(undefined, 1)]).toEqual(
      Array.from({ length: 4 }, () => null),
    );
  });
});

describe("the gate", () => {
  const person: TestElement[] = [
    [0x00080005, "CS", "ISO_IR 192"],
    [0x00080020, "DA", "20010102"],
    [0x00080050, "SH", "ACC-778"],
    [0x00081030, "LO", "Chest for Mr Doe"],
    [0x00100010, "PN", "Doe^Jane"],
    [0x00100020, "LO", "MRN0042"],
    [0x00101010, "AS", "093Y"],
    [0x0020000d, "UI", "1.2.840.1"],
  ];

  it("replaces who is on the film, moves its date, and says what it left behind", async () => {
    const { gated, deed } = await through(person);
    expect(gated).toEqual({
      patient: pseudonym(gate.key, "patient", "MRN0042"),
      study: replacedUid(gate.key, "1.2.840.1"),
      studyDate: earlier("20010102", daysBack(gate.key, "MRN0042")),
      age: 90,
      name: "chest.dcm",
      identity: "removed",
    });
    expect(deed).toMatchObject({ nameReplaced: false, dateShifted: true, ageCapped: true });
    expect(deed.left).toEqual(
      expect.arrayContaining(["PatientName", "PatientID", "AccessionNumber", "StudyDescription", "StudyInstanceUID"]),
    );
  });

  it("keeps everything where the user says so", async () => {
    const { gated, deed } = await through(person, "/films/Doe_Jane.dcm", { wish: "keep" });
    expect(gated).toEqual({
      ...{ patient: "MRN0042", study: "1.2.840.1", studyDate: "2001-01-02", age: 93, name: "Doe_Jane.dcm" },
      identity: "kept",
    });
    expect(deed).toEqual({ left: [], nameReplaced: false, dateShifted: false, ageCapped: false });
  });

  it.each(["Doe_Jane.dcm", "chest-MRN0042.dcm", "jane.dcm", "acc-778-1.dcm", "x^y.dcm"])(
    "gives %s, which tells who is on the film, another name",
    async (name) => {
      const { gated, deed } = await through(person, `/films/${name}`);
      expect(gated.name).toMatch(/^film-[0-9A-Z]{10}$/);
      expect(deed.nameReplaced).toBe(true);
    },
  );

  it("lets nothing of the header through, whatever names and numbers are written there (property)", async () => {
    const word = fc.stringMatching(/^[A-Za-z]{7,12}$/);
    await fc.assert(
      fc.asyncProperty(word, word, word, async (name, number, uid) => {
        const { gated } = await through(
          [
            [0x00100010, "PN", `${name}^Anne`],
            [0x00100020, "LO", number],
            [0x0020000d, "UI", uid],
          ],
          `/films/${name}.dcm`,
        );
        // Words of seven letters and more: shorter ones stand in "removed" or a pseudonym by chance.
        const shown = [gated.patient, gated.study, gated.name].join(" ");
        for (const told of [name, number, uid]) expect(shown.toLowerCase()).not.toContain(told.toLowerCase());
      }),
      { numRuns: 60 },
    );
  });
});
