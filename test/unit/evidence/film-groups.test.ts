import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseFilms } from "../../../src-main/evidence/index.ts";
import type { FilmGroup, FilmSource } from "../../../src-main/evidence/index.ts";

interface Film {
  readonly image: number;
  readonly patient: string | null;
}

interface Facts {
  readonly id: number;
  /** 0 where the neuron is silent, undefined where the image is not coded. */
  readonly activation: number | undefined;
  readonly patient: string | null;
}

const someImages = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 5, max: 90 }),
    activation: fc.option(
      fc.integer({ min: 0, max: 16 }).map((value) => value / 4),
      { nil: undefined, freq: 5 },
    ),
    patient: fc.option(fc.constantFrom("A", "B", "C", "D", "E"), { freq: 6 }),
  }),
  { selector: ({ id }) => id, maxLength: 60 },
);

/** A source over plain facts; a neuron fires where its activation is above 0. */
function sourceOf(all: readonly Facts[], looked?: Set<number>): FilmSource<Film> {
  const coded = all.filter(({ activation }) => activation !== undefined);
  const firing = coded
    .filter(({ activation = 0 }) => activation > 0)
    .sort((a, b) => (b.activation ?? 0) - (a.activation ?? 0) || a.id - b.id);
  const ids = coded.map(({ id }) => id);
  const film = (image: number): Film | undefined => {
    looked?.add(image);
    const found = all.find(({ id }) => id === image);
    return found && { image, patient: found.patient };
  };
  return {
    posting: {
      images: Uint32Array.from(firing, ({ id }) => id),
      values: Float32Array.from(firing, ({ activation = 0 }) => activation),
    },
    silent: coded.length - firing.length,
    ids: ids.length === 0 ? undefined : [Math.min(...ids), Math.max(...ids)],
    film,
    silentFilm: (image) =>
      coded.some(({ id, activation }) => id === image && activation === 0) ? film(image) : undefined,
  };
}

/** All images of a group, from the facts alone. */
function members(all: readonly Facts[], { kind, from, to }: FilmGroup<Film>): Facts[] {
  return all.filter(({ activation }) => {
    if (activation === undefined) return false;
    if (kind === "silent") return activation === 0;
    return activation > 0 && from !== null && to !== null && activation > from && activation <= to;
  });
}

/** How many a group can show: every patient once, unknown ones each for themselves. */
function most(group: readonly Facts[]): number {
  const known = group.flatMap(({ patient }) => patient ?? []);
  return new Set(known).size + (group.length - known.length);
}

