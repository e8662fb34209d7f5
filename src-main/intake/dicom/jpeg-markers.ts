import { refusal } from "../refusal.ts";

/** Markers of the segments that decoding needs (T.81 table B.1). */
export const marker = {
  huffmanTables: 0xc4,
  baseline: 0xc0,
  sequential: 0xc1,
  progressive: 0xc2,
  lossless: 0xc3,
  end: 0xd9,
  scan: 0xda,
  quantization: 0xdb,
  restarts: 0xdd,
} as const;

/** Marker segments of one stream: a handful in practice. */
const mostSegments = 1000;

export interface Segment {
  readonly kind: number;
  /** What follows its length. */
  readonly body: Uint8Array;
  /** Where the bytes after it start. */
  readonly end: number;
}

/** Walks the marker segments of a stream; `take` says where to go on after each, or "done". */
export function walkSegments(bytes: Uint8Array, take: (segment: Segment) => number | "done"): void {
  let at: number | "done" = 2;
  for (let count = 0; at !== "done"; count++) {
    if (count > mostSegments) throw brokenStream("it has too many segments");
    at = take(segmentAt(bytes, at));
  }
}

function segmentAt(bytes: Uint8Array, start: number): Segment {
  let at = start;
  while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
  const kind = bytes[at + 1];
  const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  if (bytes[at] !== 0xff || kind === undefined || kind === marker.end || length < 2) {
    throw brokenStream("it ends before all of its samples");
  }
  const end = at + 2 + length;
  if (end > bytes.length) throw brokenStream("it is cut short");
  return { kind, body: bytes.subarray(at + 4, end), end };
}

/** Samples or blocks between restarts (DRI). */
export function readRestartInterval(body: Uint8Array): number {
  return ((body[0] ?? 0) << 8) | (body[1] ?? 0);
}

/** One component of a scan: where its samples go and the table that codes them. */
export interface ScanComponent {
  /** Place among the components of the frame, from 0. */
  readonly place: number;
  readonly table: HuffmanTable;
}

/** One scan of a lossless frame (T.81 B.2.3): its parameters, and where its entropy-coded bytes start. */
export interface Scan {
  readonly components: readonly ScanComponent[];
  /** Predictor 1…7 (T.81 table H.1). */
  readonly predictor: number;
  /** Bits that were shifted out before coding (Pt). */
  readonly pointTransform: number;
  /** Samples between restarts; 0 without restarts. */
  readonly restartInterval: number;
  readonly start: number;
}

/** By the next 16 bits of the stream: length of the code · 256 + symbol; 0 where no code fits. */
export type HuffmanTable = Uint16Array<ArrayBuffer>;

export function brokenStream(reason: string): Error {
  return refusal("intake/broken-file", `the JPEG stream is broken: ${reason}.`);
}

/**
 * Builds the table of one DHT entry (T.81 annex C): `counts` codes of 1…16 bits, `symbols` in their order, none above
 * `largest`.
 */
function buildHuffmanTable(counts: Uint8Array, symbols: Uint8Array, largest: number): HuffmanTable {
  const table = new Uint16Array(65536);
  let code = 0;
  let symbol = 0;
  for (let length = 1; length <= 16; length++) {
    for (let index = 0; index < (counts[length - 1] ?? 0); index++) {
      const coded = symbols[symbol++];
      const first = code << (16 - length);
      const end = first + (1 << (16 - length));
      if (coded === undefined || coded > largest || end > 65536) throw brokenStream("a code table is not valid");
      table.fill((length << 8) | coded, first, end);
      code += 1;
    }
    code <<= 1;
  }
  return table;
}

/** Tables by class · 16 + number: class 0 for differences (DC), 1 for runs and coefficients (AC). */
export type HuffmanTables = Map<number, HuffmanTable>;

/** Reads the tables of one DHT segment into `tables`. */
export function readHuffmanTables(segment: Uint8Array, tables: HuffmanTables): void {
  let at = 0;
  while (at + 17 <= segment.length) {
    const place = segment[at] ?? 0;
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = segment.subarray(at + 17, at + 17 + total);
    tables.set(place, buildHuffmanTable(counts, symbols, place >> 4 === 0 ? 16 : 255));
    at += 17 + total;
  }
}

/** Reads a frame header's component numbers; every component has to be sampled fully. */
export function readComponents(segment: Uint8Array): number[] {
  const count = segment[5] ?? 0;
  if (segment.length < 6 + 3 * count) throw brokenStream("its frame header is cut short");
  return Array.from({ length: count }, (_, index) => {
    if (segment[7 + 3 * index] !== 0x11) {
      throw refusal("intake/unsupported-pixels", "lossless JPEG with subsampled colour is not read.");
    }
    return segment[6 + 3 * index] ?? 0;
  });
}

/** Reads a scan header (T.81 B.2.3). */
export function readScan(
  segment: Uint8Array,
  components: readonly number[],
  tables: HuffmanTables,
  rest: Pick<Scan, "restartInterval" | "start">,
): Scan {
  const count = segment[0] ?? 0;
  if (count < 1 || segment.length < 4 + 2 * count) throw brokenStream("its scan header is cut short");
  const chosen = Array.from({ length: count }, (_, index) => {
    const place = components.indexOf(segment[1 + 2 * index] ?? -1);
    const table = tables.get((segment[2 + 2 * index] ?? 0) >> 4);
    if (place < 0 || table === undefined) throw brokenStream("a scan names a component or table that is not there");
    return { place, table };
  });
  const predictor = segment[1 + 2 * count] ?? 0;
  if (predictor < 1 || predictor > 7) throw brokenStream("it uses a predictor that does not exist");
  return { components: chosen, predictor, pointTransform: (segment[3 + 2 * count] ?? 0) & 15, ...rest };
}
