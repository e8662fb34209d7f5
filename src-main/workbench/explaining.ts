import type { Explanation, FiringNeuron } from "../../src-preload/contract/attribution.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { attribute, projectTokens, sumTokens } from "../attribution/index.ts";
import type { Attribution, DataSetMeans } from "../attribution/index.ts";
import { createPreparation, filmRegion } from "../encoder/index.ts";
import type { Encoder } from "../encoder/index.ts";
import type { KnownFilm } from "../intake/index.ts";
import { parseSaeManifest } from "../sae/index.ts";
import type { Sae } from "../sae/index.ts";
import type { StoredImage } from "../store/index.ts";
import { currentRow } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { lastDevice, scoredState } from "./reading.ts";
import { keepRecent } from "./recent.ts";

/** Explanations held, about 0.2 MB each. */
const held = 32;

/** An image file with the attribution of what fires on it. */
export interface Explained {
  readonly encoder: Encoder;
  readonly sae: Sae;
  readonly attribution: Attribution;
}

export interface Explaining {
  /** Explains an image of the workspace. */
  explain(image: StoredImage, saeId: string): Promise<Explanation>;
  /** The attribution alone, of any film whose file is the one that was recorded. */
  explainFilm(film: KnownFilm, saeId: string): Promise<Explained>;
  /** The maps of an image, plain or centred, [neurons, rows, columns]. */
  maps(image: StoredImage, saeId: string, centred: boolean): Promise<{ bytes: Float32Array; shape: number[] }>;
  close(): Promise<void>;
}

/** Explains films one at a time, keeping the last few. */
export function openExplaining(bench: Bench): Explaining {
  const preparation = createPreparation(1);
  const explainFilm = async (film: KnownFilm, saeId: string): Promise<Explained> => {
    const encoderId = (await bench.sessions.sae(saeId)).encoder.id;
    // One film is explained as the rest were, where that device is still there.
    const device = (await lastDevice(bench, encoderId))?.device ?? "cpu";
    return bench.sessions.withEncoder(encoderId, device, async (encoder) => {
      const sae = await bench.sessions.saeFor(saeId, encoder);
      const { input } = await preparation.run({ film, preprocessing: encoder.preprocessing });
      const { tokens, embedding } = await encoder.encode(input, 1);
      return {
        encoder,
        sae,
        attribution: attribute(encoder, sae, { tokens, embedding }, dataSetMeans(bench, encoder)),
      };
    });
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
    explain: async (image, saeId) => describe(bench, image, await explained(image, saeId)),
    maps: async (image, saeId, centred) => {
      const { attribution, encoder } = await explained(image, saeId);
      const maps = centred ? attribution.centredMaps : attribution.maps;
      if (maps === null)
        throw new LightboxError(
          "data/not-found",
          "There is no data-set mean to centre the map with.",
          "Encode films first.",
        );
      return { bytes: Float32Array.from(maps), shape: [attribution.code.indices.length, ...encoder.grid] };
    },
    close: () => preparation.close(),
  };
}

interface Question {
  readonly image: StoredImage;
  readonly saeId: string;
  readonly key: string;
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

/** Means over the workspace's films; null until two have been encoded. */
function dataSetMeans(bench: Bench, encoder: Encoder): DataSetMeans | null {
  const row = bench.store.models.find(encoder.id, "encoder");
  if (row === undefined || row.hash !== encoder.hash) return null;
  const stored = bench.store.encodings.tokenMean(row.id);
  if (stored === undefined || stored.images < 2) return null;
  const shape = {
    tokens: encoder.grid[0] * encoder.grid[1],
    tokenWidth: encoder.tokenWidth,
    embedding: encoder.embeddingWidth,
  };
  const parts = projectTokens(stored.mean, encoder.projection, shape);
  return { tokens: stored.mean, embedding: sumTokens(parts, shape.embedding) };
}

async function describe(
  bench: Bench,
  image: StoredImage,
  { encoder, sae, attribution }: Explained,
): Promise<Explanation> {
  const scored = await scoredState(bench, sae.id);
  const neurons = firingNeurons(bench, scored, attribution);
  const shape = [neurons.length, encoder.grid[0], encoder.grid[1]];
  const address = (kind: string): Explanation["maps"] => ({
    path: `${kind}/${sae.id}/${image.sha256}`,
    dtype: "float32",
    shape,
  });
  return {
    image: image.sha256,
    encoder: encoder.id,
    sae: sae.id,
    device: encoder.device,
    neurons,
    statistics: scored === undefined ? null : { images: scored.images, stale: scored.stale, scoredAt: scored.scoredAt },
    maps: address("maps"),
    centredMaps: attribution.centredMaps === null ? null : address("centred-maps"),
    region: filmRegion(image.width, image.height, encoder.preprocessing),
    reconstruction: attribution.reconstruction,
  };
}

/** The firing neurons with how unusual their activation is in this workspace, where it has been scored. */
function firingNeurons(
  bench: Bench,
  scored: Awaited<ReturnType<typeof scoredState>>,
  attribution: Attribution,
): FiringNeuron[] {
  return Array.from(attribution.code.indices, (neuron, place) => {
    const activation = attribution.code.values[place] ?? 0;
    const base = {
      neuron,
      activation,
      preActivation: attribution.preActivations[place] ?? 0,
      constant: attribution.constants[place] ?? 0,
    };
    const known = scored === undefined ? undefined : bench.store.evidence.neuron(scored.row, neuron);
    if (scored === undefined || known === undefined)
      return { ...base, percentile: null, density: null, max: null, strongest: null };
    const weaker =
      scored.images - known.fires + bench.store.evidence.rank(scored.row, neuron, Math.f16round(activation));
    const strongest = known.strongest;
    return {
      ...base,
      percentile: weaker / scored.images,
      density: known.fires / scored.images,
      max: known.max,
      strongest: strongest === null ? null : strongestOf(strongest),
    };
  });
}

function strongestOf(association: { finding: string; correlation: number | null }): FiringNeuron["strongest"] {
  const { finding, correlation } = association;
  return correlation === null ? null : { finding, correlation };
}
