import type { DataAddress } from "../../src-preload/contract/common.ts";
import type { Explanation, FiringNeuron, NeuronOnFilm } from "../../src-preload/contract/attribution.ts";
import type { Attribution, NeuronAttribution } from "../attribution/index.ts";
import { filmRegion } from "../encoder/index.ts";
import type { Encoder } from "../encoder/index.ts";
import type { Sae } from "../sae/index.ts";
import type { StoredImage } from "../store/index.ts";
import type { Bench } from "./bench.ts";
import { scoredState } from "./scored.ts";

/** An image file with the attribution of what fires on it. */
export interface Explained {
  readonly encoder: Encoder;
  readonly sae: Sae;
  readonly attribution: Attribution;
}

/** An explanation as the window reads it; the maps lie at their own addresses. */
export async function describeExplanation(
  bench: Bench,
  image: StoredImage,
  { encoder, sae, attribution }: Explained,
): Promise<Explanation> {
  const scored = await scoredState(bench, sae.id);
  const neurons = firingNeurons(bench, scored, attribution);
  const shape = [neurons.length, encoder.grid[0], encoder.grid[1]];
  const address = (kind: string): DataAddress => ({
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

/** One neuron on one film as the window reads it. */
export function describeNeuron(
  image: StoredImage,
  encoder: Encoder,
  sae: Sae,
  neuron: number,
  found: NeuronAttribution,
): NeuronOnFilm {
  const address = (kind: string): DataAddress => ({
    path: `${kind}/${sae.id}/${String(neuron)}/${image.sha256}`,
    dtype: "float32",
    shape: [encoder.grid[0], encoder.grid[1]],
  });
  return {
    image: image.sha256,
    sae: sae.id,
    neuron,
    activation: found.activation,
    preActivation: found.preActivation,
    constant: found.constant,
    map: address("neuron-map"),
    centredMap: found.centredMap === null ? null : address("centred-neuron-map"),
    region: filmRegion(image.width, image.height, encoder.preprocessing),
  };
}
