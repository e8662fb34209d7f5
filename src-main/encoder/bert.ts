import { createGraph } from "../runtime/index.ts";
import type { Value } from "../runtime/index.ts";
import { selfAttention } from "./attention.ts";
import { feedForward, layerNorm, project } from "./layers.ts";
import type { Tower } from "./layers.ts";
import type { TextArchitecture } from "./manifest.ts";
import type { Weights } from "./weights.ts";

/** Names of the graph's input and output. */
export const bertNames = { input: "ids", embedding: "embedding" } as const;

/**
 * MedCLIP's text tower as an ONNX graph: `ids` [n, length] int64, texts of equal length without padding → `embedding`
 * [n, D] before L2 normalisation. BERT (Devlin et al., NAACL 2019, post-norm), weights under the names of transformers
 * 4.x below "text_model."; pooling as MedCLIP's MedCLIPTextModel: hidden states 1, 2 and last, mean over the positions
 * ([CLS] and [SEP] included), mean over the three, bias-free projection.
 */
export function bertGraph(architecture: TextArchitecture, embedding: number, weights: Weights): Uint8Array {
  const { hidden, layers, heads, layerNormEpsilon } = architecture;
  const graph = createGraph("medclip-bert");
  const tower: Tower = { graph, weights, epsilon: layerNormEpsilon };
  let states = embeddings(tower, architecture);
  const pooled: Value[] = [];
  for (let layer = 1; layer <= layers; layer++) {
    const name = `model.encoder.layer.${String(layer - 1)}`;
    const shape = { width: hidden, heads, windows: 1, tokens: -1 };
    const attended = graph.op("Add", [states, selfAttention(tower, states, `${name}.attention`, shape)]);
    const normed = layerNorm(tower, attended, `${name}.attention.output.LayerNorm`, hidden);
    const fed = graph.op("Add", [normed, feedForward(tower, normed, name, hidden, architecture.intermediate)]);
    states = layerNorm(tower, fed, `${name}.output.LayerNorm`, hidden);
    if (layer <= 2) pooled.push(states);
  }
  pooled.push(states);
  const mean = graph.op("Mul", [graph.op("Sum", pooled), graph.scalar(1 / pooled.length)]);
  const text = graph.op("ReduceMean", [mean, graph.ints([1])], { keepdims: 0 });
  const projected = project(tower, text, "projection_head", hidden, embedding);
  weights.finish();
  graph.output(bertNames.embedding, projected, "float32", ["n", embedding]);
  return graph.toBytes();
}

/** LN(word + position + type 0); the row of type 0 is folded into the positions. */
function embeddings(tower: Tower, { hidden, positions, vocabulary }: TextArchitecture): Value {
  const { graph, weights } = tower;
  const name = "model.embeddings";
  const ids = graph.input(bertNames.input, "int64", ["n", "length"]);
  const words = weights.tensor(`${name}.word_embeddings.weight`, [vocabulary, hidden]);
  const type = weights.firstRows(`${name}.token_type_embeddings.weight`, 1, hidden);
  // MedCLIP reads at most 77 of BERT's 512 positions.
  const places = weights.firstRows(`${name}.position_embeddings.weight`, positions, hidden);
  const folded = places.map((value, i) => value + (type[i % hidden] ?? 0));
  const table = graph.constant(words, [vocabulary, hidden], `${name}.word_embeddings.weight`);
  const word = graph.op("Gather", [table, ids], { axis: 0 });
  const length = graph.op("Shape", [ids], { start: 1, end: 2 });
  const place = graph.constant(folded, [positions, hidden], `${name}.position_embeddings.weight`);
  const position = graph.op("Slice", [place, graph.ints([0]), length, graph.ints([0])]);
  return layerNorm(tower, graph.op("Add", [word, position]), `${name}.LayerNorm`, hidden);
}
