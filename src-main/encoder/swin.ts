import { createGraph } from "../runtime/index.ts";
import type { Value } from "../runtime/index.ts";
import { selfAttention } from "./attention.ts";
import { feedForward, layerNorm, project } from "./layers.ts";
import type { Tower } from "./layers.ts";
import type { SwinArchitecture } from "./manifest.ts";
import { mergeOrder, relativeBias, reorder, rowMajor, shiftMask, windowOrder } from "./windows.ts";
import type { Weights } from "./weights.ts";

/** Names of the graph's input and outputs. */
export const swinNames = { input: "input", tokens: "tokens", embedding: "embedding" } as const;

/** Tokens [n, side², width] in some order of their places on the side × side map. */
interface TokenMap {
  readonly value: Value;
  readonly side: number;
  readonly width: number;
  readonly order: Int32Array;
}

/**
 * MedCLIP's image tower as an ONNX graph: `input` [n, channels, S, S] → `tokens` [n, T, C] after the last LayerNorm,
 * row-major, and `embedding` [n, D] = P · mean of the tokens, before L2 normalisation. Swin: Liu et al., ICCV 2021;
 * weights under the names of transformers 4.x below "vision_model.". With one channel the three kernels are added up:
 * MedCLIP shows three identical channels.
 */
export function swinGraph(
  architecture: SwinArchitecture,
  channels: number,
  embedding: number,
  weights: Weights,
): Uint8Array {
  const graph = createGraph("medclip-swin");
  const tower: Tower = { graph, weights, epsilon: architecture.layerNormEpsilon };
  let tokens = patches(tower, architecture, channels);
  architecture.depths.forEach((depth, stage) => {
    if (stage > 0) tokens = merged(tower, tokens, `model.encoder.layers.${String(stage - 1)}.downsample`);
    for (let block = 0; block < depth; block++) {
      tokens = swinBlock(tower, tokens, architecture, { stage, block });
    }
  });
  const ordered = inOrder(tower, tokens, rowMajor(tokens.side));
  const last = layerNorm(tower, ordered.value, "model.layernorm", tokens.width);
  const pooled = graph.op("ReduceMean", [last, graph.ints([1])], { keepdims: 0 });
  const embedded = project(tower, pooled, "projection_head", tokens.width, embedding);
  weights.finish();
  graph.output(swinNames.tokens, last, "float32", ["n", tokens.side ** 2, tokens.width]);
  graph.output(swinNames.embedding, embedded, "float32", ["n", embedding]);
  return graph.toBytes();
}

/** Patch embedding: a convolution whose stride is its kernel, then LayerNorm. */
function patches(tower: Tower, architecture: SwinArchitecture, channels: number): TokenMap {
  const { graph, weights } = tower;
  const { imageSize, patchSize, embedDimension: width } = architecture;
  const name = "model.embeddings.patch_embeddings.projection";
  const input = graph.input(swinNames.input, "float32", ["n", channels, imageSize, imageSize]);
  const colour = weights.tensor(`${name}.weight`, [width, 3, patchSize, patchSize]);
  const kernel = channels === 3 ? colour : addedChannels(colour, width, patchSize ** 2);
  const kernels = graph.constant(kernel, [width, channels, patchSize, patchSize], `${name}.weight`);
  const bias = graph.constant(weights.tensor(`${name}.bias`, [width]), [width], `${name}.bias`);
  const strides = { strides: [patchSize, patchSize], kernel_shape: [patchSize, patchSize] };
  const map = graph.op("Transpose", [graph.op("Conv", [input, kernels, bias], strides)], { perm: [0, 2, 3, 1] });
  const side = imageSize / patchSize;
  const rows = graph.op("Reshape", [map, graph.ints([0, side * side, width])]);
  return { value: layerNorm(tower, rows, "model.embeddings.norm", width), side, width, order: rowMajor(side) };
}

