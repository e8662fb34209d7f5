import * as v from "valibot";
import { count, dataAddress, device, filmRegion, neuronIndex, packId, sha256 } from "./common.ts";
import { method } from "./method.ts";

export const firingNeuron = v.strictObject({
  neuron: neuronIndex,
  activation: v.number(),
  preActivation: v.number(),
  /** b_j − w_j·b_dec − s w_j·μ: the part of the pre-activation that is the same for every image. */
  constant: v.number(),
  /** Share of coded images on which this neuron fires less strongly, 0–1; null before scoring. */
  percentile: v.nullable(v.number()),
  /** Share of coded images on which it fires, 0–1; null before scoring. */
  density: v.nullable(v.number()),
  /** Largest activation over the coded images; null before scoring. */
  max: v.nullable(v.number()),
  /** The finding with the largest correlation; null before scoring or without labels. */
  strongest: v.nullable(v.strictObject({ finding: v.string(), correlation: v.number() })),
});
export type FiringNeuron = v.InferOutput<typeof firingNeuron>;

export const explanation = v.strictObject({
  image: sha256,
  encoder: packId,
  sae: packId,
  device,
  /** All firing neurons, by falling activation. */
  neurons: v.array(firingNeuron),
  /** What the neurons' percentile, density and max are over; null before scoring. */
  statistics: v.nullable(
    v.strictObject({
      images: count,
      /** Films, codes or labels have changed since. */
      stale: v.boolean(),
      /** UTC, ISO 8601. */
      scoredAt: v.string(),
    }),
  ),
  /** [neurons, rows, columns], parts of the pre-activation, rows from the top of the film. */
  maps: dataAddress,
  /** The same with each cell's mean over the data set taken off; null before enough images were encoded. */
  centredMaps: v.nullable(dataAddress),
  /** The rectangle of the film that the grid covers, in pixels of the film; padding reaches outside the film. */
  region: filmRegion,
  reconstruction: v.strictObject({
    /** Cosine of embedding and reconstruction. */
    cosine: v.number(),
    /**
     * |x − x̂|² / |x − mean|² with the mean over the data set; null where only one image is encoded, and for an SAE that
     * reads embeddings as they are: the mean is kept of those of unit length.
     */
    fvu: v.nullable(v.number()),
  }),
});
export type Explanation = v.InferOutput<typeof explanation>;

/** One neuron on one film, whether it fires there or not. */
export const neuronOnFilm = v.strictObject({
  image: sha256,
  sae: packId,
  neuron: neuronIndex,
  /** After the gate; 0 where it does not fire. */
  activation: v.number(),
  preActivation: v.number(),
  constant: v.number(),
  /** [rows, columns], parts of the pre-activation, rows from the top of the film. */
  map: dataAddress,
  /** The same with each cell's mean over the data set taken off; null before enough images were encoded. */
  centredMap: v.nullable(dataAddress),
  region: filmRegion,
});
export type NeuronOnFilm = v.InferOutput<typeof neuronOnFilm>;

export const attributionMethods = {
  "attribution.explain": method(
    "Which neurons fire on one image, and where on the film each gets its evidence.",
    v.strictObject({ image: sha256, sae: packId }),
    explanation,
  ),
  "attribution.neuron": method(
    "One neuron on one film: its pre-activation and where on the film it gets its evidence, firing or not.",
    v.strictObject({ image: sha256, sae: packId, neuron: neuronIndex }),
    neuronOnFilm,
  ),
};
