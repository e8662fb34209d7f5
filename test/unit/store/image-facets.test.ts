import fc from "fast-check";
import { expect, test } from "vitest";
import type { LabelValue, NewImage } from "../../../src-main/store/index.ts";
import { film, temporaryStore } from "../../support/workspace.ts";

const perhaps = <Value>(...choices: Value[]) => fc.option(fc.constantFrom(...choices));
const someFilm = fc.record({
  view: perhaps("Frontal", "Lateral"),
  projection: perhaps("AP", "PA", "LL"),
  sex: perhaps("F", "M", "O"),
  age: perhaps(0.5, 18, 90),
  dataSet: perhaps("one", "two", "three"),
  labels: fc.dictionary(fc.constantFrom("Edema", "Cardiomegaly", "A plant"), fc.constantFrom(1, 0, -1), {
    noNullPrototype: true,
  }),
}) as fc.Arbitrary<Partial<NewImage>>;

/** Value and number of images, most frequent first, equals by value. */
function tally(values: readonly (string | null | undefined)[]): { value: string; images: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) if (typeof value === "string") counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, images]) => ({ value, images }))
    .sort((a, b) => b.images - a.images || (a.value < b.value ? -1 : 1));
}

function facetsOf(films: readonly Partial<NewImage>[]) {
  const withLabel = (finding: string, label: LabelValue): number =>
    films.filter((one) => one.labels?.[finding] === label).length;
  const findings = ["Cardiomegaly", "Edema", "A plant"]
    .map((finding) => ({
      ...{ finding, present: withLabel(finding, 1) },
      ...{ uncertain: withLabel(finding, -1), absent: withLabel(finding, 0) },
    }))
    .filter(({ present, uncertain, absent }) => present + uncertain + absent > 0);
  const names = [...new Set(films.map((one) => one.dataSet))].filter((name) => typeof name === "string");
  const ages = films.flatMap((one) => (typeof one.age === "number" ? [one.age] : []));
  return {
    images: films.length,
    dataSets: names.map((value) => ({
      ...{ value, images: films.filter((one) => one.dataSet === value).length },
      importedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    })),
    findings,
    views: tally(films.map((one) => one.view)),
    projections: tally(films.map((one) => one.projection)),
    sexes: tally(films.map((one) => one.sex)),
    ages: ages.length === 0 ? null : [Math.min(...ages), Math.max(...ages)],
  };
}

test("facets count what a plain count counts, also after more came in", async () => {
  const films = fc.array(someFilm, { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(films, films, async (before, more) => {
      using workspace = temporaryStore();
      const { images } = workspace.store;
      before.forEach((given, place) => images.insert(film(place + 1, given)));
      expect(await images.facets()).toEqual(facetsOf(before));
      more.forEach((given, place) => images.insert(film(100 + place, given)));
      expect(await images.facets()).toEqual(facetsOf([...before, ...more]));
    }),
    { numRuns: 15 },
  );
});

test("a label alone is noticed, and nothing is counted twice while nothing changes", async () => {
  using workspace = temporaryStore();
  const { images } = workspace.store;
  images.insert(film(1));
  const first = images.facets();
  expect(images.facets()).toBe(first);
  expect((await first).findings).toEqual([]);
  images.insert(film(1, { labels: { Edema: -1 } }));
  expect((await images.facets()).findings).toEqual([{ finding: "Edema", present: 0, uncertain: 1, absent: 0 }]);
});
