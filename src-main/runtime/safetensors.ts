import * as v from "valibot";
import { LightboxError } from "../../src-preload/contract/errors.ts";

export type TensorData =
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** A tensor of a safetensors file, row-major. `dtype` is what the file said; every float type comes as Float32Array. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

const maxHeader = 100 * 2 ** 20;

const itemSizes: ReadonlyMap<string, number> = new Map([
  ["F64", 8],
  ["F32", 4],
  ["F16", 2],
  ["BF16", 2],
  ["I64", 8],
  ["U64", 8],
  ["I32", 4],
  ["U32", 4],
  ["I16", 2],
  ["U16", 2],
  ["I8", 1],
  ["U8", 1],
  ["BOOL", 1],
]);

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const entrySchema = v.object({
  dtype: v.picklist([...itemSizes.keys()]),
  shape: v.pipe(v.array(whole), v.maxLength(32)),
  data_offsets: v.tuple([whole, whole]),
});

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file (https://huggingface.co/docs/safetensors): u64 header length, JSON header, data. Nothing is
 * believed: dtypes, shapes and ranges have to agree, and the ranges have to cover the data without hole or overlap.
 * Throws `model/bad-weights`.
 */
export function readSafetensors(bytes: Uint8Array): Map<string, StoredTensor> {
  const { entries, dataStart } = readHeader(bytes);
  refuseHoles(entries, bytes.length - dataStart);
  const tensors = new Map<string, StoredTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    // A copy: the views below need aligned data, and the tensor must not keep the whole file in memory.
    // A copy that starts at byte 0: the slice() of a Buffer does not copy.
    const raw = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end)).buffer;
    tensors.set(name, { dtype, shape, data: decode(dtype, raw) });
  }
  return tensors;
}

function readHeader(bytes: Uint8Array): { entries: Entry[]; dataStart: number } {
  if (bytes.length < 8) throw refusal("the file ends early");
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const dataStart = 8 + length;
  if (length > maxHeader || dataStart > bytes.length) throw refusal("the length of its header is wrong");
  const header = parseHeader(bytes.subarray(8, dataStart));
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const parsed = v.safeParse(entrySchema, value);
    if (!parsed.success) throw refusal(`the tensor "${name}" is described wrongly: ${parsed.issues[0].message}`);
    const { dtype, shape, data_offsets } = parsed.output;
    const [begin, end] = data_offsets;
    const size = shape.reduce((product, count) => product * count, 1) * (itemSizes.get(dtype) ?? NaN);
    if (!Number.isSafeInteger(size) || end - begin !== size)
      throw refusal(`shape and size of the tensor "${name}" disagree`);
    entries.push({ name, dtype, shape, begin, end });
  }
  return { entries, dataStart };
}

function parseHeader(bytes: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  } catch {
    // said below
  }
  throw refusal("its header is not JSON");
}

function refuseHoles(entries: readonly Entry[], dataSize: number): void {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered)
      throw refusal(`the tensor "${name}" ${begin < covered ? "overlaps its neighbour" : "leaves a hole before it"}`);
    covered = end;
  }
  if (covered > dataSize) throw refusal("the file ends early");
  if (covered < dataSize) throw refusal("bytes at its end belong to no tensor");
}

function decode(dtype: string, raw: ArrayBuffer): TensorData {
  switch (dtype) {
    case "F32":
      return new Float32Array(raw);
    case "F64":
      return Float32Array.from(new Float64Array(raw));
    case "F16":
      return Float32Array.from(new Float16Array(raw));
    case "BF16":
      // bfloat16 is the upper half of a float32.
      return new Float32Array(Uint32Array.from(new Uint16Array(raw), (half) => half * 2 ** 16).buffer);
    case "I64":
      return new BigInt64Array(raw);
    case "U64":
      return new BigUint64Array(raw);
    case "I32":
      return new Int32Array(raw);
    case "U32":
      return new Uint32Array(raw);
    case "I16":
      return new Int16Array(raw);
    case "U16":
      return new Uint16Array(raw);
    case "I8":
      return new Int8Array(raw);
    default:
      return new Uint8Array(raw);
  }
}

function refusal(reason: string): LightboxError {
  return new LightboxError(
    "model/bad-weights",
    `This is not a sound safetensors file: ${reason}.`,
    "Copy or download the file again, or ask whoever made it.",
  );
}
