import { describe, expect, it } from "vitest";
import type { ImageDetail, ImageRow, NeuronEvidence } from "../../../src-preload/contract/index.ts";
import type { NeuronHere, ReadFilm, ShownFilm } from "../../../src-renderer/state/index.ts";
import { candidatesOf } from "../../../src-renderer/views/lightbox/candidates.ts";
import { filmName, studyName, troubleOf } from "../../../src-renderer/views/lightbox/film-name.ts";
import { panesOf } from "../../../src-renderer/views/lightbox/pane-of.ts";

const row = (image: string, facts: Partial<ImageRow> = {}): ImageRow => ({
  ...{ image, name: `${image}.dcm`, patient: "00042", study: "3", view: "Frontal", projection: "PA" },
  ...{ sex: null, age: null, width: 1, height: 1, dataSet: null, findings: {} },
  ...facts,
});

describe("the name of a film", () => {
  it("is its patient or its file and how it was taken; the latter alone where who is on it is hidden", () => {
    expect(filmName(row("a"), false)).toBe("patient 00042 · PA");
    expect(filmName(row("a", { patient: null, projection: null }), false)).toBe("a.dcm · Frontal");
    for (const film of [row("a"), row("a", { patient: null })]) expect(filmName(film, true)).toBe("PA");
    expect(filmName(row("a", { projection: null, view: null }), true)).toBe("film");
  });

  it("among a patient's films is its study, by its place where nobody reads or should read its name", () => {
    const [first, second, third] = [
      row("a", { study: "1.2.840.113619.2.55.3.1234" }),
      row("b", { study: "1.2.840.113619.2.55.3.1235", projection: null, view: null }),
      row("c", { study: "1.2.840.113619.2.55.3.1235" }),
    ] as const;
    const all = [first, second, third];
    expect(all.map((film) => studyName(film, all, false))).toEqual(["1st study · PA", "2nd study", "2nd study · PA"]);
    expect(studyName(row("d"), [...all, row("d")], false)).toBe("study 3 · PA");
    expect(studyName(row("d"), [...all, row("d")], true)).toBe("3rd study · PA");
  });

  it("is taken out of what is wrong with it", () => {
    const film = { ...row("a"), path: "/films/00042/a.dcm", missing: false } as ImageDetail;
    const report = { code: "image/changed", message: "/films/00042/a.dcm is of patient 00042.", remedy: "" } as const;
    expect(troubleOf(film, report, true)?.message).toBe("(name hidden) is of patient (name hidden).");
    expect(troubleOf(film, report, false)).toBe(report);
    expect(troubleOf({ ...film, missing: true }, report, true)?.message).toMatch(/no longer where it was/);
    expect(troubleOf(film, null, true)).toBeNull();
  });
});

describe("films to put beside", () => {
  const evidence = {
    neuron: 250,
    strongestImages: ["a", "s", "t"].map((image) => ({ image, activation: 7.25, name: image })),
  } as NeuronEvidence;
  const around = {
    taken: ["a", null],
    ...{ patient: [row("p"), row("a")], prior: row("p"), next: undefined, before: row("p"), after: row("n") },
    ...{ evidence, hidden: false },
  };

  it("are the patient's, the list's and the neuron's strongest, and none that is on the stage already", () => {
    expect(candidatesOf(around).map(({ image, neuron }) => [image, neuron])).toEqual([
      ["p", null],
      ["n", null],
      ["s", 250],
    ]);
    expect(candidatesOf({ ...around, taken: ["a", "s"] }).map(({ image }) => image)).toEqual(["p", "n", "t"]);
    // The strongest film is there for its own reason, also where it is the next of the list.
    const next = candidatesOf({ ...around, after: row("s") });
    expect(next.map(({ image, neuron }) => [image, neuron])).toEqual([
      ["p", null],
      ["s", null],
      ["s", 250],
    ]);
  });

  it("name nobody where who is on the films is hidden", () => {
    const told = JSON.stringify(candidatesOf({ ...around, hidden: true }));
    expect(told).not.toMatch(/00042|dcm|study 3/);
    expect(candidatesOf(around)[1]?.film).toBe("patient 00042 · PA");
  });
});

describe("two films on the stage", () => {
  const here = (plain: number[], centred: number[] | null): NeuronHere => ({
    ...{ neuron: 250, activation: 1, preActivation: 1, constant: 0, grid: { rows: 1, columns: 2 } },
    region: { x: 0, y: 0, width: 2, height: 1 },
    plain: Float32Array.from(plain),
    centred: centred === null ? null : Float32Array.from(centred),
  });
  const film = (image: string, neuron: NeuronHere | null): ReadFilm =>
    ({ image, detail: null, film: {} as ShownFilm, trouble: null, neuron: () => neuron }) as unknown as ReadFilm;
  const wishes = { neuron: 250, centred: true, hidden: false };

  it("share the colours of a neuron's two maps, and each keeps its own sum and smallest cell", () => {
    const panes = panesOf([film("a", here([0, 1], [-0.5, 0.25])), film("b", here([0, 1], [0.5, 2]))], wishes);
    expect(panes.map((pane) => pane.map?.range)).toEqual([
      { minimum: -0.5, maximum: 2, sum: -0.25 },
      { minimum: 0.5, maximum: 2, sum: 2.5 },
    ]);
  });

  it("do not share them where one map is centred and the other cannot be", () => {
    const panes = panesOf([film("a", here([0, 1], [-0.5, 0.25])), film("b", here([0, 3], null))], wishes);
    expect(panes.map((pane) => [pane.map?.centred, pane.map?.range.maximum])).toEqual([
      [true, 0.25],
      [false, 3],
    ]);
  });

  it("stand there without a map while none is known or wanted, and only where there is a film", () => {
    expect(panesOf([film("a", null)], wishes)).toMatchObject([{ image: "a", map: null }]);
    expect(panesOf([film("a", here([1, 1], null))], { ...wishes, neuron: null })[0]?.map).toBeNull();
    expect(panesOf([{ image: null } as unknown as ReadFilm], wishes)).toEqual([]);
  });
});
