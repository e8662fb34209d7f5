import { readFile } from "node:fs/promises";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { packFile, readSafetensors } from "../runtime/index.ts";
import type { Pack } from "../runtime/index.ts";

/** A tensor of a state dict; weights are float32 however the file stored them. */
export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: unknown;
}

/** The state dict of an encoder pack, image and text tower in one. Throws `model/bad-manifest`, `model/bad-weights`. */
export async function readState(pack: Pack): Promise<ReadonlyMap<string, StateTensor>> {
  return readSafetensors(await readFile(packFile(pack, weightsFile)));
}

/** Hands out the weights of one tower and remembers what was wrong, so that one message can name it all. */
export interface Weights {
  /** The float32 data of a tensor of exactly this shape; zeros where it is missing or misshapen. */
  tensor(name: string, shape: readonly number[]): Float32Array;
  /** A table with at least `rows` rows of `columns`: its first `rows`. */
  firstRows(name: string, rows: number, columns: number): Float32Array;
  /** Throws `model/bad-weights` naming every tensor that was missing, misshapen or left over below this tower's prefix. */
  finish(): void;
}

/** Buffers that transformers 4.x saved beside the weights, the pooler that MedCLIP never uses, and BatchNorm's counters. */
const ignored = /(position_ids|relative_position_index|num_batches_tracked|\.pooler\.dense\.(weight|bias))$/;
const listed = 20;
export const weightsFile = "weights.safetensors";

/** Weights of the tower `prefix` ("vision_model.") out of a state dict; a leading "module." of DataParallel is taken off. */
export function openWeights(tensors: ReadonlyMap<string, StateTensor>, prefix: string, pack: string): Weights {
  const state = new Map([...tensors].map(([name, tensor]) => [name.replace(/^module\./, ""), tensor]));
  const unused = new Set([...state.keys()].filter((name) => name.startsWith(prefix) && !ignored.test(name)));
  const problems: string[] = [];
  const find = (
    name: string,
    fits: (shape: readonly number[]) => boolean,
    wanted: string,
  ): Float32Array | undefined => {
    unused.delete(prefix + name);
    const tensor = state.get(prefix + name);
    if (tensor === undefined) problems.push(`${prefix}${name} is missing`);
    else if (!fits(tensor.shape)) problems.push(`${prefix}${name} is [${tensor.shape.join(", ")}], not ${wanted}`);
    else if (!(tensor.data instanceof Float32Array)) problems.push(`${prefix}${name} does not hold real numbers`);
    else return tensor.data;
    return undefined;
  };
  return {
    tensor: (name, shape) =>
      find(name, (found) => found.join() === shape.join(), `[${shape.join(", ")}]`) ??
      new Float32Array(shape.reduce((product, size) => product * size, 1)),
    firstRows: (name, rows, columns) => {
      const fits = (found: readonly number[]) => found.length === 2 && (found[0] ?? 0) >= rows && found[1] === columns;
      const data = find(name, fits, `[${String(rows)} or more, ${String(columns)}]`);
      return data?.subarray(0, rows * columns) ?? new Float32Array(rows * columns);
    },
    finish: () => {
      const all = [...problems, ...[...unused].map((name) => `${name} is not part of this model`)];
      if (all.length === 0) return;
      const rest = all.length > listed ? ` … and ${String(all.length - listed)} more` : "";
      throw new LightboxError(
        "model/bad-weights",
        `The weights of ${pack} do not fit its manifest: ${all.slice(0, listed).join("; ")}${rest}.`,
        "Check the architecture in manifest.json, or export the weights again from the same model.",
      );
    },
  };
}
