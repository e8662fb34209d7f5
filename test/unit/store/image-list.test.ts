import { join } from "node:path";
import Connection from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { conditionsOf } from "../../../src-main/store/image-filter.ts";
import { databaseName } from "../../../src-main/store/index.ts";
import type { ImageRange, NewImage, Store } from "../../../src-main/store/index.ts";
import type { ImageFilter } from "../../../src-preload/contract/index.ts";
import { film, shaOf, temporaryStore } from "../../support/workspace.ts";

type Facts = "name" | "patient" | "view" | "projection" | "sex" | "age" | "report" | "labels" | "dataSet";

const texts = ["Edema", "no edema", 'say "AP" 50%_\\', "ÄRZTE", "patient001", "a", "ab", "abc", "abcabd", "肺水腫"];
const values = {
  patient: [...texts, "Patient001"],
  view: ["Frontal", "Lateral", "frontal"],
  projection: ["AP", "PA", ""],
  sex: ["F", "M"],
  dataSet: ["Demo films", "demo films", "100 %"],
};
const ages = [0, 0.5, 19.75, 20, 60, 60.25, 90, 101];
const perhaps = <Value>(...choices: Value[]) => fc.option(fc.constantFrom(...choices));
const someFilm = fc.record({
  name: fc.constantFrom(...texts),
  patient: perhaps(...texts),
  view: perhaps(...values.view),
  projection: perhaps(...values.projection),
  sex: perhaps(...values.sex),
  age: perhaps(...ages),
  report: perhaps(...texts),
  dataSet: perhaps(...values.dataSet),
  labels: fc.dictionary(fc.constantFrom("Edema", "Fracture", "abc"), fc.constantFrom(1, 0, -1), {
    noNullPrototype: true,
  }),
}) as fc.Arbitrary<Pick<NewImage, Facts>>;

/** Most conditions are left out of most filters, so that many images pass. */
const seldom = <Value>(...choices: Value[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...choices) });
const someRange = fc.record({
  offset: fc.nat(4),
  limit: fc.integer({ min: 1, max: 5 }),
  text: seldom(...texts, "dem", '"', "%", "_", "\\", "bca", "水腫", " ab ", "", "e\0dema"),
  finding: seldom("Edema", "Fracture", "unknown"),
  label: seldom(1, 0, -1),
  view: seldom(...values.view),
  projection: seldom(...values.projection),
  sex: seldom(...values.sex, "O"),
  ageFrom: seldom(...ages, -1),
  ageTo: seldom(...ages, 200),
  patient: seldom(...values.patient),
  dataSet: seldom(...values.dataSet, "unknown"),
}) as fc.Arbitrary<ImageRange>;

/** The oracle: the filter in words, over plain objects. ASCII and Latin letters only differ by case. */
function passes(image: NewImage, filter: ImageFilter): boolean {
  const { labels = {}, age } = image;
  const present = Object.entries(labels).flatMap(([name, value]) => (value === 1 ? [name] : []));
  const text = (filter.text ?? "").replaceAll("\0", "").trim().toLowerCase();
  const places = [image.name, image.patient, ...present];
  if (Array.from(text).length >= 3) places.push(image.report ?? null);
  const same = (wanted: string | undefined, is: string | null | undefined): boolean =>
    wanted === undefined || wanted === is;
  return (
    (text === "" || places.some((place) => place?.toLowerCase().includes(text))) &&
    (filter.finding === undefined || labels[filter.finding] === (filter.label ?? 1)) &&
    (filter.ageFrom === undefined || (age !== null && age >= filter.ageFrom)) &&
    (filter.ageTo === undefined || (age !== null && age <= filter.ageTo)) &&
    (["patient", "view", "projection", "sex", "dataSet"] as const).every((key) => same(filter[key], image[key]))
  );
}

function fill(store: Store, films: readonly Pick<NewImage, Facts>[], first: number): NewImage[] {
  const stored = films.map((given, place) => film(first + place, given));
  store.transaction(() => {
    for (const image of stored) store.images.insert(image);
  });
  return stored;
}

/** Every list, page and place that the oracle gives. */
async function compare(store: Store, stored: readonly NewImage[], ranges: readonly ImageRange[]): Promise<void> {
  for (const range of ranges) {
    const { offset, limit, ...filter } = range;
    const wanted = stored.filter((image) => passes(image, filter));
    const found = await store.images.list(range);
    expect(found.total).toBe(wanted.length);
    const page = wanted.slice(offset, offset + limit);
    expect(found.images.map((image) => image.sha256)).toEqual(page.map((image) => image.sha256));
    expect(found.images.map((image) => image.labels)).toEqual(page.map((image) => image.labels));
    for (const { sha256 } of stored) {
      const place = wanted.findIndex((image) => image.sha256 === sha256);
      expect(await store.images.locate(filter, sha256)).toBe(place < 0 ? undefined : place);
    }
  }
}

