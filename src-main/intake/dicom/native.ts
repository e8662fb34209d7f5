import { refusal } from "../refusal.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { createValues, storedFrom } from "./stored.ts";
import type { StoredPixels, StoredValues } from "./stored.ts";

/** Bytes of one uncompressed frame that stands alone (PS3.5 8.1, 8.2). */
export function nativeFrameBytes(format: PixelFormat): number {
  const pixels = format.rows * format.columns;
  const samples = format.photometric === "YBR_FULL_422" ? 2 : format.samples;
  return Math.ceil((pixels * samples * format.bitsAllocated) / 8);
}

function readSingleBits(bytes: Uint8Array, first: number, length: number): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(length);
  // The first pixel is the lowest bit of the first byte (PS3.5 8.1.1).
  for (let index = 0; index < length; index++) {
    const bit = first + index;
    values[index] = ((bytes[Math.floor(bit / 8)] ?? 0) >> (bit % 8)) & 1;
  }
  return values;
}

function readCells(bytes: Uint8Array, format: PixelFormat, length: number, littleEndian: boolean): StoredValues {
  const values = createValues(format.bitsAllocated, format.signed, length);
  const width = format.bitsAllocated / 8;
  const raw = new Uint8Array(values.buffer);
  raw.set(bytes.subarray(0, length * width));
  if (littleEndian || width === 1) return values;
  if (width === 2) Buffer.from(raw.buffer).swap16();
  else Buffer.from(raw.buffer).swap32();
  return values;
}

/** Two pixels share their colour: Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2) becomes Y1 Cb Cr Y2 Cb Cr. */
function spread422(cells: StoredValues, pixels: number): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const group = (pixel >> 1) * 4;
    values[pixel * 3] = cells[group + (pixel & 1)] ?? 0;
    values[pixel * 3 + 1] = cells[group + 2] ?? 0;
    values[pixel * 3 + 2] = cells[group + 3] ?? 0;
  }
  return values;
}

/** Planes one after the other (Planar Configuration 1) become interleaved values. */
export function interleave(planes: StoredValues, pixels: number): StoredValues {
  const values = planes.slice();
  for (let sample = 0; sample < 3; sample++) {
    for (let pixel = 0; pixel < pixels; pixel++) values[pixel * 3 + sample] = planes[sample * pixels + pixel] ?? 0;
  }
  return values;
}

/** Which frame is read, and how its numbers are written. */
export interface NativeLayout {
  /** From 0. */
  readonly frame: number;
  readonly littleEndian: boolean;
  /** The bytes were written as big-endian 16-bit words although each value is one byte (OW, big endian). */
  readonly swapped: boolean;
}

/**
 * One frame of uncompressed pixel data.
 * @throws LightboxError `intake/broken-file` where bytes are missing
 */
export function decodeNative(
  bytes: Uint8Array<ArrayBuffer>,
  format: PixelFormat,
  { frame, littleEndian, swapped }: NativeLayout,
): StoredPixels {
  const pixels = format.rows * format.columns;
  if (format.bitsAllocated === 1) return decodeSingleBits(bytes, format, frame);
  const needed = nativeFrameBytes(format);
  const source = frameBytes(bytes, needed, frame, swapped);
  if (format.photometric === "YBR_FULL_422") {
    if (format.samples !== 3 || format.bitsAllocated !== 8) throw notHalved(format);
    return storedFrom(spread422(readCells(source, format, pixels * 2, littleEndian), pixels), format);
  }
  const values = readCells(source, format, pixels * format.samples, littleEndian);
  return storedFrom(format.samples === 3 && format.planar ? interleave(values, pixels) : values, format);
}

/** Colour is shared by two pixels only where there is colour, and is read of 8 bits only. */
function notHalved({ samples, bitsAllocated }: PixelFormat): Error {
  const claim = `YBR_FULL_422 with ${String(samples)} × ${String(bitsAllocated)} bits for each pixel`;
  return refusal("intake/unsupported-pixels", `the header claims ${claim}; 3 × 8 bits are read.`);
}

/** Frames of single bits follow each other without a gap, so that one may start within a byte (PS3.5 8.1.1). */
function decodeSingleBits(bytes: Uint8Array, format: PixelFormat, frame: number): StoredPixels {
  const length = format.rows * format.columns * format.samples;
  const first = length * frame;
  checkLength(bytes, Math.ceil((first + length) / 8));
  return storedFrom(readSingleBits(bytes, first, length), format);
}

function frameBytes(bytes: Uint8Array<ArrayBuffer>, needed: number, frame: number, swapped: boolean): typeof bytes {
  const start = needed * frame;
  checkLength(bytes, start + needed);
  if (!swapped) return bytes.subarray(start, start + needed);
  // Pairs are counted from the start of the pixel data, not from that of the frame.
  return swapPairs(bytes, start + needed).subarray(start, start + needed);
}

function checkLength(bytes: Uint8Array, needed: number): void {
  if (bytes.length >= needed) return;
  const counts = `${String(bytes.length)} of ${String(needed)} bytes are there`;
  throw refusal("intake/broken-file", `the pixel data is cut short: ${counts}.`);
}

function swapPairs(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const even = Math.min(bytes.length, length + (length & 1)) & ~1;
  const swapped = new Uint8Array(even);
  swapped.set(bytes.subarray(0, even));
  Buffer.from(swapped.buffer).swap16();
  return swapped;
}
