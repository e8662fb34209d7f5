import { brokenStream } from "./jpeg-markers.ts";
import type { HuffmanTable } from "./jpeg-markers.ts";

/** Entropy-coded bytes without their stuffing, cut at restart markers. */
export interface EntropyData {
  /** Each interval is followed by zeros, so that a reader may look ahead. */
  readonly intervals: readonly Uint8Array[];
  /** Where the next marker stands. */
  readonly end: number;
}

const lookAhead = 8;

/** Takes the entropy-coded bytes from `start` to the next marker that is no restart (T.81 B.1.1.5). */
export function entropyData(bytes: Uint8Array, start: number): EntropyData {
  const intervals: Uint8Array[] = [];
  const plain = new Uint8Array(bytes.length - start + lookAhead);
  let filled = 0;
  const close = (): void => {
    const interval = new Uint8Array(filled + lookAhead);
    interval.set(plain.subarray(0, filled));
    intervals.push(interval);
    filled = 0;
  };
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0xff) {
      plain[filled++] = byte;
      continue;
    }
    const next = bytes[at + 1];
    if (next === 0) plain[filled++] = 0xff;
    else if (next !== undefined && next >= 0xd0 && next <= 0xd7) close();
    else if (next !== 0xff) break;
    // Of several 0xFF in a row the first ones are fill bytes.
    if (next !== 0xff) at += 1;
  }
  close();
  return { intervals, end: at };
}

export interface BitReader {
  readonly bytes: Uint8Array;
  /** Position of the next bit. */
  bit: number;
}

/** The next 16 bits, without taking them. */
function peek(reader: BitReader): number {
  const { bytes, bit } = reader;
  const at = bit >> 3;
  const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  return (word >> (8 - (bit & 7))) & 0xffff;
}

/** The next symbol of the stream (T.81 F.2.2.3). */
export function readSymbol(reader: BitReader, table: HuffmanTable): number {
  const entry = table[peek(reader)] ?? 0;
  if (entry === 0) throw brokenStream("it holds a code that is not in its table");
  reader.bit += entry >> 8;
  return entry & 0xff;
}

/** The next `size` bits, 1…15 of them, as a number of that size whose sign its first bit tells (T.81 F.2.2.1). */
export function readExtended(reader: BitReader, size: number): number {
  const extra = peek(reader) >> (16 - size);
  reader.bit += size;
  return extra < 1 << (size - 1) ? extra - (1 << size) + 1 : extra;
}

/** The next `size` bits, 1…16 of them, as a number without sign. */
export function readBits(reader: BitReader, size: number): number {
  const bits = peek(reader) >> (16 - size);
  reader.bit += size;
  return bits;
}

/** The next bit. */
export function readBit(reader: BitReader): number {
  const bit = ((reader.bytes[reader.bit >> 3] ?? 0) >> (7 - (reader.bit & 7))) & 1;
  reader.bit += 1;
  return bit;
}

/** Refuses a stream whose reader has gone past the last of its bytes. */
export function checkNotPast(reader: BitReader): void {
  if (reader.bit > (reader.bytes.length - lookAhead) * 8) throw brokenStream("it is cut short");
}
