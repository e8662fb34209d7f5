import { preActivation, saeInput } from "../sae/index.ts";
import type { Code, Sae } from "../sae/index.ts";
import { neuronMaps } from "./explain.ts";
import type { DataSetMeans, ProjectedImage } from "./project.ts";

/** One neuron on one image, whether it fires there or not. */
export interface NeuronAttribution {
  /** After the gate; 0 where it does not fire. */
  readonly activation: number;
  readonly preActivation: number;
  readonly constant: number;
  /** [rows, columns] float64; together with the constant its cells add up to the pre-activation. */
  readonly map: Float64Array;
  /** The same minus each cell's mean over the data set; null without one. */
  readonly centredMap: Float64Array | null;
}

/**
 * What a neuron makes of an image: pre-activation and map of any neuron are the same arithmetic, the gate only says whether
 * it counts (ARCHITECTURE.md, The exact map).
 * @param code of the same image and SAE; it holds the activations of what fires
 * @param neuron below the SAE's number of neurons
 */
export function attributeNeuron(
  sae: Sae,
  image: ProjectedImage,
  code: Code,
  neuron: number,
  means: DataSetMeans | null,
): NeuronAttribution {
  const { maps, centredMaps } = neuronMaps(sae, [neuron], image, means);
  const place = code.indices.indexOf(neuron);
  return {
    activation: place < 0 ? 0 : (code.values[place] ?? 0),
    preActivation: preActivation(sae, saeInput(sae, image.embedding), neuron),
    constant: sae.constants[neuron] ?? 0,
    map: maps,
    centredMap: centredMaps,
  };
}
