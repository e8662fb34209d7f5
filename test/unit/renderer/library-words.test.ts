import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chexpertFindings } from "../../../src-preload/contract/index.ts";
import type { ImageFilter, ImageRow } from "../../../src-preload/contract/index.ts";
import { captionOf, spokenFilm } from "../../../src-renderer/views/library/film-words.ts";
import { chipsOf, nameOf, withValues } from "../../../src-renderer/navigation/filter-chips.ts";

const labels = (filter: ImageFilter, hidden = false) => chipsOf(filter, hidden).map(({ label }) => label);

describe("the words of a filter", () => {
  it("name each thing that is asked for, and keep present, uncertain and absent apart", () => {
    expect(labels({ finding: "Edema" })).toEqual(["Edema"]);
    expect(labels({ finding: "Edema", label: 1 })).toEqual(["Edema"]);
    expect(labels({ finding: "Edema", label: -1 })).toEqual(["Edema, uncertain"]);
    expect(labels({ finding: "Edema", label: 0 })).toEqual(["Edema, absent"]);
    expect(labels({ ageFrom: 40 })).toEqual(["Age from 40"]);
    expect(labels({ ageTo: 60 })).toEqual(["Age up to 60"]);
    expect(labels({ ageFrom: 40, ageTo: 60 })).toEqual(["Age 40–60"]);
    expect(labels({ ageFrom: 50, ageTo: 50 })).toEqual(["Age 50"]);
    expect(
      labels({ text: "tube", patient: "00012", dataSet: "Ward 7", view: "Frontal", projection: "AP", sex: "F" }),
    ).toEqual(["“tube”", "Patient 00012", "Ward 7", "Frontal", "AP", "Female"]);
  });

  it("name no patient where that is hidden, also in the name of a view", () => {
    expect(labels({ patient: "00012" }, true)).toEqual(["One patient"]);
    expect(nameOf({ patient: "00012", finding: "Edema" }, true)).toBe("One patient · Edema");
  });

  const filters = fc.record<ImageFilter>(
    {
      text: fc.string({ minLength: 1, maxLength: 90 }),
      finding: fc.constantFrom(...chexpertFindings),
      label: fc.constantFrom(1, 0, -1),
      view: fc.constantFrom("Frontal", "Lateral"),
      projection: fc.constantFrom("AP", "PA"),
      sex: fc.constantFrom("F", "M"),
      ageFrom: fc.nat(90),
      ageTo: fc.nat(90),
      patient: fc.string({ minLength: 1 }),
      dataSet: fc.string({ minLength: 1 }),
    },
    { requiredKeys: [] },
  );

  it("take one thing off at a time: the others stay as they are, and in the end nothing is asked for", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        fc.pre(filter.label === undefined || filter.finding !== undefined);
        const kinds = chipsOf(filter, false).map(({ kind }) => kind);
        let left = filter;
        for (const kind of kinds) {
          const chip = chipsOf(left, false).find((one) => one.kind === kind);
          const others = chipsOf(left, false).filter((one) => one.kind !== kind);
          left = chip?.without ?? left;
          expect(chipsOf(left, false).map(({ label }) => label)).toEqual(others.map(({ label }) => label));
        }
        expect(left).toEqual({});
        expect(nameOf(filter, false).length).toBeLessThanOrEqual(80);
      }),
    );
  });

  it("leave out what is undefined", () => {
    expect(Object.keys(withValues({ finding: "Edema", label: 0 }, { label: undefined, sex: "F" }))).toEqual([
      "finding",
      "sex",
    ]);
  });
});

describe("the words of a film", () => {
  const film: ImageRow = {
    image: "0".repeat(64),
    name: "patient2980_view1.jpg",
    patient: "2980",
    study: "7",
    view: "Frontal",
    projection: "PA",
    sex: "F",
    age: 49,
    width: 320,
    height: 390,
    dataSet: "Ward 7",
    findings: { Edema: 0, Consolidation: 1, Pneumonia: -1 },
  };

  it("say who, how it was taken, and what is present or uncertain; what is absent is not said", () => {
    expect(captionOf(film, false)).toEqual({
      patient: "2980",
      name: null,
      facts: "PA · F · 49 y",
      findings: "Consolidation, Pneumonia?",
    });
    expect(spokenFilm(film, 11, false)).toBe(
      "Film 12, Patient 2980, PA, F, 49 y, Consolidation, Pneumonia?, uncertain: Pneumonia",
    );
  });

  it("fall back to the file name, and to the view", () => {
    const bare = { ...film, patient: null, projection: null, sex: null, age: null, findings: {} };
    expect(captionOf(bare, false)).toEqual({ patient: null, name: film.name, facts: "Frontal", findings: "" });
    expect(spokenFilm({ ...bare, view: null }, 0, false)).toBe(`Film 1, ${film.name}`);
  });

  it("name neither patient nor file where that is hidden", () => {
    for (const shown of [film, { ...film, patient: null }]) {
      const said = JSON.stringify(captionOf(shown, true)) + spokenFilm(shown, 0, true);
      expect(said).not.toContain("2980");
      expect(said).toContain("Consolidation");
    }
  });
});