test("list finds what a plain search finds, page by page, and locate says where, also after more came in", async () => {
  const films = fc.array(someFilm, { maxLength: 12 });
  const ranges = fc.array(someRange, { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(films, films, ranges, async (before, more, asked) => {
      using workspace = temporaryStore();
      const { store } = workspace;
      const stored = fill(store, before, 1);
      await compare(store, stored, asked);
      await compare(store, [...stored, ...fill(store, more, 1 + before.length)], asked);
    }),
    { numRuns: 12 },
  );
});

test("filters are combined in many ways, and many of them find something", async () => {
  const films = fc.sample(someFilm, { numRuns: 40, seed: 5 });
  const asked = fc.sample(someRange, { numRuns: 300, seed: 6 });
  using workspace = temporaryStore();
  const stored = fill(workspace.store, films, 1);
  await compare(workspace.store, stored, asked);
  const several = asked.filter((range) => conditionsOf(range).length > 1);
  const finding = several.filter((range) => stored.some((image) => passes(image, range)));
  expect(finding.length).toBeGreaterThan(40);
});

function readOnly(store: Store): Connection.Database {
  return new Connection(join(store.folder, databaseName), { readonly: true });
}

test("every condition goes through an index, never over all labels or images", () => {
  using workspace = temporaryStore();
  const db = readOnly(workspace.store);
  const ages = { low: 0, high: 1, oldest: 2 };
  const parameters = { finding: "", label: 1, like: "", match: '"abc"', value: "", from: 1, to: 9, ...ages };
  const plan = (sql: string): string => {
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(parameters);
    return (rows as { detail: string }[]).map((row) => row.detail).join("\n");
  };
  const filter: Required<ImageFilter> = {
    ...{ text: "edema", finding: "Edema", label: 0, view: "Frontal", projection: "AP", sex: "F" },
    ...{ ageFrom: 1, ageTo: 22, patient: "A", dataSet: "B", burnedIn: "yes" },
  };
  const plans = conditionsOf(filter)
    .flat()
    .map(({ sql }) => plan(sql));
  expect(plans).toHaveLength(11);
  for (const text of plans) {
    expect(text).toMatch(
      /USING (?:COVERING )?INDEX images_|USING PRIMARY KEY \(finding=\?|image_words VIRTUAL TABLE INDEX/,
    );
    expect(text).not.toMatch(/SCAN (labels|images|reports|data_sets)/);
  }
  // The plan does tell a scan where there is one.
  expect(plan("SELECT image FROM labels WHERE value = 1")).toContain("SCAN labels");
  db.close();
});

test("pages and places are right too where ids have a gap, and after another process has written", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  for (const number of [1, 2, 3, 4]) images.insert(film(number, { view: "Frontal" }));
  const ranges = [{ view: "Frontal" }, {}].map((filter) => ({ ...filter, offset: 1, limit: 2 }));
  const names = async (): Promise<string[][]> => {
    const pages = await Promise.all(ranges.map((range) => images.list(range)));
    return pages.map((page) => [String(page.total), ...page.images.map((image) => image.name)]);
  };
  expect(await names()).toEqual([
    ["4", "film2.png", "film3.png"],
    ["4", "film2.png", "film3.png"],
  ]);
  const db = new Connection(join(workspace.store.folder, databaseName));
  db.exec("DELETE FROM images WHERE id = 2");
  expect(await names()).toEqual([
    ["3", "film3.png", "film4.png"],
    ["3", "film3.png", "film4.png"],
  ]);
  expect(await images.locate({ view: "Frontal" }, shaOf(4))).toBe(2);
  expect(await images.locate({}, shaOf(2))).toBeUndefined();
  db.exec("UPDATE images SET view = 'Lateral' WHERE id = 1");
  expect(await names()).toEqual([
    ["2", "film4.png"],
    ["3", "film3.png", "film4.png"],
  ]);
  db.close();
});

test("images are found on both sides of where one look at the ids ends and the next begins", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  images.insert(film(1));
  const db = new Connection(join(workspace.store.folder, databaseName));
  db.pragma("foreign_keys = OFF");
  db.exec("UPDATE images SET id = 131068; UPDATE thumbnails SET image = 131068");
  db.close();
  const facts = { view: "Frontal", age: 5, labels: { Edema: 1 }, report: "Some words." } as const;
  const ids = Array.from({ length: 9 }, (_, place) => images.insert(film(place + 2, facts)).id);
  expect([ids[0], ids.at(-1)]).toEqual([131_069, 131_077]);
  const filters = [{ view: "Frontal" }, { text: "words" }, { text: "fi" }, { finding: "Edema" }, { ageFrom: 5 }];
  for (const filter of [...filters, Object.assign({}, ...filters) as ImageFilter]) {
    const found = await images.list({ ...filter, offset: 0, limit: 20 });
    expect(found.images.map((image) => image.id).filter((id) => id !== 131_068)).toEqual(ids);
  }
});

test("what is seen in a transaction that is rolled back is not remembered", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  let seen: Promise<{ total: number }> | undefined;
  const failing = (): void => {
    store.transaction(() => {
      store.images.insert(film(1));
      seen = store.images.list({ offset: 0, limit: 1 });
      throw new Error("no");
    });
  };
  expect(failing).toThrow("no");
  await seen;
  store.images.insert(film(2));
  expect((await store.images.list({ offset: 0, limit: 9 })).images.map((image) => image.name)).toEqual(["film2.png"]);
});

test("films with writing in them are found, whoever says so", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  images.insert(film(1));
  images.insert(film(2, { burnedIn: "declared" }));
  images.insert(film(3, { burnedIn: "likely" }));
  const { total, images: found } = await images.list({ burnedIn: "yes", offset: 0, limit: 9 });
  expect([total, found.map(({ name }) => name)]).toEqual([2, ["film2.png", "film3.png"]]);
});
