import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Encoder } from "../encoder/index.ts";
import { norm } from "../sae/index.ts";
import { projectTokens, sumTokens } from "./token-maps.ts";

/** What the split needs to know of an encoder. */
export type Projection = Pick<Encoder, "grid" | "tokenWidth" | "embeddingWidth" | "projection">;

/** What the encoder gave for one image. */
export interface EncodedImage {
  /** [T, C] after the final norm. */
  readonly tokens: Float32Array;
  /** [D] before normalisation. */
  readonly embedding: Float32Array;
}

/** One image as the sum over its tokens: all that its maps are made from. */
export interface ProjectedImage {
  /** u_t, [T, D]. */
  readonly parts: Float64Array;
  /** u = Σ_t u_t, [D]. */
  readonly embedding: Float64Array;
}

/** Means over the data set, where images have been encoded: of u_t / |u|, [T, D], and of u / |u|, [D]. */
export type DataSetMeans = ProjectedImage;

/**
 * Splits the embedding of an image over its tokens (ARCHITECTURE.md, The exact map).
 * @throws LightboxError `model/mismatch` where the tokens do not make the embedding
 */
export function projectImage(encoder: Projection, image: EncodedImage): ProjectedImage {
  const projected = project(encoder, image.tokens);
  refuseOtherEmbedding(projected.embedding, image.embedding);
  return projected;
}

/** The same for the mean of h_t / |u| over a data set, [T, C]. */
export function projectMeans(encoder: Projection, tokens: Float64Array): DataSetMeans {
  return project(encoder, tokens);
}

function project(encoder: Projection, tokens: ArrayLike<number>): ProjectedImage {
  const shape = {
    tokens: encoder.grid[0] * encoder.grid[1],
    tokenWidth: encoder.tokenWidth,
    embedding: encoder.embeddingWidth,
  };
  const parts = projectTokens(tokens, encoder.projection, shape);
  return { parts, embedding: sumTokens(parts, shape.embedding) };
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
