import type { Api, Association, MethodInput, MethodOutput, NeuronEvidence } from "../../src-preload/contract/index.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import {
  chooseFilms,
  coActivations,
  createTurns,
  decoderNeighbours,
  sampleOf,
  withIntervals,
} from "../evidence/index.ts";
import type { FilmSource } from "../evidence/index.ts";
import type { FilmName, Store, StoredNeuron } from "../store/index.ts";
import type { Bench } from "./bench.ts";
import { openNeuronTable, summary } from "./neuron-table.ts";
import { readScored } from "./scored.ts";
import type { Scored } from "./scored.ts";

/** Films on which a neuron fires that are looked at for co-activation; of more, a random sample. */
const lookedAtMost = 4000;

type Neurons = Pick<
  Api,
  "evidence.neurons" | "evidence.neuron" | "evidence.findings" | "evidence.films" | "evidence.neighbours"
>;

/** The calls that read the statistics of an SAE's neurons; all throw `evidence/not-scored` before there are any. */
export function neuronsApi(bench: Bench): Neurons {
  const { store } = bench;
  const table = openNeuronTable(store);
  return {
    "evidence.neurons": (query) => readScored(bench, query.sae, (scored) => table(scored, query)),
    "evidence.neuron": (asked) => readScored(bench, asked.sae, (scored) => neuronEvidence(store, scored, asked)),
    "evidence.findings": ({ sae }) => readScored(bench, sae, ({ row }) => strongestNeurons(store, row)),
    "evidence.films": (asked) => readScored(bench, asked.sae, (scored) => filmGroups(store, scored, asked)),
    "evidence.neighbours": (asked) => readScored(bench, asked.sae, (scored) => neighbours(bench, scored, asked)),
  };
}

interface Asked {
  readonly sae: string;
  readonly neuron: number;
}

/** Throws `data/not-found` for a neuron that the SAE does not have. */
function knownNeuron(store: Store, { row }: Scored, { sae, neuron }: Asked): StoredNeuron {
  const known = store.evidence.neuron(row, neuron);
  if (known !== undefined) return known;
  throw new LightboxError("data/not-found", `"${sae}" has no neuron ${String(neuron)}.`, "Choose one that is listed.");
}

/** One neuron with its associations and strongest films. */
function neuronEvidence(store: Store, scored: Scored, asked: Asked & { readonly limit: number }): NeuronEvidence {
  const { row, images, stale, scoredAt, policies } = scored;
  const known = knownNeuron(store, scored, asked);
  return {
    ...summary(known, images),
    stale,
    scoredAt,
    policies: [...policies],
    associations: store.evidence.associations(row, asked.neuron).map(withIntervals),
    strongestImages: store.evidence
      .head(row, asked.neuron, asked.limit)
      .map(({ sha256, activation, name }) => ({ image: sha256, activation, name })),
  };
}

export interface NeuronOfFinding {
  readonly neuron: number;
  readonly association: Association;
}

/**
 * For every finding the neuron with the largest correlation, findings in CheXpert's order; empty where nothing was scored
 * with this row of the models table.
 */
export function strongestNeurons(store: Store, row: number): NeuronOfFinding[] {
  const order = store.images.findings();
  return store.evidence
    .strongestPerFinding(row)
    .map(({ neuron, ...association }) => ({ neuron, association: withIntervals(association) }))
    .sort((a, b) => order.indexOf(a.association.finding) - order.indexOf(b.association.finding));
}

/** Examples of the films on which a neuron fires, and of those on which it does not. */
async function filmGroups(
  store: Store,
  scored: Scored,
  asked: MethodInput<"evidence.films"> & { readonly perGroup: number; readonly seed: number },
): Promise<MethodOutput<"evidence.films">> {
  const { neuron, perGroup, seed } = asked;
  knownNeuron(store, scored, asked);
  const turns = createTurns();
  const groups = await chooseFilms(filmSource(store, scored, neuron), { perGroup, seed }, turns);
  return {
    seed,
    groups: groups.map((group) => ({
      ...group,
      examples: group.examples.map(({ film: { sha256, name, patient }, activation }) => ({
        ...{ image: sha256, name, patient, activation },
      })),
    })),
  };
}

function filmSource(store: Store, { generation, coding, images, ids }: Scored, neuron: number): FilmSource<FilmName> {
  const posting = store.evidence.posting(generation, neuron);
  return {
    posting,
    silent: images - posting.images.length,
    ids: ids ?? (coding === null ? undefined : store.codes.idRange(coding)),
    film: (image) => store.evidence.film(image),
    silentFilm: (image) => {
      const code = coding === null ? undefined : store.codes.ofImage(coding, image);
      return code === undefined || code.indices.includes(neuron) ? undefined : store.evidence.film(image);
    },
  };
}

/** Neurons that write into the same direction, and neurons that fire on the same films. */
async function neighbours(
  { store, sessions }: Bench,
  scored: Scored,
  asked: Asked & { readonly limit: number },
): Promise<MethodOutput<"evidence.neighbours">> {
  const { neuron, limit } = asked;
  const { generation, coding, images } = scored;
  knownNeuron(store, scored, asked);
  const sae = await sessions.sae(asked.sae);
  const turns = createTurns();
  const decoder = await decoderNeighbours(sae, neuron, limit, turns);
  await turns.take();
  const firing = store.evidence.posting(generation, neuron).images;
  const looked = coding === null ? new Uint32Array(0) : sampleOf(firing, lookedAtMost, neuron);
  if (turns.due()) await turns.take();
  const fires = store.evidence.fires(generation);
  const codeOf = (image: number): Uint16Array | undefined => store.codes.ofImage(coding ?? 0, image)?.indices;
  const coActivation = await coActivations({ neuron, images, fires, looked, firing: codeOf }, limit, turns);
  return { decoder, coActivation, fires: firing.length, lookedAt: looked.length };
}
