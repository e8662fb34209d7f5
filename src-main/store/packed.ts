import { LightboxError } from "../../src-preload/contract/errors.ts";
import { restoreRemedy } from "./connection.ts";

/** Sparse code of one image: neurons and activations, by falling activation. */
export interface PackedCode {
  readonly indices: Uint16Array;
  readonly values: Float32Array;
}

/** Images on which one neuron fires, by falling activation. */
export interface PackedPosting {
  readonly images: Uint32Array;
  readonly values: Float32Array;
}

/** Largest finite float16 (IEEE 754-2008, binary16). */
const largest = 65504;

/**
 * k × uint16 neurons, then k × float16 activations, by falling activation, equal activations by neuron; little-endian.
 * Order comes from the float32 values. Throws `compute/failed` for an activation that float16 cannot hold.
 */
export function packCode(indices: Uint16Array, values: Float32Array): Uint8Array {
  const order = fallingOrder(indices, values);
  const sorted = order === undefined ? indices : Uint16Array.from(order, (place) => indices[place] ?? 0);
  return joined(sorted, halves(values, order));
}

/** The reverse of `packCode`. Throws `store/corrupt` for a blob whose length is not a multiple of 4. */
export function unpackCode(blob: Uint8Array): PackedCode {
  const k = entries(blob, 4, "code");
  const bytes = aligned(blob);
  return {
    indices: new Uint16Array(bytes, 0, k),
    values: new Float32Array(new Float16Array(bytes, 2 * k, k)),
  };
}

/** n × uint32 image ids, then n × float16 activations, by falling activation, equal activations by image id. */
export function packPosting(images: Uint32Array, values: Float32Array): Uint8Array {
  const order = fallingOrder(images, values);
  const sorted = order === undefined ? images : Uint32Array.from(order, (place) => images[place] ?? 0);
  return joined(sorted, halves(values, order));
}

/** The reverse of `packPosting`. Throws `store/corrupt` for a blob whose length is not a multiple of 6. */
export function unpackPosting(blob: Uint8Array): PackedPosting {
  const n = entries(blob, 6, "posting list");
  return unpackHead(blob.subarray(0, 4 * n), blob.subarray(4 * n));
}

/** The first images of a posting list from its two halves: ids (uint32) and activations (float16), equally many. */
export function unpackHead(ids: Uint8Array, activations: Uint8Array): PackedPosting {
  const n = entries(ids, 4, "posting list");
  if (entries(activations, 2, "posting list") !== n) throw damaged("posting list", activations.byteLength);
  return {
    images: new Uint32Array(aligned(ids), 0, n),
    values: new Float32Array(new Float16Array(aligned(activations), 0, n)),
  };
}

/**
 * How many of the float16 activations in falling order are smaller than `activation`, which is rounded to float16
 * first: otherwise an image could come out as smaller than itself.
 */
export function countSmaller(activations: Uint8Array, activation: number): number {
  const n = entries(activations, 2, "posting list");
  const values = new Float16Array(aligned(activations), 0, n);
  const limit = Math.f16round(activation);
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < limit) high = middle;
    else low = middle + 1;
  }
  return n - low;
}

/** The first activation that a code or posting list cannot hold (too large for float16, or not a number), or undefined. */
export function unstorable(values: Float32Array): number | undefined {
  // Written so that NaN is found too.
  return values.find((value) => !(Math.abs(value) <= largest));
}

/** Bytes of a histogram's uint32 counts. */
export function packHistogram(counts: Uint32Array): Uint8Array {
  return new Uint8Array(counts.buffer, counts.byteOffset, counts.byteLength);
}

/** The reverse of `packHistogram`. Throws `store/corrupt` for a blob whose length is not a multiple of 4. */
export function unpackHistogram(blob: Uint8Array): Uint32Array {
  return new Uint32Array(aligned(blob), 0, entries(blob, 4, "histogram"));
}

/** Bytes of a vector as they are stored. */
export function packVector(vector: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A stored float32 vector. */
export function unpackVector(blob: Uint8Array): Float32Array {
  return new Float32Array(aligned(blob), 0, entries(blob, 4, "vector"));
}

/** A stored float64 vector. */
export function unpackSum(blob: Uint8Array): Float64Array {
  return new Float64Array(aligned(blob), 0, entries(blob, 8, "sum"));
}

/** Places by falling value, equal values by key; undefined where they already stand that way. */
function fallingOrder(keys: Uint16Array | Uint32Array, values: Float32Array): Uint32Array | undefined {
  if (keys.length !== values.length) {
    throw new RangeError(
      `${String(keys.length)} places and ${String(values.length)} activations do not belong together`,
    );
  }
  const compare = (a: number, b: number): number =>
    (values[b] ?? 0) - (values[a] ?? 0) || (keys[a] ?? 0) - (keys[b] ?? 0);
  let sorted = true;
  for (let place = 1; place < keys.length && sorted; place++) sorted = compare(place - 1, place) <= 0;
  return sorted ? undefined : Uint32Array.from(keys, (_, place) => place).sort(compare);
}

function halves(values: Float32Array, order: Uint32Array | undefined): Float16Array {
  const value = unstorable(values);
  if (value !== undefined) throw tooLarge("An activation", value);
  return order === undefined ? new Float16Array(values) : Float16Array.from(order, (place) => values[place] ?? 0);
}

/** A copy that starts at byte 0: SQLite's blobs may start anywhere, and the slice() of a Buffer does not copy. */
function aligned(blob: Uint8Array): ArrayBuffer {
  return new Uint8Array(blob).buffer;
}

function joined(keys: Uint16Array | Uint32Array, values: Float16Array): Uint8Array {
  const bytes = new Uint8Array(keys.byteLength + values.byteLength);
  bytes.set(new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength));
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), keys.byteLength);
  return bytes;
}

function entries(blob: Uint8Array, size: number, what: string): number {
  if (blob.byteLength % size !== 0) throw damaged(what, blob.byteLength);
  return blob.byteLength / size;
}

function damaged(what: string, length: number): LightboxError {
  const sentence = `A stored ${what} has ${String(length)} bytes, which no ${what} can have.`;
  return new LightboxError("store/corrupt", sentence, restoreRemedy);
}

/** Names whose activation it is: "An activation", "An activation of film.png". */
export function tooLarge(whose: string, value: number): LightboxError {
  const sentence = `${whose} is ${String(value)}; codes hold finite values up to ${String(largest)}.`;
  return new LightboxError("compute/failed", sentence, "Check the scale of the SAE pack.");
}
