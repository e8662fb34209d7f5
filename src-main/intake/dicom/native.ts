import { refusal } from "../refusal.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { createValues, storedFrom } from "./stored.ts";
import type { StoredPixels, StoredValues } from "./stored.ts";

/** Bytes of one uncompressed frame (PS3.5 8.1, 8.2). */
export function nativeFrameBytes(format: PixelFormat): number {
  const pixels = format.rows * format.columns;
  if (format.bitsAllocated === 1) return Math.ceil((pixels * format.samples) / 8);
  const samples = format.photometric === "YBR_FULL_422" ? 2 : format.samples;
  return (pixels * samples * format.bitsAllocated) / 8;
}

function readSingleBits(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(length);
  // The first pixel is the lowest bit of the first byte (PS3.5 8.1.1).
  for (let index = 0; index < length; index++) values[index] = ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
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

/**
 * The first frame of uncompressed pixel data.
 * @param wordSwapped the bytes were written as big-endian 16-bit words although each value is one byte (OW, big endian)
 * @throws LightboxError `intake/broken-file` where bytes are missing
 */
export function decodeNative(
  bytes: Uint8Array<ArrayBuffer>,
  format: PixelFormat,
  littleEndian: boolean,
  wordSwapped = false,
): StoredPixels {
  const needed = nativeFrameBytes(format);
  if (bytes.length < needed) {
    const counts = `${String(bytes.length)} of ${String(needed)} bytes are there`;
    throw refusal("intake/broken-file", `the pixel data is cut short: ${counts}.`);
  }
  const source = wordSwapped ? swapPairs(bytes, needed) : bytes;
  const pixels = format.rows * format.columns;
  if (format.bitsAllocated === 1) return storedFrom(readSingleBits(source, pixels * format.samples), format);
  if (format.photometric === "YBR_FULL_422" && format.bitsAllocated === 8) {
    return storedFrom(spread422(readCells(source, format, pixels * 2, littleEndian), pixels), format);
  }
  const values = readCells(source, format, pixels * format.samples, littleEndian);
  return storedFrom(format.samples === 3 && format.planar ? interleave(values, pixels) : values, format);
}

function swapPairs(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const even = Math.min(bytes.length, length + (length & 1)) & ~1;
  const swapped = new Uint8Array(even);
  swapped.set(bytes.subarray(0, even));
  Buffer.from(swapped.buffer).swap16();
  return swapped;
}
