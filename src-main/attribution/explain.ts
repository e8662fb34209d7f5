import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Encoder } from "../encoder/index.ts";
import { applyGate, cosine, norm, preActivations, reconstruct, saeInput } from "../sae/index.ts";
import type { Code, Sae } from "../sae/index.ts";
import { projectTokens, sumTokens, tokenMaps } from "./token-maps.ts";

/** What the encoder gave for one image. */
export interface EncodedImage {
  /** [T, C] after the final norm. */
  readonly tokens: Float32Array;
  /** [D] before normalisation. */
  readonly embedding: Float32Array;
}

/** Means over the data set, where images have been encoded. */
export interface DataSetMeans {
  /** Mean of h_t / |u|, [T, C]. */
  readonly tokens: Float64Array;
  /** Mean of u / |u|, [D]. */
  readonly embedding: Float64Array;
}

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

/** Explains one encoded image: which neurons fire, where each gets its evidence, how well the code stands for the embedding. */
export function attribute(
  encoder: Pick<Encoder, "grid" | "tokenWidth" | "embeddingWidth" | "projection">,
  sae: Sae,
  image: EncodedImage,
  means: DataSetMeans | null,
): Attribution {
  const shape = {
    tokens: encoder.grid[0] * encoder.grid[1],
    tokenWidth: encoder.tokenWidth,
    embedding: encoder.embeddingWidth,
  };
  const parts = projectTokens(image.tokens, encoder.projection, shape);
  const embedding = sumTokens(parts, shape.embedding);
  refuseOtherEmbedding(embedding, image.embedding);
  const input = saeInput(sae, embedding);
  const pre = preActivations(sae, input);
  const code = applyGate(sae.gate, pre);
  const length = sae.normalised ? norm(embedding) : 1;
  const maps = tokenMaps(sae, code.indices, parts, length);
  return {
    code,
    preActivations: Float64Array.from(code.indices, (neuron) => pre[neuron] ?? 0),
    constants: Float64Array.from(code.indices, (neuron) => sae.constants[neuron] ?? 0),
    maps,
    centredMaps: means === null || !sae.normalised ? null : centred(encoder, sae, code, maps, means, shape),
    reconstruction: reconstructionOf(sae, code, input, means),
  };
}

/** The split is exact only if the tokens make the embedding: the graph's own must agree to float32 rounding. */
function refuseOtherEmbedding(fromTokens: Float64Array, fromGraph: Float32Array): void {
  const difference = norm(fromTokens.map((value, d) => value - (fromGraph[d] ?? 0)));
  if (fromGraph.length === fromTokens.length && difference <= 1e-4 * norm(fromTokens)) return;
  throw new LightboxError(
    "model/mismatch",
    "The encoder's tokens do not add up to its embedding, so no exact map can be drawn.",
    "Check which outputs the pack's manifest names as tokens and embedding.",
  );
}

function centred(
  encoder: Pick<Encoder, "projection">,
  sae: Sae,
  code: Code,
  maps: Float64Array,
  means: DataSetMeans,
  shape: Parameters<typeof projectTokens>[2],
): Float64Array {
  const average = tokenMaps(sae, code.indices, projectTokens(means.tokens, encoder.projection, shape), 1);
  return maps.map((value, place) => value - (average[place] ?? 0));
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
