import { applyGate, cosine, norm, preActivations, reconstruct, saeInput } from "../sae/index.ts";
import type { Code, Sae } from "../sae/index.ts";
import type { DataSetMeans, ProjectedImage } from "./project.ts";
import { tokenMaps } from "./token-maps.ts";

/** One image split over its firing neurons, and each neuron over the cells of the film. */
export interface Attribution {
  readonly code: Code;
  /** Of the firing neurons, in the code's order. */
  readonly preActivations: Float64Array;
  readonly constants: Float64Array;
  /** [neurons, rows, columns] float64, parts of the pre-activation. */
  readonly maps: Float64Array;
  /** The same minus each cell's mean over the data set; null without one. */
  readonly centredMaps: Float64Array | null;
  readonly reconstruction: { readonly cosine: number; readonly fvu: number | null };
}

/** Explains one image: which neurons fire, where each gets its evidence, how well the code stands for the embedding. */
export function attribute(sae: Sae, image: ProjectedImage, means: DataSetMeans | null): Attribution {
  const input = saeInput(sae, image.embedding);
  const pre = preActivations(sae, input);
  const code = applyGate(sae.gate, pre);
  return {
    code,
    preActivations: Float64Array.from(code.indices, (neuron) => pre[neuron] ?? 0),
    constants: Float64Array.from(code.indices, (neuron) => sae.constants[neuron] ?? 0),
    ...neuronMaps(sae, code.indices, image, means),
    reconstruction: reconstructionOf(sae, code, input, means),
  };
}

/** Which neurons fire on an image, and how strongly. */
export function codeImage(sae: Sae, image: ProjectedImage): Code {
  return applyGate(sae.gate, preActivations(sae, saeInput(sae, image.embedding)));
}

/**
 * Maps of chosen neurons, [neurons, rows, columns] float64, plain and with each cell's mean over the data set taken off;
 * without means, or for an SAE that reads embeddings as they are (the means are of unit length), there are no centred ones.
 */
export function neuronMaps(
  sae: Sae,
  neurons: ArrayLike<number>,
  image: ProjectedImage,
  means: DataSetMeans | null,
): Pick<Attribution, "maps" | "centredMaps"> {
  const maps = tokenMaps(sae, neurons, image.parts, sae.normalised ? norm(image.embedding) : 1);
  if (means === null || !sae.normalised) return { maps, centredMaps: null };
  const average = tokenMaps(sae, neurons, means.parts, 1);
  return { maps, centredMaps: maps.map((value, place) => value - (average[place] ?? 0)) };
}

/**
 * Cosine, and the fraction of variance unexplained |x − x̂|² / |x − mean|² of this image; null where the mean is unknown: the
 * data set's is that of embeddings of unit length, so an SAE that reads them as they are has none.
 */
function reconstructionOf(
  sae: Sae,
  code: Code,
  input: Float64Array,
  means: DataSetMeans | null,
): Attribution["reconstruction"] {
  const output = reconstruct(sae, code);
  const distance = (other: Float64Array): number => norm(input.map((value, d) => value - (other[d] ?? 0))) ** 2;
  const spread = means === null || !sae.normalised ? 0 : distance(means.embedding);
  return { cosine: cosine(input, output), fvu: spread > 0 ? distance(output) / spread : null };
}
