import type { Explanation, NeuronOnFilm } from "../../src-preload/contract/attribution.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { attribute, attributeNeuron, codeImage, projectMeans } from "../attribution/index.ts";
import type { DataSetMeans, NeuronAttribution } from "../attribution/index.ts";
import type { Encoder } from "../encoder/index.ts";
import type { KnownFilm } from "../intake/index.ts";
import { parseSaeManifest } from "../sae/index.ts";
import type { Code, Sae } from "../sae/index.ts";
import type { StoredImage } from "../store/index.ts";
import { currentRow } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { openEncodedFilms } from "./encoded-films.ts";
import type { EncodedFilm } from "./encoded-films.ts";
import { describeExplanation, describeNeuron } from "./explanation.ts";
import type { Explained } from "./explanation.ts";
import { keepRecent } from "./recent.ts";
import { createTurns } from "./turns.ts";

/** Explanations held, about 0.2 MB each. */
const held = 32;

/** An array of numbers as a door serves it. */
export interface Numbers {
  readonly bytes: Float32Array;
  readonly shape: number[];
}

export interface Explaining {
  /** Explains an image of the workspace; goes before maps of single neurons that wait. */
  explain(image: StoredImage, saeId: string): Promise<Explanation>;
  /** The attribution alone, of any film whose file is the one that was recorded. */
  explainFilm(film: KnownFilm, saeId: string): Promise<Explained>;
  /** The maps of an image, plain or centred, [neurons, rows, columns]. */
  maps(image: StoredImage, saeId: string, centred: boolean): Promise<Numbers>;
  /** One neuron on an image of the workspace, whether it fires there or not. */
  neuron(image: StoredImage, saeId: string, neuron: number): Promise<NeuronOnFilm>;
  /** Its map, plain or centred, [rows, columns]. */
  neuronMap(image: StoredImage, saeId: string, neuron: number, centred: boolean): Promise<Numbers>;
  close(): Promise<void>;
}

/** Explains films, keeping the last few explanations and, of more films, what their encoder gave. */
export function openExplaining(bench: Bench): Explaining {
  const films = openEncodedFilms(bench);
  const inTurn = createTurns();
  const meansOf = keptMeans(bench);
  const explainFilm = async (film: KnownFilm, saeId: string): Promise<Explained> => {
    const { encoded, sae } = await readFor(bench, films, film, saeId, true);
    const means = meansOf(encoded.encoder);
    const attribution = await inTurn(true, () => attribute(sae, encoded.image, means));
    encoded.codes.set(sae.hash, attribution.code);
    return { encoder: encoded.encoder, sae, attribution };
  };
  const onFilm = async (film: KnownFilm, saeId: string, neuron: number): Promise<OnFilm> => {
    refuseUnknown(await bench.sessions.sae(saeId), neuron);
    const { encoded, sae } = await readFor(bench, films, film, saeId, false);
    const code = await inTurn(false, () => codeOf(encoded, sae));
    const found = attributeNeuron(sae, encoded.image, code, neuron, meansOf(encoded.encoder));
    return { encoder: encoded.encoder, sae, found };
  };
  const recent = keepRecent(
    held,
    ({ image, saeId }: Question) => explainFilm(image, saeId),
    ({ key }) => key,
  );
  const explained = async (image: StoredImage, saeId: string): Promise<Explained> =>
    recent({ image, saeId, key: await questionKey(bench, image, saeId) });
  return {
    explainFilm,
    explain: async (image, saeId) => describeExplanation(bench, image, await explained(image, saeId)),
    maps: async (image, saeId, centred) => {
      const { attribution, encoder } = await explained(image, saeId);
      const maps = centred ? attribution.centredMaps : attribution.maps;
      return numbers(maps, [attribution.code.indices.length, ...encoder.grid]);
    },
    neuron: async (image, saeId, neuron) => {
      const { encoder, sae, found } = await onFilm(image, saeId, neuron);
      return describeNeuron(image, encoder, sae, neuron, found);
    },
    neuronMap: async (image, saeId, neuron, centred) => {
      const { encoder, found } = await onFilm(image, saeId, neuron);
      return numbers(centred ? found.centredMap : found.map, [...encoder.grid]);
    },
    close: () => films.close(),
  };
}

interface OnFilm {
  readonly encoder: Encoder;
  readonly sae: Sae;
  readonly found: NeuronAttribution;
}

interface Question {
  readonly image: StoredImage;
  readonly saeId: string;
  readonly key: string;
}

/** A film as the encoder of an SAE sees it, with that SAE; throws `model/mismatch` where the two do not belong together. */
async function readFor(
  bench: Bench,
  films: ReturnType<typeof openEncodedFilms>,
  film: KnownFilm,
  saeId: string,
  urgent: boolean,
): Promise<{ encoded: EncodedFilm; sae: Sae }> {
  const encoderId = (await bench.sessions.sae(saeId)).encoder.id;
  const encoded = await films.read(film, encoderId, urgent);
  return { encoded, sae: await bench.sessions.saeFor(saeId, encoded.encoder) };
}

function codeOf(encoded: EncodedFilm, sae: Sae): Code {
  const code = encoded.codes.get(sae.hash) ?? codeImage(sae, encoded.image);
  encoded.codes.set(sae.hash, code);
  return code;
}

function refuseUnknown(sae: Sae, neuron: number): void {
  if (neuron < sae.neurons) return;
  const sentence = `"${sae.id}" has no neuron ${String(neuron)}.`;
  throw new LightboxError("data/not-found", sentence, `Choose one below ${String(sae.neurons)}.`);
}

function numbers(values: Float64Array | null, shape: number[]): Numbers {
  if (values !== null) return { bytes: Float32Array.from(values), shape };
  throw new LightboxError("data/not-found", "There is no data-set mean to centre the map with.", "Encode films first.");
}

/** All that an explanation depends on: the film, both packs, and the films that the data-set mean is over. */
async function questionKey(bench: Bench, image: StoredImage, saeId: string): Promise<string> {
  const sae = await bench.shelf.find(saeId, "sae");
  const encoderId = parseSaeManifest(sae.manifest, saeId).encoder.id;
  const encoder = await bench.shelf.find(encoderId, "encoder");
  const row = await currentRow(bench, encoderId, "encoder");
  const images = row === undefined ? 0 : bench.store.encodings.count(row);
  return [image.sha256, sae.hash, encoder.hash, String(images)].join(" ");
}

/** Means over the workspace's films, projected once for as long as they stay the same; null until two have been encoded. */
function keptMeans(bench: Bench): (encoder: Encoder) => DataSetMeans | null {
  let kept: { readonly key: string; readonly means: DataSetMeans } | undefined;
  return (encoder) => {
    const row = bench.store.models.find(encoder.id, "encoder");
    if (row === undefined || row.hash !== encoder.hash) return null;
    const stored = bench.store.encodings.tokenMean(row.id);
    if (stored === undefined || stored.images < 2) return null;
    const key = `${String(row.id)} ${String(stored.images)}`;
    if (kept?.key !== key) kept = { key, means: projectMeans(encoder, stored.mean) };
    return kept.means;
  };
}
