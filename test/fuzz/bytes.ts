/** Edits of bytes that know nothing of a format. */
import type { Random } from "../../src-main/runtime/index.ts";

/** A mutation gives new bytes and leaves the old ones as they are. */
export type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const bytesOfInterest = [0, 1, 2, 3, 8, 16, 0x7f, 0x80, 0xfe, 0xff] as const;
const numbersOfInterest = [
  ...[0, 1, 2, 3, 4, 7, 8, 9, 12, 15, 16, 17, 31, 32, 63, 64, 65, 127, 128, 255, 256, 257, 1000, 4095, 4096],
  ...[32767, 32768, 65534, 65535, 65536, 1_000_000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff],
] as [number, ...number[]];

/** A place within `length` bytes; 0 where there are none. */
export function placeIn(length: number, random: Random): number {
  return random.integer(0, Math.max(0, length - 1));
}

/** One of the choices, which are not none. */
export function oneOf<Choice>(choices: readonly Choice[], random: Random): Choice {
  return choices[placeIn(choices.length, random)] as Choice;
}

/** A number at the edge of what fields hold, sometimes next to `near`, sometimes any number of 32 bits. */
export function numberOfInterest(random: Random, near?: number): number {
  if (near !== undefined && random.chance(0.3)) return Math.max(0, near + random.integer(-3, 3));
  return random.chance(0.8) ? random.pick(numbersOfInterest) : random.integer(0, 0xffffffff);
}

/** `bytes` with `middle` in the place of what stood from `start` to `end`. */
export function spliced(bytes: Uint8Array, start: number, end: number, middle: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(end)]);
}

/** A whole number written over what stands at `at`, cut to `width` bytes. */
export function withNumber(
  bytes: Uint8Array,
  at: number,
  width: 1 | 2 | 4,
  value: number,
  littleEndian: boolean,
): Uint8Array {
  const changed = Uint8Array.from(bytes);
  if (at < 0 || at + width > changed.length) return changed;
  const view = new DataView(changed.buffer);
  if (width === 1) view.setUint8(at, value & 0xff);
  else if (width === 2) view.setUint16(at, value & 0xffff, littleEndian);
  else view.setUint32(at, value >>> 0, littleEndian);
  return changed;
}

function flipBits(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (let left = random.integer(1, 8); left > 0 && bytes.length > 0; left--) {
    const at = placeIn(bytes.length, random);
    changed[at] = (changed[at] ?? 0) ^ (1 << random.integer(0, 7));
  }
  return changed;
}

function setBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const start = placeIn(bytes.length, random);
  const value = random.chance(0.7) ? random.pick(bytesOfInterest) : random.integer(0, 255);
  return changed.fill(value, start, start + random.integer(1, random.chance(0.9) ? 4 : 400));
}

/** Takes the end away, or a stretch within. */
function cut(bytes: Uint8Array, random: Random): Uint8Array {
  const start = placeIn(bytes.length, random);
  if (random.chance(0.5)) return bytes.slice(0, start);
  return spliced(bytes, start, Math.min(bytes.length, start + random.integer(1, 64)), new Uint8Array());
}

function insert(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(bytes.length, random);
  const same = random.chance(0.5) ? random.pick(bytesOfInterest) : undefined;
  const length = random.integer(1, random.chance(0.9) ? 16 : 4000);
  return spliced(
    bytes,
    at,
    at,
    Uint8Array.from({ length }, () => same ?? random.integer(0, 255)),
  );
}

/** Writes a stretch over another one, or between two bytes elsewhere. */
function copyStretch(bytes: Uint8Array, random: Random): Uint8Array {
  const from = placeIn(bytes.length, random);
  const stretch = bytes.slice(from, from + random.integer(1, random.chance(0.8) ? 64 : 2000));
  const to = placeIn(bytes.length, random);
  return spliced(bytes, to, random.chance(0.5) ? to : Math.min(bytes.length, to + stretch.length), stretch);
}

/** Writes a number that may be a length over two or four bytes, mostly in the first kilobyte, where headers stand. */
function editLength(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(random.chance(0.7) ? Math.min(bytes.length, 1024) : bytes.length, random);
  const value = numberOfInterest(random, random.chance(0.5) ? bytes.length - at : undefined);
  return withNumber(bytes, at, random.pick([2, 4]), value, random.chance(0.5));
}

export const byteMutations: readonly Mutation[] = [flipBits, setBytes, cut, insert, copyStretch, editLength];
