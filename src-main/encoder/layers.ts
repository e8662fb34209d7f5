import type { GraphBuilder, Value } from "../runtime/index.ts";
import type { Weights } from "./weights.ts";

/** What every layer is written with: the graph it goes into and the state dict its weights come from. */
export interface Tower {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
  readonly epsilon: number;
}

/** [rows, columns] row-major → [columns, rows]. */
export function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = matrix[row * columns + column] ?? 0;
  }
  return out;
}

/** LayerNorm over the last axis with the tower's epsilon. */
export function layerNorm({ graph, weights, epsilon }: Tower, x: Value, name: string, width: number): Value {
  const weight = graph.constant(weights.tensor(`${name}.weight`, [width]), [width], `${name}.weight`);
  const bias = graph.constant(weights.tensor(`${name}.bias`, [width]), [width], `${name}.bias`);
  return graph.op("LayerNormalization", [x, weight, bias], { axis: -1, epsilon });
}

/** x Wᵀ with W [to, from] as PyTorch stores it. */
export function project({ graph, weights }: Tower, x: Value, name: string, from: number, to: number): Value {
  const weight = transposed(weights.tensor(`${name}.weight`, [to, from]), to, from);
  return graph.op("MatMul", [x, graph.constant(weight, [from, to], `${name}.weight`)]);
}

/** x Wᵀ + b */
export function linear(tower: Tower, x: Value, name: string, from: number, to: number): Value {
  const bias = tower.graph.constant(tower.weights.tensor(`${name}.bias`, [to]), [to], `${name}.bias`);
  return tower.graph.op("Add", [project(tower, x, name, from, to), bias]);
}

/** Two linear layers with the exact (erf) GELU between them: `intermediate.dense` and `output.dense` below `name`. */
export function feedForward(tower: Tower, x: Value, name: string, width: number, inner: number): Value {
  const up = tower.graph.op("Gelu", [linear(tower, x, `${name}.intermediate.dense`, width, inner)]);
  return linear(tower, up, `${name}.output.dense`, inner, width);
}
