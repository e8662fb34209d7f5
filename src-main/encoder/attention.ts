import type { Value } from "../runtime/index.ts";
import { linear } from "./layers.ts";
import type { Tower } from "./layers.ts";

/** Self-attention within groups of tokens that lie side by side. */
export interface AttentionShape {
  readonly width: number;
  readonly heads: number;
  /** Windows per image; 1 where all tokens see each other. */
  readonly windows: number;
  /** Tokens per window; -1 for a length that each run decides. */
  readonly tokens: number;
}

/**
 * Multi-head self-attention softmax(q kᵀ / √d + bias) v, merged and put through `output.dense`; weights below `name` in
 * Hugging Face's layout (`self.query` …). x and the result are [n, windows · tokens, width]; `bias` broadcasts to
 * [n, windows, heads, tokens, tokens].
 */
export function selfAttention(tower: Tower, x: Value, name: string, shape: AttentionShape, bias?: Value): Value {
  const { graph } = tower;
  const { width, heads, windows, tokens } = shape;
  const split = graph.ints([0, windows, tokens, 3, heads, width / heads]);
  const together = graph.op("Reshape", [queryKeyValue(tower, x, `${name}.self`, shape), split]);
  const parts = graph.op("Transpose", [together], { perm: [3, 0, 1, 4, 2, 5] });
  const [query, key, value] = graph
    .opN("Split", [parts], { axis: 0, num_outputs: 3 }, 3)
    .map((part) => graph.op("Squeeze", [part, graph.ints([0])]));
  const keys = graph.op("Transpose", [key], { perm: [0, 1, 2, 4, 3] });
  const plain = graph.op("MatMul", [query, keys]);
  const scores = bias === undefined ? plain : graph.op("Add", [plain, bias]);
  const mixed = graph.op("MatMul", [graph.op("Softmax", [scores], { axis: -1 }), value]);
  const merged = graph.op("Transpose", [mixed], { perm: [0, 1, 3, 2, 4] });
  return linear(tower, graph.op("Reshape", [merged, graph.ints([0, -1, width])]), `${name}.output.dense`, width, width);
}

/** One product for query, key and value, [n, T, 3 · width]; 1/√d is folded into the query. */
function queryKeyValue({ graph, weights }: Tower, x: Value, name: string, { width, heads }: AttentionShape): Value {
  const matrix = new Float32Array(width * 3 * width);
  const bias = new Float32Array(3 * width);
  ["query", "key", "value"].forEach((part, place) => {
    const scale = part === "query" ? 1 / Math.sqrt(width / heads) : 1;
    const weight = weights.tensor(`${name}.${part}.weight`, [width, width]);
    const shift = weights.tensor(`${name}.${part}.bias`, [width]);
    for (let out = 0; out < width; out++) {
      const column = place * width + out;
      bias[column] = (shift[out] ?? 0) * scale;
      for (let from = 0; from < width; from++)
        matrix[from * 3 * width + column] = (weight[out * width + from] ?? 0) * scale;
    }
  });
  const product = graph.op("MatMul", [x, graph.constant(matrix, [width, 3 * width], `${name}.weight`)]);
  return graph.op("Add", [product, graph.constant(bias, [3 * width], `${name}.bias`)]);
}
