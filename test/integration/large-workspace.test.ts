import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { cohort } from "../support/cohort.ts";
import { makeFilmFiles } from "../support/film-files.ts";
import { largeSae, writeLargeWorkspace } from "../support/large-workspace.ts";
import { temporaryFolder } from "../support/workspace.ts";

const folder = temporaryFolder();
const [images, neurons, k] = [600, 300, 8];
let bench: Workbench;

beforeAll(async () => {
  const films = (await makeFilmFiles(join(folder.path, "films"))).good;
  await writeLargeWorkspace(join(folder.path, "Large.lightbox"), { images, neurons, k, films });
  bench = await openWorkbench(join(folder.path, "Large.lightbox"), { compute: { threads: 1 } });
}, 120_000);
afterAll(async () => {
  await bench.close();
  folder[Symbol.dispose]();
});

test("it opens as a workspace whose films were imported, encoded and scored", async () => {
  const info = await bench.api["workspace.info"]({});
  expect(info).toMatchObject({ images, explained: images, encoder: "demo-encoder", sae: largeSae });
  expect(info.patients).toBeGreaterThan(images / 6);
  expect(info.studies).toBeGreaterThan(info.patients);
  expect(info.studies).toBeLessThan(images);
  const facets = await bench.api["images.facets"]({});
  expect(facets.dataSets.map(({ value }) => value)).toHaveLength(3);
  expect(facets.dataSets.reduce((sum, set) => sum + set.images, 0)).toBe(images);
  expect(facets.findings).toHaveLength(14);
  for (const key of ["present", "uncertain", "absent"] as const)
    expect(facets.findings.some((finding) => finding[key] > images / 30)).toBe(true);
  expect([facets.views.length, facets.projections.length, facets.sexes.length]).toEqual([2, 2, 2]);
});

test("its films are found by their facts, and those of a patient stand together", async () => {
  const filter = { view: "Frontal", sex: "F", ageFrom: 30, finding: "Support Devices" };
  const { total, images: found } = await bench.api["images.list"]({ ...filter, offset: 0, limit: 500 });
  expect(total).toBeGreaterThan(20);
  for (const [index, film] of found.entries()) {
    expect(film).toMatchObject({ view: "Frontal", sex: "F", findings: { "Support Devices": 1 } });
    expect(film.age).toBeGreaterThanOrEqual(30);
    if (index % 10 === 0) expect(await bench.api["images.locate"]({ ...filter, image: film.image })).toEqual({ index });
  }
  const reports = await bench.api["images.list"]({ text: "Chest film", offset: 0, limit: 1 });
  expect(reports.total).toBeGreaterThan(images / 30);
  expect(reports.total).toBeLessThan(images / 4);
  const [film] = found;
  const own = await bench.api["images.ofPatient"]({ image: film?.image ?? "" });
  expect(own.images.length).toBeLessThanOrEqual(6);
  expect(own.images.map(({ image }) => image)).toContain(film?.image);
});

test("its neurons answer to findings, and any film can be explained", async () => {
  const query = { sae: largeSae, sort: "density", descending: true, firing: "dead", offset: 0, limit: 5 } as const;
  const dead = await bench.api["evidence.neurons"](query);
  expect(dead).toMatchObject({ all: neurons, images, stale: false });
  expect(dead.total).toBeGreaterThan(0);
  const firing = await bench.api["evidence.neurons"]({ ...query, firing: "firing" });
  expect(firing.total).toBe(neurons - dead.total);
  expect(firing.neurons[0]?.density).toBeGreaterThan(firing.neurons.at(-1)?.density ?? 1);
  const best = await bench.api["evidence.findings"]({ sae: largeSae });
  expect(best.filter(({ association }) => (association.correlation ?? 0) > 0.1).length).toBeGreaterThan(7);
  const [film] = (await bench.api["images.list"]({ offset: 400, limit: 1 })).images;
  const explanation = await bench.api["attribution.explain"]({ image: film?.image ?? "", sae: largeSae });
  expect(explanation).toMatchObject({ image: film?.image, statistics: { images, stale: false } });
  expect(explanation.neurons).toHaveLength(k);
  expect(explanation.neurons.some((neuron) => (neuron.density ?? 0) > 0)).toBe(true);
});

test("the same seed gives the same cohort, with patients of one to six films", () => {
  const films = [...cohort(500, 1)];
  expect([...cohort(500, 1)]).toEqual(films);
  expect([...cohort(500, 2)]).not.toEqual(films);
  expect(films).toHaveLength(500);
  const byPatient = Map.groupBy(films, ({ patient }) => patient);
  const sizes = new Set([...byPatient.values()].map((own) => own.length));
  expect([...sizes].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  for (const own of byPatient.values()) expect(new Set(own.map(({ dataSet }) => dataSet)).size).toBe(1);
});