describe("groups of films", () => {
  it("hold members of the group alone, one per patient, as many as there are; bands share out all (property)", async () => {
    await fc.assert(
      fc.asyncProperty(someImages, fc.integer({ min: 0, max: 8 }), fc.nat(), async (all, perGroup, seed) => {
        const groups = await chooseFilms(sourceOf(all), { perGroup, seed });
        expect(groups.map(({ kind }) => kind)).toEqual([
          ...["strongest", "band", "band", "band", "band", "random", "silent"],
        ]);
        for (const group of groups) {
          const inside = members(all, group);
          expect(group.films).toBe(inside.length);
          expect(group.examples).toHaveLength(Math.min(perGroup, most(inside)));
          for (const { film, activation } of group.examples)
            expect(inside).toContainEqual({ id: film.image, activation, patient: film.patient });
          const shown = group.examples.map(({ film }) => film.image);
          expect(new Set(shown).size).toBe(shown.length);
          const patients = group.examples.flatMap(({ film }) => film.patient ?? []);
          expect(new Set(patients).size).toBe(patients.length);
          const activations = group.examples.map(({ activation }) => activation);
          expect(activations).toEqual(activations.toSorted((a, b) => b - a));
        }
        const bands = groups.slice(1, 5);
        expect(bands.reduce((sum, { films }) => sum + films, 0)).toBe(groups[0]?.films);
        const max = Math.max(0, ...all.map(({ activation }) => activation ?? 0));
        const edges =
          max === 0 ? [null, null, null, null, null] : [4, 3, 2, 1, 0].map((quarter) => (quarter / 4) * max);
        expect(bands.map(({ from, to }) => [to, from])).toEqual(
          [0, 1, 2, 3].map((place) => edges.slice(place, place + 2)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("are the same for the same seed, and a smaller number of examples are among the larger (property)", async () => {
    await fc.assert(
      fc.asyncProperty(someImages, fc.integer({ min: 0, max: 5 }), fc.nat(), async (all, perGroup, seed) => {
        const once = await chooseFilms(sourceOf(all), { perGroup, seed });
        expect(await chooseFilms(sourceOf(all), { perGroup, seed })).toEqual(once);
        const more = await chooseFilms(sourceOf(all), { perGroup: perGroup + 2, seed });
        once.forEach(({ examples }, place) => {
          for (const example of examples) expect(more[place]?.examples).toContainEqual(example);
        });
      }),
    );
  });

  it("show the strongest film of every patient, by falling activation", async () => {
    const all = [4, 3, 3, 2, 1].map((activation, place) => ({
      id: place + 1,
      activation,
      patient: place < 3 ? "A" : "B",
    }));
    const [strongest] = await chooseFilms(sourceOf(all), { perGroup: 8, seed: 1 });
    expect(strongest?.examples.map(({ film, activation }) => [film.image, activation])).toEqual([
      [1, 4],
      [4, 2],
    ]);
  });

  it("count what float16 has rounded to nothing in the lowest quarter", async () => {
    const film = (image: number) => ({ image, patient: null });
    const posting = { images: Uint32Array.of(1, 2, 3), values: Float32Array.of(4, 1, 0) };
    const source = { posting, silent: 0, ids: [1, 3] as const, film, silentFilm: () => undefined };
    const groups = await chooseFilms(source, { perGroup: 8, seed: 1 });
    expect(groups.map(({ films }) => films)).toEqual([3, 1, 0, 0, 2, 3, 0]);
    expect(groups[4]?.examples.map(({ film: { image } }) => image)).toEqual([2, 3]);
  });

  it("draw every film of a group equally often", async () => {
    const all = Array.from({ length: 6 }, (_, place) => ({
      id: place + 1,
      activation: place < 3 ? 4 : 0,
      patient: null,
    }));
    const drawn = new Map<number, number>();
    for (let seed = 0; seed < 600; seed++) {
      const groups = await chooseFilms(sourceOf(all), { perGroup: 1, seed });
      for (const group of [groups[5], groups[6]])
        for (const { film } of group?.examples ?? []) drawn.set(film.image, (drawn.get(film.image) ?? 0) + 1);
    }
    expect(drawn.size).toBe(6);
    // Five deviations of a binomial with 600 draws and probability ⅓.
    for (const count of drawn.values())
      expect(Math.abs(count - 200)).toBeLessThan(5 * Math.sqrt(600 * (1 / 3) * (2 / 3)));
  });

  it("look up few films of a neuron that fires on many", async () => {
    const images = 20_000;
    const all = Array.from({ length: images }, (_, place) => ({
      id: place + 1,
      activation: place % 100 === 0 ? 0 : 1 + (place % 7),
      patient: String(place % 5000),
    }));
    const byId = new Map(all.map((facts) => [facts.id, facts]));
    const small = sourceOf(all);
    let looked = 0;
    const film = (image: number): Film | undefined => {
      looked += 1;
      return { image, patient: byId.get(image)?.patient ?? null };
    };
    const silentFilm = (image: number) => (byId.get(image)?.activation === 0 ? film(image) : undefined);
    const groups = await chooseFilms({ ...small, film, silentFilm }, { perGroup: 48, seed: 3 });
    for (const { examples } of groups.filter(({ films }) => films > 0)) expect(examples).toHaveLength(48);
    // 48 for each of 7 groups, and a few whose patient was there already.
    expect(looked).toBeLessThan(2 * 7 * 48);
  });

  it("stay with fewer examples where few patients have many films, without going through them all", async () => {
    const images = Uint32Array.from({ length: 50_000 }, (_, place) => place + 1);
    let looked = 0;
    const film = (image: number): Film => {
      looked += 1;
      return { image, patient: String(image % 3) };
    };
    const posting = { images, values: new Float32Array(images.length).fill(1) };
    const source = { posting, silent: 0, ids: [1, images.length] as const, film, silentFilm: () => undefined };
    const groups = await chooseFilms(source, { perGroup: 8, seed: 1 });
    expect(groups.map(({ examples }) => examples.length)).toEqual([3, 3, 0, 0, 0, 3, 0]);
    expect(looked).toBeLessThan(3 * 2500);
  });
});
