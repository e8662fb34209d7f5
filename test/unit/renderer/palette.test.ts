import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImageRow } from "../../../src-preload/contract/index.ts";
import { commandIds } from "../../../src-renderer/commands/index.ts";
import { addressOf } from "../../../src-renderer/navigation/index.ts";
import { groupsFor, keyOf, remember, routeOf, sayChoice } from "../../../src-renderer/parts/palette/entries.ts";
import type { Choice, Stock } from "../../../src-renderer/parts/palette/entries.ts";
import { matchRank, typedAddress, typedNeuron } from "../../../src-renderer/parts/palette/match.ts";

const film: ImageRow = {
  image: "a".repeat(64),
  name: "secret-name.dcm",
  patient: "2980",
  study: "1",
  view: "Frontal",
  projection: "PA",
  sex: "F",
  age: 49,
  width: 10,
  height: 10,
  dataSet: null,
  findings: { Edema: 1, Cardiomegaly: -1, Fracture: 0 },
};
const stock: Stock = {
  commands: commandIds,
  views: [{ name: "Edema, frontal", address: "/library?finding=Edema&view=Frontal" }],
  films: [film],
  recent: [],
  findings: ["Edema", "Pleural Effusion"],
  neurons: 1024,
};
const names = (typed: string, given: Partial<Stock> = {}) =>
  groupsFor(typed, { ...stock, ...given }).map(({ name, choices }) => `${name}: ${choices.map(keyOf).join(", ")}`);

describe("what is typed", () => {
  it.each([
    ["Invert the greys", "inv", 0],
    ["Invert the greys", "greys inv", 1],
    ["Invert the greys", "vert", null],
    ["Invert the greys", "inv x", null],
    ["Cœur à l’envers", "a l", 1],
    ["Élévation", "elev", 0],
    ["Invert the greys", "", 1],
  ])("answers a title by the beginnings of its words: %s, %s", (title, typed, rank) => {
    expect(matchRank(title, typed)).toBe(rank);
  });

  it.each([
    ["250", 250],
    ["#250", 250],
    [" #5,929 ", 5929],
    ["0", 0],
    ["65535", 65_535],
    ["250a", null],
    ["5,92", null],
    ["-1", null],
    ["123456", null],
    ["#", null],
    ["1.5", null],
  ])("may be a neuron's number: %s", (typed, neuron) => {
    expect(typedNeuron(typed)).toBe(neuron);
  });

  it.each([
    ["/neuron/demo-sae/250", "/neuron/demo-sae/250"],
    ["http://127.0.0.1:4417/film/abc?neuron=7", "/film/abc?neuron=7"],
    ["http://localhost:80/library", "/library"],
    ["app://bundle/neurons?sort=max", "/neurons?sort=max"],
    ["http://127.0.0.1:4417/library#token=xyz", "/library"],
    ["https://example.org/film/abc", null],
    ["http://127.0.0.1.example.org/film", null],
    ["/etc/passwd", null],
    ["/", null],
    ["neuron/1", null],
    ["/film a", null],
  ])("may be an address of this window: %s", (typed, address) => {
    expect(typedAddress(typed)).toBe(address);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        expect(groupsFor(typed, stock).every(({ choices }) => choices.length > 0)).toBe(true);
      }),
    );
  });
});

describe("the palette", () => {
  it("offers what was chosen last first, then places, views and what can be done", () => {
    const recent: Choice[] = [
      { kind: "neuron", neuron: 250 },
      { kind: "command", command: "go.jobs" },
    ];
    const [first, second] = names("", { recent, commands: ["go.jobs", "go.about", "theme.toggle"] });
    expect([first, second]).toEqual(["recent: neuron 250, command go.jobs", "place: command go.about"]);
  });

  it("leaves out of the recent what cannot be done here", () => {
    const recent: Choice[] = [{ kind: "command", command: "view.invert" }];
    expect(names("", { recent, commands: ["theme.toggle"], views: [] })).toEqual(["command: command theme.toggle"]);
  });

  it("puts what was meant exactly before what may be meant", () => {
    expect(names("250", { views: [] })).toEqual(["neuron: neuron 250", `film: film ${film.image}`]);
    expect(names("1024", { views: [], films: [] })).toEqual([]);
    expect(names("edema")).toEqual(["finding: finding Edema", "view: view Edema, frontal", `film: film ${film.image}`]);
    expect(names("http://127.0.0.1:1/neuron/x/3", { films: [] })).toEqual(["address: address /neuron/x/3"]);
    expect(names("go lib", { films: [] })).toEqual(["place: command go.library"]);
  });

  it("leads where it says", () => {
    const addresses = groupsFor("edema", stock).flatMap(({ choices }) => choices.map(routeOf));
    expect(addresses.map((route) => route && addressOf(route))).toEqual([
      "/neurons?finding=Edema&sort=association&descending=true",
      "/library?finding=Edema&view=Frontal",
      `/film/${film.image}`,
    ]);
    expect(routeOf({ kind: "command", command: "undo" })).toBeNull();
  });

  it("names a film by patient, view and findings, and neither patient nor file where they are hidden", () => {
    expect(sayChoice({ kind: "film", film }, false)).toEqual({
      title: "Patient 2980 · PA",
      detail: "Edema, Cardiomegaly?",
    });
    const hidden = sayChoice({ kind: "film", film: { ...film, patient: null } }, true);
    expect(hidden).toEqual({ title: "Chest film · PA", detail: "Edema, Cardiomegaly?" });
    expect(sayChoice({ kind: "film", film: { ...film, patient: null } }, false).title).toBe("secret-name.dcm · PA");
  });

  it("remembers the last six, each once", () => {
    let recent: Choice[] = [];
    for (const neuron of [1, 2, 3, 4, 5, 6, 7, 5]) recent = remember({ kind: "neuron", neuron }, recent);
    expect(recent.map(keyOf)).toEqual([5, 7, 6, 4, 3, 2].map((neuron) => `neuron ${String(neuron)}`));
  });
});