/** [width, 3, area] → [width, 1, area]: the sum over the input channels. */
function addedChannels(kernel: Float32Array, width: number, area: number): Float32Array {
  return Float32Array.from({ length: width * area }, (_, i) => {
    const start = Math.floor(i / area) * 3 * area + (i % area);
    return (kernel[start] ?? 0) + (kernel[start + area] ?? 0) + (kernel[start + 2 * area] ?? 0);
  });
}

/** Window attention and feed-forward, both pre-norm and residual. */
function swinBlock(
  tower: Tower,
  before: TokenMap,
  architecture: SwinArchitecture,
  at: { readonly stage: number; readonly block: number },
): TokenMap {
  const { graph } = tower;
  const { window, heads: headsOfStages, mlpRatio } = architecture;
  const { side, width } = before;
  const name = `model.encoder.layers.${String(at.stage)}.blocks.${String(at.block)}`;
  const heads = headsOfStages[at.stage] ?? 1;
  // A map of a single window has nothing to shift.
  const shift = at.block % 2 === 1 && side > window ? Math.floor(window / 2) : 0;
  // Tokens stay in window order through the block; one gather stands for roll, partition, reverse and roll back.
  const tokens = inOrder(tower, before, windowOrder(side, window, shift));
  const shape = { width, heads, windows: (side / window) ** 2, tokens: window ** 2 };
  const normed = layerNorm(tower, tokens.value, `${name}.layernorm_before`, width);
  const bias = attentionBias(tower, `${name}.attention.self.relative_position_bias_table`, heads, {
    side,
    window,
    shift,
  });
  const attended = graph.op("Add", [tokens.value, selfAttention(tower, normed, `${name}.attention`, shape, bias)]);
  const again = layerNorm(tower, attended, `${name}.layernorm_after`, width);
  const fed = feedForward(tower, again, name, width, Math.round(mlpRatio * width));
  return { ...tokens, value: graph.op("Add", [attended, fed]) };
}

/** Relative position bias, [heads, A, A], with the shift mask folded in where there is one: [windows, heads, A, A]. */
function attentionBias(
  { graph, weights }: Tower,
  name: string,
  heads: number,
  { side, window, shift }: { readonly side: number; readonly window: number; readonly shift: number },
): Value {
  const area = window ** 2;
  const table = weights.tensor(name, [(2 * window - 1) ** 2, heads]);
  const bias = relativeBias(table, heads, window);
  if (shift === 0) return graph.constant(bias, [heads, area, area], name);
  const mask = shiftMask(side, window, shift);
  const pairs = area * area;
  const folded = Float32Array.from({ length: (mask.length / pairs) * bias.length }, (_, i) => {
    const [number, place] = [Math.floor(i / bias.length), i % bias.length];
    return (bias[place] ?? 0) + (mask[number * pairs + (place % pairs)] ?? 0);
  });
  return graph.constant(folded, [(side / window) ** 2, heads, area, area], name);
}

/** Patch merging: 2 × 2 tokens side by side, LayerNorm, then a bias-free projection to twice the width. */
function merged(tower: Tower, before: TokenMap, name: string): TokenMap {
  const { graph } = tower;
  const { side, width } = before;
  const [half, double] = [side / 2, 2 * width];
  const corners = inOrder(tower, before, mergeOrder(side)).value;
  const joined = graph.op("Reshape", [corners, graph.ints([0, half * half, 2 * double])]);
  const normed = layerNorm(tower, joined, `${name}.norm`, 2 * double);
  const value = project(tower, normed, `${name}.reduction`, 2 * double, double);
  return { value, side: half, width: double, order: rowMajor(half) };
}

/** The same tokens in another order. */
function inOrder({ graph }: Tower, tokens: TokenMap, order: Int32Array): TokenMap {
  const moves = reorder(tokens.order, order);
  if (moves === undefined) return { ...tokens, order };
  const indices = graph.constant(BigInt64Array.from(moves, BigInt), [moves.length]);
  return { ...tokens, value: graph.op("Gather", [tokens.value, indices], { axis: 1 }), order };
}
