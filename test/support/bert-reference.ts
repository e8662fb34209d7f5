import { added, attend, dense, gelu, layerNorm, meanRow } from "./float64.ts";
import type { Rows } from "./float64.ts";
import { weight } from "./random-state.ts";
import type { State } from "./random-state.ts";

export interface BertShape {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly positions: number;
  readonly vocabulary: number;
  readonly embedding: number;
}

/** Names and shapes of the text tower in transformers 4.x' spelling, the pooler that nobody uses included. */
export function bertShapes(shape: BertShape): Record<string, number[]> {
  const { hidden, intermediate } = shape;
  const model = "text_model.model";
  const shapes: Record<string, number[]> = {
    [`${model}.embeddings.word_embeddings.weight`]: [shape.vocabulary, hidden],
    [`${model}.embeddings.position_embeddings.weight`]: [shape.positions + 5, hidden],
    [`${model}.embeddings.token_type_embeddings.weight`]: [2, hidden],
    "text_model.projection_head.weight": [shape.embedding, hidden],
  };
  const both = (name: string, to: number, from?: number): void => {
    shapes[`${model}.${name}.weight`] = from === undefined ? [to] : [to, from];
    shapes[`${model}.${name}.bias`] = [to];
  };
  both("embeddings.LayerNorm", hidden);
  both("pooler.dense", hidden, hidden);
  for (let l = 0; l < shape.layers; l++) {
    const layer = `encoder.layer.${String(l)}`;
    for (const part of ["query", "key", "value"]) both(`${layer}.attention.self.${part}`, hidden, hidden);
    both(`${layer}.attention.output.dense`, hidden, hidden);
    both(`${layer}.attention.output.LayerNorm`, hidden);
    both(`${layer}.intermediate.dense`, intermediate, hidden);
    both(`${layer}.output.dense`, hidden, intermediate);
    both(`${layer}.output.LayerNorm`, hidden);
  }
  return shapes;
}

/** MedCLIP's text tower on one text in float64: hidden states 1, 2 and last, each averaged over all positions. */
export function bertReference(shape: BertShape, state: State, ids: readonly number[]): Float64Array {
  const at = (name: string) => weight(state, `text_model.${name}`);
  const norm = (rows: Rows, name: string) => layerNorm(rows, at(`${name}.weight`), at(`${name}.bias`), 1e-12);
  const linear = (rows: Rows, name: string) => dense(rows, at(`${name}.weight`), at(`${name}.bias`));
  const row = (name: string, i: number) =>
    Float64Array.from(at(`model.embeddings.${name}.weight`).subarray(i * shape.hidden, (i + 1) * shape.hidden));
  const words = ids.map((id) => row("word_embeddings", id));
  const places = ids.map((_, place) => row("position_embeddings", place));
  const types = ids.map(() => row("token_type_embeddings", 0));
  let rows: Rows = norm(added(added(words, places), types), "model.embeddings.LayerNorm");
  const hidden: Rows[] = [rows];
  for (let l = 0; l < shape.layers; l++) {
    const layer = `model.encoder.layer.${String(l)}`;
    const [q, k, v] = ["query", "key", "value"].map((part) => linear(rows, `${layer}.attention.self.${part}`));
    const mixed = linear(
      attend(q ?? [], k ?? [], v ?? [], shape.heads, () => 0),
      `${layer}.attention.output.dense`,
    );
    rows = norm(added(rows, mixed), `${layer}.attention.output.LayerNorm`);
    const fed = linear(gelu(linear(rows, `${layer}.intermediate.dense`)), `${layer}.output.dense`);
    rows = norm(added(rows, fed), `${layer}.output.LayerNorm`);
    hidden.push(rows);
  }
  const pooled = [hidden[1], hidden[2], hidden.at(-1)].map((states) => meanRow(states ?? []));
  return dense([meanRow(pooled)], at("projection_head.weight"))[0] ?? new Float64Array(0);
}
