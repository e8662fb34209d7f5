import type { FilmGroupKind } from "../../src-preload/contract/evidence.ts";
import { createRandom } from "../runtime/index.ts";
import type { PackedPosting } from "../store/index.ts";
import { missingId, shuffled } from "./draws.ts";
import { createTurns } from "./turns.ts";
import type { Turns } from "./turns.ts";

/** A film that stands for its group. */
export interface Example<Film> {
  readonly film: Film;
  readonly activation: number;
}

export interface FilmGroup<Film> {
  readonly kind: FilmGroupKind;
  /** Activations in the group: above `from`, up to `to`; null where the neuron does not fire. */
  readonly from: number | null;
  readonly to: number | null;
  readonly films: number;
  readonly examples: readonly Example<Film>[];
}

/** What films are chosen from. Films are looked up for candidates only. */
export interface FilmSource<Film> {
  /** Images on which the neuron fires, by falling activation. */
  readonly posting: PackedPosting;
  /** Coded images on which it does not fire, and the smallest and largest id of any coded image. */
  readonly silent: number;
  readonly ids: readonly [smallest: number, largest: number] | undefined;
  /** Undefined where the film is gone. */
  film(image: number): Film | undefined;
  /** Undefined, too, where the image is not coded, or the neuron fires on it. */
  silentFilm(image: number): Film | undefined;
}

/** Most examples in a group, and what makes the choice a repeatable one. */
export interface ChoiceOptions {
  readonly perGroup: number;
  readonly seed: number;
}

type Patient = { readonly patient: string | null };

interface Candidate {
  readonly image: number;
  readonly activation: number;
}

/** Films whose patient is shown already that are passed over in a group before it stays with fewer examples. */
const repeatsAtMost = 2000;
/** Candidates between two looks at the clock. */
const candidatesAtOnce = 16;

/**
 * Examples of what a neuron answers to, at most `perGroup` in a group and one per patient in it (images of unknown patient
 * count each as their own): the strongest; each quarter of the largest activation, the uppermost first; random firing
 * ones; random silent ones. Random ones are drawn without replacement from all of the group, by the seed and the group
 * alone, and shown by falling activation.
 */
export async function chooseFilms<Film extends Patient>(
  source: FilmSource<Film>,
  { perGroup, seed }: ChoiceOptions,
  turns: Turns = createTurns(),
): Promise<FilmGroup<Film>[]> {
  const { posting, silent } = source;
  const fires = posting.values.length;
  const max = posting.values[0] ?? null;
  const pick = createPicker<Film>(perGroup, turns);
  const film = (image: number): Film | undefined => source.film(image);
  const random = async (name: string, from: number, to: number): Promise<Example<Film>[]> => {
    const drawn = shuffled(to - from, createRandom(name, seed));
    const examples = await pick(atPlaces(posting, drawn, from), film, to - from);
    return examples.sort((a, b) => b.activation - a.activation);
  };
  const all = { from: max === null ? null : 0, to: max, films: fires };
  const strongest = await pick(atPlaces(posting, firstPlaces(fires)), film, fires);
  const groups: FilmGroup<Film>[] = [{ kind: "strongest", ...all, examples: strongest }];
  for (const { from, to, start, end } of quarters(posting.values)) {
    const examples = await random(`band ${String(groups.length)}`, start, end);
    groups.push({ kind: "band", from, to, films: end - start, examples });
  }
  groups.push({ kind: "random", ...all, examples: await random("random", 0, fires) });
  // Sorting the ids of a dense neuron is the longest step.
  if (turns.due()) await turns.take();
  const silentOnes = silentCandidates(source, createRandom("silent", seed));
  const examples = await pick(silentOnes, (image) => source.silentFilm(image), silent);
  return [...groups, { kind: "silent", from: null, to: null, films: silent, examples }];
}

/** Quarters of the largest activation, the uppermost first, with the places they take in a falling list. */
function quarters(values: Float32Array): { from: number | null; to: number | null; start: number; end: number }[] {
  const max = values[0] ?? null;
  if (max === null) return [4, 3, 2, 1].map(() => ({ from: null, to: null, start: 0, end: 0 }));
  const limits = [4, 3, 2, 1, 0].map((quarter) => (max * quarter) / 4);
  // What float16 has rounded to 0 fires too: the lowest quarter goes to the end of the list.
  const starts = limits.map((limit, place) => (place === 4 ? values.length : placeUpTo(values, limit)));
  return [0, 1, 2, 3].map((place) => ({
    from: limits[place + 1] as number,
    to: limits[place] as number,
    start: starts[place] as number,
    end: starts[place + 1] as number,
  }));
}

/** The first place of a falling list whose value is not above a limit. */
function placeUpTo(values: Float32Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) > limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* firstPlaces(count: number): Generator<number, void> {
  for (let place = 0; place < count; place++) yield place;
}

function* atPlaces({ images, values }: PackedPosting, places: Iterable<number>, from = 0): Generator<Candidate, void> {
  for (const place of places)
    yield { image: images[from + place] as number, activation: values[from + place] as number };
}

/** Ids without the firing ones, in random order: those of silent images, and where not all images are coded some others. */
function* silentCandidates<Film>(
  { posting, silent, ids }: FilmSource<Film>,
  random: ReturnType<typeof createRandom>,
): Generator<Candidate, void> {
  if (ids === undefined || silent === 0) return;
  const firing = posting.images.toSorted();
  const smallest = Math.min(ids[0], firing[0] ?? ids[0]);
  const largest = Math.max(ids[1], firing.at(-1) ?? ids[1]);
  for (const rank of shuffled(largest - smallest + 1 - firing.length, random))
    yield { image: missingId(firing, smallest, rank), activation: 0 };
}

type Picker<Film> = (
  candidates: Iterable<Candidate>,
  film: (image: number) => Film | undefined,
  films: number,
) => Promise<Example<Film>[]>;

/** Takes candidates one after another, one per patient; ends early where a group has no more films, or few patients. */
function createPicker<Film extends Patient>(perGroup: number, turns: Turns): Picker<Film> {
  let looked = 0;
  return async (candidates, film, films) => {
    const examples: Example<Film>[] = [];
    const patients = new Set<string>();
    let met = 0;
    for (const { image, activation } of candidates) {
      if (examples.length >= perGroup || met >= films || met - examples.length >= repeatsAtMost) break;
      if (++looked % candidatesAtOnce === 0 && turns.due()) await turns.take();
      const found = film(image);
      if (found === undefined) continue;
      met += 1;
      if (found.patient !== null && patients.has(found.patient)) continue;
      if (found.patient !== null) patients.add(found.patient);
      examples.push({ film: found, activation });
    }
    return examples;
  };
}
