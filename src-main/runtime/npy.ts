import { LightboxError } from "../../src-preload/contract/errors.ts";

export type NpyData =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float16Array
  | Float32Array
  | Float64Array;

/** An array as NumPy keeps it: C order, the last dimension varies fastest. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: NpyData;
}

/** Kind and bytes of an element, as in NumPy's type strings without their byte order. */
const types: ReadonlyMap<string, new (buffer: ArrayBuffer) => NpyData> = new Map<
  string,
  new (buffer: ArrayBuffer) => NpyData
>([
  ["i1", Int8Array],
  ["u1", Uint8Array],
  ["i2", Int16Array],
  ["u2", Uint16Array],
  ["i4", Int32Array],
  ["u4", Uint32Array],
  ["i8", BigInt64Array],
  ["u8", BigUint64Array],
  ["f2", Float16Array],
  ["f4", Float32Array],
  ["f8", Float64Array],
]);

const magic = "\x93NUMPY";
/** A header of plain arrays is far below 1 kB; NumPy itself reads up to 10 kB from strangers. */
const mostHeader = 65536;
/** What NumPy allows. */
const mostDimensions = 64;

/** The type string of an array in little endian: "<f4", "|u1". */
export function npyType(data: NpyData): string {
  const name = [...types].find(([, type]) => data instanceof type)?.[0] ?? "";
  return `${data.BYTES_PER_ELEMENT === 1 ? "|" : "<"}${name}`;
}

/**
 * A .npy file of version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), in two parts to be
 * written one after the other, the second a view of `data`.
 */
export function writeNpy({ shape, data }: NpyArray): [header: Uint8Array, body: Uint8Array] {
  const dimensions = shape.length === 1 ? `${String(shape[0])},` : shape.join(", ");
  const fields = `{'descr': '${npyType(data)}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  // The data starts at a multiple of 64 bytes.
  const total = Math.ceil((magic.length + 4 + fields.length + 1) / 64) * 64;
  const length = total - magic.length - 4;
  const head = `${magic}\x01\0${String.fromCharCode(length & 255, length >> 8)}`;
  const header = Buffer.from(`${head}${fields.padEnd(length - 1)}\n`, "latin1");
  return [header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

/**
 * Reads a .npy file of version 1 to 3: whole numbers of 1 to 8 bytes and floats of 2 to 8, in either byte order. Nothing is
 * believed: the data has to be exactly as long as type and shape say.
 * @throws LightboxError `data/bad-array`, also for arrays in Fortran order and of other types
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { text, start } = readHeaderText(bytes);
  const { type, order, shape } = readFields(text);
  const create = types.get(type);
  if (create === undefined) throw refusal(`its numbers are of the type "${type}", which is not read`);
  const width = Number(type.slice(1));
  const length = shape.reduce((product, count) => product * count, width);
  if (!Number.isSafeInteger(length) || length !== bytes.length - start) {
    throw refusal("its data is not as long as its header says");
  }
  // A copy: typed arrays need aligned data, and one that starts at byte 0 of its own buffer.
  const raw = new Uint8Array(bytes.subarray(start));
  if (order === ">" && width > 1) swap(raw, width);
  return { shape, data: new create(raw.buffer) };
}

function readHeaderText(bytes: Uint8Array): { readonly text: string; readonly start: number } {
  const decoded = new TextDecoder("latin1").decode(bytes.subarray(0, magic.length));
  // latin1 is windows-1252 to TextDecoder, where 0x93 is a quotation mark.
  if (bytes[0] !== 0x93 || decoded.slice(1) !== magic.slice(1)) throw refusal("it does not begin like one");
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw refusal(`its version ${String(version)} is not known`);
  const wide = version > 1;
  const start = wide ? 12 : 10;
  if (bytes.length < start) throw refusal("it ends within its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, start);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > mostHeader || start + length > bytes.length) throw refusal("the length of its header is wrong");
  return { text: new TextDecoder().decode(bytes.subarray(start, start + length)), start: start + length };
}

interface Fields {
  readonly type: string;
  readonly order: string;
  readonly shape: readonly number[];
}

const field =
  /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([<>|=]?)([a-zA-Z]\d{0,9})\3|(True|False)|\(([\d\s,]*)\))\s*(?:,|(?=\}))/y;

/** The header is a Python dictionary of three fields: read as such, and as nothing else. */
function readFields(text: string): Fields {
  const found: Partial<Record<"descr" | "fortran_order" | "shape", RegExpExecArray>> = {};
  const dictionary = text.trim();
  if (!dictionary.startsWith("{") || !dictionary.endsWith("}")) throw refusal("its header cannot be read");
  for (field.lastIndex = 1; !/^\s*\}$/.test(dictionary.slice(field.lastIndex));) {
    const match = field.exec(dictionary);
    const key = match?.[2] as keyof typeof found | undefined;
    if (match === null || key === undefined || found[key] !== undefined) throw refusal("its header cannot be read");
    found[key] = match;
  }
  const type = found.descr?.[5];
  const fortran = found.fortran_order?.[6];
  const shape = found.shape?.[7];
  if (type === undefined || fortran === undefined || shape === undefined) {
    throw refusal("its header does not say type, order and shape");
  }
  if (fortran === "True") throw refusal("it is in Fortran order, which is not read");
  return { type, order: found.descr?.[4] ?? "", shape: readShape(shape) };
}

function readShape(text: string): number[] {
  const parts = text.split(",").map((part) => part.trim());
  // One comma may stand at the end, and has to where there is one dimension.
  if (parts.at(-1) === "") parts.pop();
  const shape = parts.map(Number);
  const sound = parts.every((part) => /^\d+$/.test(part)) && shape.every(Number.isSafeInteger);
  if (!sound || shape.length > mostDimensions) throw refusal("its shape cannot be read");
  return shape;
}

function swap(bytes: Uint8Array<ArrayBuffer>, width: number): void {
  const buffer = Buffer.from(bytes.buffer);
  if (width === 2) buffer.swap16();
  else if (width === 4) buffer.swap32();
  else buffer.swap64();
}

function refusal(reason: string): LightboxError {
  return new LightboxError(
    "data/bad-array",
    `This is not a NumPy array (.npy) that can be read: ${reason}.`,
    "Write it again with numpy.save, as a plain array of numbers in C order.",
  );
}
