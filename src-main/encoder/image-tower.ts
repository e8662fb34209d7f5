import { LightboxError } from "../../src-preload/contract/errors.ts";
import { packFile, readPackGraph } from "../runtime/index.ts";
import type { ModelSource, Pack, TensorInfo } from "../runtime/index.ts";
import type { EncoderManifest, GraphArchitecture, SwinArchitecture } from "./manifest.ts";
import { swinGraph, swinNames } from "./swin.ts";
import { openWeights, readState, weightsFile } from "./weights.ts";

/** A graph that turns prepared images into tokens and embeddings, ready to be loaded. */
export interface ImageTower {
  readonly source: ModelSource;
  readonly names: { readonly input: string; readonly tokens: string; readonly embedding: string };
  /** "sequence": [n, cells, C]; "map": [n, C, rows, columns]. */
  readonly tokenLayout: "sequence" | "map";
  /** [D, C], or null where the embedding is the plain mean of the tokens. */
  readonly projection: Float32Array | null;
  /** We did not make the graph ourselves, so that its embedding is the projected mean of its tokens has to be checked. */
  readonly foreign: boolean;
}

type Builder<Architecture> = (pack: Pack, manifest: EncoderManifest, architecture: Architecture) => Promise<ImageTower>;

/** Makes the image tower of a pack by the type of its architecture. Throws `model/*`. */
export function buildImageTower(pack: Pack, manifest: EncoderManifest): Promise<ImageTower> {
  const { architecture } = manifest;
  switch (architecture.type) {
    case "medclip-swin":
      return buildSwin(pack, manifest, architecture);
    case "onnx":
      return buildGraph(pack, manifest, architecture);
  }
}

const buildSwin: Builder<SwinArchitecture> = async (pack, { id, dimensions, preprocessing }, architecture) => {
  const { embedding, tokenWidth } = dimensions;
  const weights = openWeights(await readState(pack), "vision_model.", id);
  const bytes = swinGraph(architecture, preprocessing.channels, embedding, weights);
  // A copy: the view would keep the whole file in memory.
  const projection = weights.tensor("projection_head.weight", [embedding, tokenWidth]).slice();
  return { source: { bytes }, names: swinNames, tokenLayout: "sequence", projection, foreign: false };
};

const buildGraph: Builder<GraphArchitecture> = async (pack, { id, dimensions }, architecture) => {
  const { input, tokens, embedding, tokenLayout, file } = architecture;
  const summary = await readPackGraph(pack, file);
  for (const name of architecture.externalData ?? []) packFile(pack, name);
  requireNames(id, "input", [input], summary.inputs);
  requireNames(id, "output", [tokens, embedding], summary.outputs);
  const projection = architecture.projection === undefined ? null : await readProjection(pack, architecture.projection);
  const wanted = dimensions.embedding * dimensions.tokenWidth;
  if (projection !== null && projection.length !== wanted)
    throw mismatch(id, `its projection holds ${String(projection.length)} numbers, not ${String(wanted)}`);
  if (projection === null && dimensions.embedding !== dimensions.tokenWidth)
    throw mismatch(id, "without a projection its embedding must be as wide as its tokens");
  const source = { path: packFile(pack, file) };
  return { source, names: { input, tokens, embedding }, tokenLayout, projection, foreign: true };
};

async function readProjection(pack: Pack, name: string): Promise<Float32Array> {
  const tensor = (await readState(pack)).get(name);
  if (tensor?.data instanceof Float32Array) return tensor.data.slice();
  throw new LightboxError(
    "model/bad-weights",
    `${weightsFile} of ${pack.manifest.id} has no tensor "${name}" of real numbers.`,
    "Name the projection in manifest.json as it is named in the file.",
  );
}

function requireNames(id: string, kind: string, wanted: readonly string[], found: readonly TensorInfo[]): void {
  const names = found.map((info) => info.name);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw mismatch(id, `its graph has no ${kind} "${missing.join('", "')}"; it has ${names.join(", ")}`);
}

/** The graph does something else than its manifest says. */
export function mismatch(id: string, reason: string): LightboxError {
  return new LightboxError(
    "model/mismatch",
    `The encoder "${id}" does not do what its manifest says: ${reason}.`,
    "Correct manifest.json, or export the graph again with the normed tokens and their pooled embedding as outputs.",
  );
}
