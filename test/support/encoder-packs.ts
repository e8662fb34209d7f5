import { join } from "node:path";
import { createGraph, writePack, writeSafetensors } from "../../src-main/runtime/index.ts";
import type { Pack } from "../../src-main/runtime/index.ts";
import { bertShapes } from "./bert-reference.ts";
import { randomState } from "./random-state.ts";
import type { State } from "./random-state.ts";
import { swinShapes } from "./swin-reference.ts";

const common = {
  format: "lightbox-pack/1",
  kind: "encoder",
  name: "Test encoder",
  version: "1",
  licence: "Apache-2.0",
  intendedUse: "Tests.",
  trainingData: "None: random weights.",
};

export const smallSwin = {
  ...{ image: 28, patch: 2, width: 4, depths: [2, 2], heads: [1, 2], window: 7, ratio: 4, epsilon: 1e-5, embedding: 6 },
};
export const smallBert = {
  ...{ hidden: 12, layers: 3, heads: 3, intermediate: 20, positions: 9, vocabulary: 8, embedding: 6 },
};
export const smallVocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "no", "effusion", "##s", "."];

/** A MedCLIP-like encoder of a few thousand weights: 7 × 7 tokens of width 8, embeddings of width 6. */
export function swinManifest() {
  const { hidden, layers, heads, intermediate, positions, vocabulary } = smallBert;
  return {
    ...common,
    id: "small-swin",
    architecture: {
      ...{ type: "medclip-swin", imageSize: 28, patchSize: 2, embedDimension: 4, depths: [2, 2], heads: [1, 2] },
      ...{ window: 7, mlpRatio: 4, layerNormEpsilon: 1e-5 },
      text: {
        ...{ type: "bert", hidden, layers, heads, intermediate, positions, vocabulary },
        ...{ layerNormEpsilon: 1e-12, lowerCase: true, vocabularyFile: "vocab.txt" },
      },
    },
    dimensions: { tokens: 49, grid: [7, 7], tokenWidth: 8, embedding: 6 },
    preprocessing: preprocessing(28, 1),
  };
}

function preprocessing(side: number, channels: number) {
  const fixed = { fit: "pad", padValue: 0, interpolation: "bicubic", scale: 1 / 255 };
  return { ...fixed, size: [side, side], channels, mean: [0.5], standardDeviation: [0.25] };
}

/** Image and text tower of the small encoder, as MedCLIP's checkpoint holds them. */
export function smallState(seed = 1): State {
  const index = { dtype: "I64", shape: [49], data: new Float32Array(49) };
  return new Map([
    ...randomState({ ...swinShapes(smallSwin), ...bertShapes(smallBert), logit_scale: [] }, seed),
    ["vision_model.model.encoder.layers.0.blocks.0.attention.self.relative_position_index", index],
  ]);
}

export async function writeSwinPack(folder: string, state = smallState(), manifest: object = swinManifest()) {
  return writePack(
    join(folder, "small-swin"),
    { ...manifest },
    {
      "weights.safetensors": writeSafetensors(Object.fromEntries(state)),
      "vocab.txt": new TextEncoder().encode(`${smallVocabulary.join("\n")}\n`),
    },
  );
}

/** A graph of one convolution, 3 × 8 × 6 pixels → 4 channels on a map of 4 × 3, and its mean. */
export function graphManifest() {
  return {
    ...common,
    id: "small-graph",
    architecture: {
      ...{ type: "onnx", file: "encoder.onnx", input: "film", tokens: "features", tokenLayout: "map" },
      embedding: "pooled",
    },
    dimensions: { tokens: 12, grid: [4, 3], tokenWidth: 4, embedding: 4 },
    preprocessing: { ...preprocessing(8, 3), size: [8, 6], fit: "squash" },
  };
}

export interface GraphOptions {
  /** What is taken for the embedding instead of the mean. */
  readonly pooling?: "mean" | "max";
  readonly layout?: "map" | "sequence";
  readonly batch?: number | string;
  /** [D, 4], applied to the mean inside the graph. */
  readonly projection?: Float32Array;
  readonly manifest?: Record<string, unknown>;
}

export async function writeGraphPack(folder: string, options: GraphOptions = {}): Promise<Pack> {
  const { pooling = "mean", layout = "map", batch = "n", projection } = options;
  const graph = createGraph("small");
  const film = graph.input("film", "float32", [batch, 3, 8, 6]);
  const kernel = Float32Array.from({ length: 48 }, (_, i) => Math.sin(3 * i + 1));
  const features = graph.op("Conv", [film, graph.constant(kernel, [4, 3, 2, 2])], {
    strides: [2, 2],
    kernel_shape: [2, 2],
  });
  const cells = graph.op("Reshape", [features, graph.ints([0, 4, 12])]);
  const pool = pooling === "mean" ? "ReduceMean" : "ReduceMax";
  const pooled = graph.op(pool, [cells, graph.ints([2])], { keepdims: 0 });
  const width = projection === undefined ? 4 : projection.length / 4;
  const embedding =
    projection === undefined
      ? pooled
      : graph.op("Gemm", [pooled, graph.constant(projection, [width, 4])], { transB: 1 });
  if (layout === "map") graph.output("features", features, "float32", [batch, 4, 4, 3]);
  else graph.output("features", graph.op("Transpose", [cells], { perm: [0, 2, 1] }), "float32", [batch, 12, 4]);
  graph.output("pooled", embedding, "float32", [batch, width]);
  const weights = projection && {
    "weights.safetensors": writeSafetensors({ p: { shape: [width, 4], data: projection } }),
  };
  const manifest = { ...graphManifest(), ...options.manifest };
  return writePack(join(folder, "small-graph"), manifest, { "encoder.onnx": graph.toBytes(), ...weights });
}
