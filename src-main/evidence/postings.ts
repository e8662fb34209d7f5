import { createTurns } from "./turns.ts";
import type { Turns } from "./turns.ts";

/** One image's sparse code, as the store gives it. */
export interface CodedImage {
  readonly image: number;
  readonly indices: Uint16Array;
  readonly values: Float32Array;
}

/** For each neuron the images on which it fires, by falling activation (equal activations: smaller image first). */
export interface Posting {
  readonly neuron: number;
  readonly images: Uint32Array;
  readonly values: Float32Array;
}

/** Codes, and firings, between two looks at the clock. */
const codesAtOnce = 64;
const firingsAtOnce = 4096;

/**
 * Turns the codes of all images into posting lists, one per neuron: a counting sort by neuron, then each list by
 * activation, in pieces between which others get a turn. A firing takes 8 bytes in the lists and another 8 while they are
 * built: 224,000 images × 64 neurons, 230 MB in all. Codes name each neuron once; neurons from `neurons` on are left out.
 */
export async function buildPostings(
  codes: readonly CodedImage[],
  neurons: number,
  turns: Turns = createTurns(new AbortController().signal),
): Promise<Posting[]> {
  const starts = await countStarts(codes, neurons, turns);
  const keys = await placeKeys(codes, starts, turns);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const [from, to] = [starts[neuron] ?? 0, starts[neuron + 1] ?? 0];
    if (to - from > 1) keys.subarray(from, to).sort();
    if (turns.due()) await turns.take();
  }
  const firings = await unpackKeys(keys, turns);
  const postings: Posting[] = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const [from, to] = [starts[neuron] ?? 0, starts[neuron + 1] ?? 0];
    postings.push({ neuron, images: firings.images.subarray(from, to), values: firings.values.subarray(from, to) });
    if (turns.due()) await turns.take();
  }
  return postings;
}

/** Where the list of each neuron starts, and after the last where all end, [neurons + 1]. */
async function countStarts(codes: readonly CodedImage[], neurons: number, turns: Turns): Promise<Uint32Array> {
  const starts = new Uint32Array(neurons + 1);
  for (const [place, { indices }] of codes.entries()) {
    for (const neuron of indices) if (neuron < neurons) starts[neuron + 1] = (starts[neuron + 1] as number) + 1;
    if (place % codesAtOnce === 0 && turns.due()) await turns.take();
  }
  for (let neuron = 0; neuron < neurons; neuron++)
    starts[neuron + 1] = (starts[neuron + 1] as number) + (starts[neuron] as number);
  return starts;
}

/** The keys of all firings, neuron by neuron, each list in the order of the codes. */
async function placeKeys(codes: readonly CodedImage[], starts: Uint32Array, turns: Turns): Promise<BigUint64Array> {
  const neurons = starts.length - 1;
  const keys = new BigUint64Array(starts[neurons] ?? 0);
  const halves = new Uint32Array(keys.buffer);
  const next = starts.slice(0, neurons);
  for (const [place, { image, indices, values }] of codes.entries()) {
    const bits = new Uint32Array(Float32Array.from(values).buffer);
    for (let i = 0; i < indices.length; i++) {
      const neuron = indices[i] as number;
      if (neuron >= neurons) continue;
      const at = 2 * (next[neuron] as number);
      next[neuron] = (next[neuron] as number) + 1;
      halves[at + lowHalf] = image;
      halves[at + 1 - lowHalf] = fallingKey(bits[i] ?? 0);
    }
    if (place % codesAtOnce === 0 && turns.due()) await turns.take();
  }
  return keys;
}

/** Place of the lower 32 bits in a 64-bit number: 0 on little-endian machines. */
const lowHalf = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1;
const sign = 0x80000000;

/** The bits of a float32 (IEEE 754) as a uint32 that falls where the number rises; a 0 with either sign is the same. */
function fallingKey(bits: number): number {
  if (bits === sign) return sign - 1;
  return (bits < sign ? sign - 1 - bits : bits) >>> 0;
}

/** The reverse of `fallingKey`. */
function bitsOf(key: number): number {
  return key < sign ? sign - 1 - key : key;
}

/** Images and activations of sorted keys. */
async function unpackKeys(keys: BigUint64Array, turns: Turns): Promise<Pick<Posting, "images" | "values">> {
  const halves = new Uint32Array(keys.buffer);
  const images = new Uint32Array(keys.length);
  const bits = new Uint32Array(keys.length);
  for (let place = 0; place < keys.length; place++) {
    images[place] = halves[2 * place + lowHalf] as number;
    bits[place] = bitsOf(halves[2 * place + 1 - lowHalf] as number);
    if (place % firingsAtOnce === 0 && turns.due()) await turns.take();
  }
  return { images, values: new Float32Array(bits.buffer) };
}
