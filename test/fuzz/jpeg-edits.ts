/** Edits of JPEG streams at their markers, also within a DICOM file. */
import type { Random } from "../../src-main/runtime/index.ts";
import { numberOfInterest, oneOf, placeIn, spliced, withNumber } from "./bytes.ts";
import type { Mutation } from "./bytes.ts";

interface Segment {
  readonly marker: number;
  /** From its FF to behind its body. */
  readonly start: number;
  readonly end: number;
}

/** Where the first stream of JPEG or JPEG 2000 starts in the bytes of another file. */
function streamIn(bytes: Uint8Array): number | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return [0xd8, 0x4f].map((start) => buffer.indexOf(Buffer.from([0xff, start, 0xff]))).find((at) => at >= 0);
}

/** A frame header of any process, that of JPEG-LS with it. */
function isFrame({ marker }: Segment): boolean {
  return marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc);
}

/** The segments from `start` (an FF D8) to the first scan, which is the last of them; none where there is no stream. */
function segmentsOf(bytes: Uint8Array, start: number): Segment[] {
  const segments: Segment[] = [];
  let at = start + 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && segments.length < 200) {
    const end = Math.min(bytes.length, at + 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0));
    const marker = bytes[at + 1] ?? 0;
    segments.push({ marker, start: at, end });
    if (marker === 0xda || end <= at + 2) break;
    at = end;
  }
  return segments;
}

/** Writes another size into the first stream in the bytes, JPEG or JPEG-LS (T.81 B.2.2) or JPEG 2000 (T.800 A.5.1). */
export function withStreamSize(bytes: Uint8Array, rows: number, columns: number): Uint8Array {
  const start = streamIn(bytes);
  if (start === undefined) return bytes;
  const segments = segmentsOf(bytes, start);
  const size = segments.find(({ marker }) => marker === 0x51);
  if (size !== undefined) {
    // The picture, and one tile as large as it.
    return [6, 22].reduce((changed, at) => {
      const wide = withNumber(changed, size.start + at, 4, columns, false);
      return withNumber(wide, size.start + at + 4, 4, rows, false);
    }, bytes);
  }
  const frame = segments.find(isFrame);
  if (frame === undefined) return bytes;
  return withNumber(withNumber(bytes, frame.start + 5, 2, rows, false), frame.start + 7, 2, columns, false);
}

const markers = [
  ...[0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc9, 0xcc, 0xd0, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xe0, 0xe1, 0xee],
  ...[0xf7, 0xf8, 0xfe, 0xff, 0x00, 0x01],
];

function edited(bytes: Uint8Array, segment: Segment, random: Random): Uint8Array {
  const { start, end } = segment;
  const body = start + 4;
  const kind = random.integer(0, 6);
  if (kind === 0) return withNumber(bytes, start + 1, 1, oneOf(markers, random), false);
  if (kind === 1) return withNumber(bytes, start + 2, 2, numberOfInterest(random, end - start - 2), false);
  if (kind === 2) return spliced(bytes, start, end, new Uint8Array());
  if (kind === 3) return spliced(bytes, end, end, bytes.slice(start, end));
  // Precision, rows, columns, components and their sampling stand in the first bytes of a frame header, as do counts of codes.
  const at = body + placeIn(Math.max(1, Math.min(end - body, random.chance(0.7) ? 20 : 70_000)), random);
  if (kind === 4) return withNumber(bytes, at, 2, numberOfInterest(random), false);
  return withNumber(bytes, at, 1, random.chance(0.5) ? random.integer(0, 255) : numberOfInterest(random), false);
}

/** Puts a marker into the entropy-coded data: a restart, an end, a second picture. */
function breakScan(bytes: Uint8Array, scan: Segment, random: Random): Uint8Array {
  const at = scan.end + placeIn(bytes.length - scan.end, random);
  const marker = Uint8Array.from([0xff, oneOf(markers, random)]);
  return spliced(bytes, at, random.chance(0.5) ? at : Math.min(bytes.length, at + 2), marker);
}

function editFrom(bytes: Uint8Array, start: number, random: Random): Uint8Array {
  const segments = segmentsOf(bytes, start);
  const last = segments.at(-1);
  if (last === undefined) return bytes;
  if (random.chance(0.2)) return breakScan(bytes, last, random);
  const frame = segments.find(isFrame);
  const chosen = frame !== undefined && random.chance(0.4) ? frame : oneOf(segments, random);
  return edited(bytes, chosen, random);
}

/** Edits the first stream in the bytes of a DICOM file; JPEG 2000 (FF 4F) has segments of the same build. */
export function editJpegWithin(bytes: Uint8Array, random: Random): Uint8Array {
  const start = streamIn(bytes);
  return start === undefined ? bytes : editFrom(bytes, start, random);
}

const sides = [1, 7, 8, 16, 33, 100, 500, 1000, 1000, 4000, 10_000, 14_142, 65_535] as const;

export const jpegMutations: readonly Mutation[] = [
  ...Array.from({ length: 9 }, (): Mutation => (bytes, random) => editFrom(bytes, 0, random)),
  (bytes, random) => withStreamSize(bytes, random.pick(sides), random.pick(sides)),
];
