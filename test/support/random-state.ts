import { createRandom } from "../../src-main/runtime/index.ts";

export type State = Map<string, { dtype: string; shape: number[]; data: Float32Array }>;

/** A state dict of random weights for the named shapes; norms lie around 1, matrices are scaled by their fan-in. */
export function randomState(shapes: Readonly<Record<string, number[]>>, seed: number): State {
  const random = createRandom("test state", seed);
  return new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const isNorm = /norm\w*\.weight$/i.test(name);
      const scale = shape.length > 1 && !name.endsWith("table") ? 1 / Math.sqrt(length / (shape[0] ?? 1)) : 0.3;
      const data = Float32Array.from({ length }, () => (isNorm ? 1 : 0) + scale * random.normal());
      return [name, { dtype: "F32", shape, data }];
    }),
  );
}

export function weight(state: State, name: string): Float32Array {
  const tensor = state.get(name);
  if (tensor === undefined) throw new Error(`no weight ${name}`);
  return tensor.data;
}
