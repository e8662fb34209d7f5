import { refusal } from "../refusal.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { createValues, storedFrom } from "./stored.ts";
import type { StoredPixels } from "./stored.ts";

const headerBytes = 64;

/**
 * Unpacks one PackBits segment into `plane`, which it has to fill (PS3.5 G.3.2).
 * @returns values written
 */
export function unpackBits(segment: Uint8Array, plane: Uint8Array): number {
  let read = 0;
  let written = 0;
  while (read < segment.length && written < plane.length) {
    const control = segment[read++] ?? 0;
    if (control === 128) continue;
    if (control < 128) {
      const run = Math.min(control + 1, segment.length - read, plane.length - written);
      plane.set(segment.subarray(read, read + run), written);
      read += control + 1;
      written += run;
    } else {
      const run = Math.min(257 - control, plane.length - written);
      if (read >= segment.length) break;
      plane.fill(segment[read++] ?? 0, written, written + run);
      written += run;
    }
  }
  return written;
}

function segmentsOf(frame: Uint8Array, expected: number): Uint8Array[] {
  if (frame.length < headerBytes) throw refusal("intake/broken-file", "the run-length header is cut short.");
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const count = view.getUint32(0, true);
  if (count !== expected) {
    const counts = `${String(count)} run-length segments instead of ${String(expected)}`;
    throw refusal("intake/broken-file", `the frame says it has ${counts}.`);
  }
  const starts = Array.from({ length: count }, (_, index) => view.getUint32(4 + 4 * index, true));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? frame.length;
    if (start < headerBytes || end < start || end > frame.length) {
      throw refusal("intake/broken-file", "a run-length segment lies outside its frame.");
    }
    return frame.subarray(start, end);
  });
}

/**
 * One RLE frame (PS3.5 annex G): a segment for every byte of every sample, most significant byte first.
 * @throws LightboxError `intake/broken-file`
 */
export function decodeRle(frame: Uint8Array, format: PixelFormat): StoredPixels {
  const pixels = format.rows * format.columns;
  const width = Math.max(1, format.bitsAllocated / 8);
  const segments = segmentsOf(frame, format.samples * width);
  // Two bytes unpack to 128 at most: a claim beyond that is refused before memory is taken for it.
  const short = segments.find((segment) => segment.length * 64 < pixels);
  if (short !== undefined) throw tooShort(short.length * 64, pixels);
  const values = createValues(format.bitsAllocated, format.signed, pixels * format.samples);
  const raw = new Uint8Array(values.buffer);
  const plane = new Uint8Array(pixels);
  segments.forEach((segment, index) => {
    const written = unpackBits(segment, plane);
    if (written < pixels) throw tooShort(written, pixels);
    const sample = Math.floor(index / width);
    const byte = width - 1 - (index % width);
    const step = format.samples * width;
    for (let pixel = 0, at = sample * width + byte; pixel < pixels; pixel++, at += step) raw[at] = plane[pixel] ?? 0;
  });
  return storedFrom(values, format);
}

function tooShort(written: number, pixels: number): Error {
  const counts = `at most ${String(written)} of ${String(pixels)} values`;
  return refusal("intake/broken-file", `a run-length segment is cut short: ${counts} are there.`);
}
