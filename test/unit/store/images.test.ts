import { expect, test } from "vitest";
import { film, shaOf, temporaryStore } from "../../support/workspace.ts";

test("an image comes back with every field", () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  const given = film(1, {
    pixelSpacing: [0.139, 0.14],
    patient: "patient00001",
    study: "study1",
    view: "Frontal",
    projection: "AP",
    sex: "Female",
    age: 68.5,
    report: "No acute process.",
    labels: { Edema: 1, Fracture: 0, Pneumonia: -1 },
    dataSet: "CheXpert",
    split: "valid",
    labelSource: "3 readers, majority",
  });
  const { id, added } = images.insert(given);
  expect(added).toBe(true);
  const { thumbnail, ...record } = given;
  const stored = images.byId(id);
  expect(stored).toEqual({ ...record, id, importedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string });
  expect(images.bySha(shaOf(1))).toEqual(stored);
  expect(images.byPath("/films/film1.png")).toEqual(stored);
  expect(Uint8Array.from(images.thumbnail(shaOf(1)) ?? [])).toEqual(thumbnail);
  expect(images.byId(99)).toBeUndefined();
  expect(images.thumbnail(shaOf(99))).toBeUndefined();
});

test("the same file again adds nothing, moves the path and fills what was missing", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  const first = images.insert(film(1, { patient: "A", labels: { Edema: 1 } }));
  const again = film(1, {
    path: "/moved/other.png",
    name: "other.png",
    patient: "B",
    study: "study2",
    age: 40,
    report: "Edema.",
    labels: { Edema: 0, Fracture: 1 },
  });
  expect(images.insert(again)).toEqual({ id: first.id, added: false });
  expect(images.count()).toBe(1);
  const stored = images.byId(first.id);
  expect(stored).toMatchObject({ path: "/moved/other.png", name: "other.png", patient: "A", study: "study2", age: 40 });
  expect(stored).toMatchObject({ report: "Edema.", labels: { Edema: 1, Fracture: 1 } });
  expect(images.byPath("/films/film1.png")).toBeUndefined();
  expect((await images.list({ offset: 0, limit: 9, text: "film1" })).total).toBe(0);
  expect((await images.list({ offset: 0, limit: 9, text: "other" })).total).toBe(1);
});

test("of two files that stood at one path the later one is found", () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  images.insert(film(1, { path: "/a.png" }));
  images.insert(film(2, { path: "/a.png" }));
  expect(images.byPath("/a.png")?.sha256).toBe(shaOf(2));
});

test("studies are counted within patients", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  images.insert(film(1, { patient: "A", study: "study1" }));
  images.insert(film(2, { patient: "A", study: "study1" }));
  images.insert(film(3, { patient: "B", study: "study1" }));
  images.insert(film(4));
  expect(await images.counts()).toEqual({ images: 4, studies: 2, patients: 2 });
});

test("findings stand in the order of CheXpert, labels by image", () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  const one = images.insert(film(1, { labels: { "Planted square": 1, Fracture: -1 } }));
  const two = images.insert(film(2, { labels: { Cardiomegaly: 0, Fracture: 1 } }));
  expect(images.findings()).toEqual(["Cardiomegaly", "Fracture", "Planted square"]);
  expect(Array.from(images.labels("Fracture"))).toEqual([
    [one.id, -1],
    [two.id, 1],
  ]);
  expect(Array.from(images.labels("Edema"))).toEqual([]);
});

test("labels of many images come whole, in pages between which others may write", () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const ids = store.transaction(() =>
    Array.from({ length: 5000 }, (_, number) => store.images.insert(film(number + 1, { labels: { Edema: 1 } })).id),
  );
  const seen: number[] = [];
  for (const [image] of store.images.labels("Edema")) {
    if (seen.length % 2000 === 0) store.settings.set("a", String(image));
    seen.push(image);
  }
  expect(seen).toEqual(ids);
});

test("a batch that fails leaves nothing", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const batch = (): void => {
    store.transaction(() => {
      store.images.insert(film(1, { labels: { Edema: 1 } }));
      store.images.insert(film(2, { sha256: "short" }));
    });
  };
  expect(batch).toThrow(/CHECK/);
  const badLabel = film(1, { labels: { Edema: 5 as never } });
  expect(() => store.images.insert(badLabel)).toThrow(/CHECK/);
  expect(store.images.count()).toBe(0);
  // The finding's row went with the batch; a remembered id would now point at nothing.
  store.images.insert(film(3, { labels: { Edema: 1 } }));
  expect(store.images.findings()).toEqual(["Edema"]);
  expect((await store.images.list({ offset: 0, limit: 9, text: "film1" })).total).toBe(0);
});

test("an image keeps its data set, takes one where it has none, and makes none that it does not take", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  images.insert(film(1, { dataSet: "first" }));
  images.insert(film(2));
  expect(images.bySha(shaOf(2))?.dataSet).toBeNull();
  for (const number of [1, 2]) images.insert(film(number, { dataSet: "second" }));
  for (const number of [1, 2]) images.insert(film(number, { dataSet: "third" }));
  expect([1, 2].map((number) => images.bySha(shaOf(number))?.dataSet)).toEqual(["first", "second"]);
  const { dataSets } = await images.facets();
  expect(dataSets).toEqual([
    { value: "first", images: 1, importedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string },
    { value: "second", images: 1, importedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string },
  ]);
});

test("an identifier that more than a thousand films bear is nobody's", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  for (let number = 1; number <= 1000; number++) images.insert(film(number, { patient: "ANON" }));
  expect(await images.ofPatient("ANON")).toHaveLength(1000);
  images.insert(film(1001, { patient: "ANON" }));
  expect(await images.ofPatient("ANON")).toEqual([]);
});

test("films of a patient stand study by study, the second before the tenth, then in the order of import", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  const studies = ["study10", null, "study2", "study02", "study2", "study1", "study10", "study02"];
  studies.forEach((study, place) => images.insert(film(place + 1, { patient: "A", study })));
  images.insert(film(20, { patient: "B", study: "study1" }));
  images.insert(film(21, { study: "study1" }));
  const found = await images.ofPatient("A");
  expect(found.map((image) => image.id)).toEqual([6, 4, 8, 3, 5, 1, 7, 2]);
  expect((await images.ofPatient("B")).map((image) => image.name)).toEqual(["film20.png"]);
  expect(await images.ofPatient("nobody")).toEqual([]);
});
