import { added, attend, dense, gelu, layerNorm, meanRow } from "./float64.ts";
import type { Rows } from "./float64.ts";
import { weight } from "./random-state.ts";
import type { State } from "./random-state.ts";

export interface SwinShape {
  readonly image: number;
  readonly patch: number;
  readonly width: number;
  readonly depths: readonly number[];
  readonly heads: readonly number[];
  readonly window: number;
  readonly ratio: number;
  readonly epsilon: number;
  readonly embedding: number;
}

/** Names and shapes of the image tower in transformers 4.x' spelling. */
export function swinShapes(shape: SwinShape): Record<string, number[]> {
  const model = "vision_model.model";
  const shapes: Record<string, number[]> = {
    [`${model}.embeddings.patch_embeddings.projection.weight`]: [shape.width, 3, shape.patch, shape.patch],
    [`${model}.embeddings.patch_embeddings.projection.bias`]: [shape.width],
  };
  const both = (name: string, to: number, from?: number): void => {
    shapes[`${name}.weight`] = from === undefined ? [to] : [to, from];
    shapes[`${name}.bias`] = [to];
  };
  both(`${model}.embeddings.norm`, shape.width);
  shape.depths.forEach((depth, stage) => {
    const c = shape.width * 2 ** stage;
    for (let b = 0; b < depth; b++) {
      const block = `${model}.encoder.layers.${String(stage)}.blocks.${String(b)}`;
      both(`${block}.layernorm_before`, c);
      for (const part of ["query", "key", "value"]) both(`${block}.attention.self.${part}`, c, c);
      const table = [(2 * shape.window - 1) ** 2, shape.heads[stage] ?? 1];
      shapes[`${block}.attention.self.relative_position_bias_table`] = table;
      both(`${block}.attention.output.dense`, c, c);
      both(`${block}.layernorm_after`, c);
      both(`${block}.intermediate.dense`, shape.ratio * c, c);
      both(`${block}.output.dense`, c, shape.ratio * c);
    }
    if (stage + 1 === shape.depths.length) {
      both(`${model}.layernorm`, c);
      return;
    }
    const merging = `${model}.encoder.layers.${String(stage)}.downsample`;
    both(`${merging}.norm`, 4 * c);
    shapes[`${merging}.reduction.weight`] = [2 * c, 4 * c];
  });
  shapes["vision_model.projection_head.weight"] = [shape.embedding, shape.width * 2 ** (shape.depths.length - 1)];
  return shapes;
}

/**
 * MedCLIP's image tower on one image [3, S, S] in float64, token by token on the map: no window partition, no roll, no
 * mask. Two tokens of a shifted block see each other when they fall into the same window and neither was brought there
 * by wrapping round without the other.
 */
export function swinReference(shape: SwinShape, state: State, image: Float32Array) {
  const at = (name: string) => weight(state, `vision_model.${name}`);
  const norm = (rows: Rows, name: string) => layerNorm(rows, at(`${name}.weight`), at(`${name}.bias`), shape.epsilon);
  const linear = (rows: Rows, name: string) => dense(rows, at(`${name}.weight`), at(`${name}.bias`));
  let side = shape.image / shape.patch;
  let rows: Rows = norm(
    linear(cutPatches(shape, image), "model.embeddings.patch_embeddings.projection"),
    "model.embeddings.norm",
  );
  shape.depths.forEach((depth, stage) => {
    const layer = `model.encoder.layers.${String(stage)}`;
    for (let b = 0; b < depth; b++) {
      const name = `${layer}.blocks.${String(b)}`;
      const shift = b % 2 === 1 && side > shape.window ? Math.floor(shape.window / 2) : 0;
      const normed = norm(rows, `${name}.layernorm_before`);
      const [q, k, v] = ["query", "key", "value"].map((part) => linear(normed, `${name}.attention.self.${part}`));
      const heads = shape.heads[stage] ?? 1;
      const bias = pairBias(
        side,
        shape.window,
        shift,
        at(`${name}.attention.self.relative_position_bias_table`),
        heads,
      );
      const mixed = attend(q ?? [], k ?? [], v ?? [], heads, bias);
      rows = added(rows, linear(mixed, `${name}.attention.output.dense`));
      const inner = gelu(linear(norm(rows, `${name}.layernorm_after`), `${name}.intermediate.dense`));
      rows = added(rows, linear(inner, `${name}.output.dense`));
    }
    if (stage + 1 === shape.depths.length) return;
    const joined = norm(joinCorners(rows, side), `${layer}.downsample.norm`);
    rows = dense(joined, at(`${layer}.downsample.reduction.weight`));
    side /= 2;
  });
  const tokens = norm(rows, "model.layernorm");
  return { tokens, embedding: dense([meanRow(tokens)], at("projection_head.weight"))[0] ?? new Float64Array(0) };
}

function cutPatches({ image: size, patch }: SwinShape, image: Float32Array): Float64Array[] {
  const side = size / patch;
  return Array.from({ length: side * side }, (_, token) => {
    const values: number[] = [];
    for (let c = 0; c < 3; c++) {
      for (let y = 0; y < patch; y++) {
        for (let x = 0; x < patch; x++) {
          const row = Math.floor(token / side) * patch + y;
          values.push(Number(image[(c * size + row) * size + (token % side) * patch + x]));
        }
      }
    }
    return Float64Array.from(values);
  });
}

function pairBias(side: number, window: number, shift: number, table: Float32Array, heads: number) {
  const wrapped = (place: number): boolean => place < shift;
  const rolled = (place: number): number => (place - shift + side) % side;
  const sees = (a: number, b: number): boolean =>
    Math.floor(rolled(a) / window) === Math.floor(rolled(b) / window) && wrapped(a) === wrapped(b);
  return (i: number, j: number, head: number): number | undefined => {
    const [yi, xi, yj, xj] = [Math.floor(i / side), i % side, Math.floor(j / side), j % side];
    if (!sees(yi, yj) || !sees(xi, xj)) return undefined;
    const [down, across] = [yi - yj, xi - xj];
    return table[((down + window - 1) * (2 * window - 1) + across + window - 1) * heads + head];
  };
}

function joinCorners(rows: Rows, side: number): Float64Array[] {
  const corners = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const;
  return Array.from({ length: (side / 2) ** 2 }, (_, cell) => {
    const [y, x] = [2 * Math.floor(cell / (side / 2)), 2 * (cell % (side / 2))];
    return Float64Array.from(corners.flatMap(([down, right]) => [...(rows[(y + down) * side + x + right] ?? [])]));
  });
}
