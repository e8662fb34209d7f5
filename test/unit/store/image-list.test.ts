import { join } from "node:path";
import Connection from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { filterSql } from "../../../src-main/store/image-list.ts";
import { databaseName } from "../../../src-main/store/index.ts";
import type { ImageFilter, NewImage, Store } from "../../../src-main/store/index.ts";
import { film, temporaryStore } from "../../support/workspace.ts";

const texts = ["Edema", "no edema", 'say "AP" 50%_\\', "ÄRZTE", "patient001", "a", "ab", "abc", "abcabd", "肺水腫"];
const labelled = fc.dictionary(fc.constantFrom("Edema", "Fracture", "abc"), fc.constantFrom(1, 0, -1), {
  noNullPrototype: true,
});
const someFilm = fc.record({
  name: fc.constantFrom(...texts),
  patient: fc.option(fc.constantFrom(...texts)),
  report: fc.option(fc.constantFrom(...texts)),
  labels: labelled,
}) as fc.Arbitrary<Pick<NewImage, "name" | "patient" | "report" | "labels">>;
const someFilter = fc.record({
  offset: fc.nat(4),
  limit: fc.integer({ min: 1, max: 5 }),
  text: fc.option(fc.constantFrom(...texts, "dem", '"', "%", "_", "\\", "bca", "水腫", "肺水腫", " ab ", ""), {
    nil: undefined,
  }),
  finding: fc.option(fc.constantFrom("Edema", "Fracture", "unknown"), { nil: undefined }),
});

/** The oracle: the filter in words, over plain objects. ASCII and Latin letters only differ by case. */
function passes(image: Omit<NewImage, "thumbnail">, filter: ImageFilter): boolean {
  const present = Object.entries(image.labels ?? {}).flatMap(([name, value]) => (value === 1 ? [name] : []));
  if (filter.finding !== undefined && !present.includes(filter.finding)) return false;
  const text = (filter.text ?? "").trim().toLowerCase();
  const places = [image.name, image.patient, ...present];
  if (Array.from(text).length >= 3) places.push(image.report ?? null);
  return text === "" || places.some((place) => place?.toLowerCase().includes(text));
}

test("list finds what a plain search finds, page by page, in the order of import", () => {
  fc.assert(
    fc.property(fc.array(someFilm, { maxLength: 8 }), fc.array(someFilter, { maxLength: 20 }), (films, filters) => {
      using workspace = temporaryStore();
      const { images } = workspace.store;
      const stored = films.map((given, number) => film(number + 1, given));
      workspace.store.transaction(() => {
        for (const image of stored) images.insert(image);
      });
      for (const filter of filters) {
        const wanted = stored.filter((image) => passes(image, filter));
        const found = images.list(filter);
        expect(found.total).toBe(wanted.length);
        const page = wanted.slice(filter.offset, filter.offset + filter.limit);
        expect(found.images.map((image) => image.sha256)).toEqual(page.map((image) => image.sha256));
        expect(found.images.map((image) => image.labels)).toEqual(page.map((image) => image.labels));
      }
    }),
    { numRuns: 12 },
  );
});

function plan(store: Store, sql: string): string {
  const db = new Connection(join(store.folder, databaseName), { readonly: true });
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({ finding: "", like: "", match: '"abc"' });
  db.close();
  return (rows as { detail: string }[]).map((row) => row.detail).join("\n");
}

test("filters go through an index, never over all labels or images", () => {
  using workspace = temporaryStore();
  const byFinding = plan(workspace.store, filterSql({ finding: "Edema" }, false));
  expect(byFinding).toContain("SEARCH labels USING PRIMARY KEY (finding=?)");
  const byText = plan(workspace.store, filterSql({ text: "edema" }, true));
  expect(byText).toContain("SCAN image_words VIRTUAL TABLE INDEX");
  const both = plan(workspace.store, filterSql({ text: "edema", finding: "Edema" }, true));
  for (const text of [byFinding, byText, both]) expect(text).not.toMatch(/SCAN (labels|images|reports)/);
  // The plan does tell a scan where there is one.
  expect(plan(workspace.store, "SELECT image FROM labels WHERE value = 1")).toContain("SCAN labels");
});

test("pages are right too where ids have a gap", () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  for (const number of [1, 2, 3, 4]) store.images.insert(film(number));
  const db = new Connection(join(store.folder, databaseName));
  db.exec("DELETE FROM images WHERE id = 2");
  db.close();
  const page = store.images.list({ offset: 1, limit: 2 });
  expect([page.total, page.images.map((image) => image.name)]).toEqual([3, ["film3.png", "film4.png"]]);
});
