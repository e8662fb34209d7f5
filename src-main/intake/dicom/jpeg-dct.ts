import { refusal } from "../refusal.ts";
import { checkAgainst, storedFromCodec } from "./from-codec.ts";
import { decodeDctScan } from "./jpeg-dct-scan.ts";
import type { DctComponent, DctFrame } from "./jpeg-dct-scan.ts";
import type { JpegHeader } from "./jpeg-header.ts";
import { brokenStream, marker, readHuffmanTables, readRestartInterval, walkSegments } from "./jpeg-markers.ts";
import type { HuffmanTable, HuffmanTables } from "./jpeg-markers.ts";
import { progressiveFrame } from "./jpeg-progressive.ts";
import type { ProgressiveFrame } from "./jpeg-progressive.ts";
import type { ProgressiveRange } from "./jpeg-progressive-scan.ts";
import type { PixelFormat } from "./pixel-format.ts";
import type { StoredPixels } from "./stored.ts";

/** Samples of a progressive frame, whose coefficients are kept until its last scan; films of its days had a quarter of it. */
const mostProgressive = 2 ** 26;

/** The number of its start-of-frame marker (T.81 table B.1). */
const progressiveProcess = 2;

/** A component of the frame: its number, and that of its quantization table. */
interface FrameComponent {
  readonly id: number;
  readonly quantization: number;
}

/** Everything that segments before a scan set. */
interface Tables {
  readonly huffman: HuffmanTables;
  readonly steps: Map<number, Uint16Array>;
  components: readonly FrameComponent[];
  restartInterval: number;
}

/** Reads the quantization tables of one DQT segment (T.81 B.2.4.1), of 8 or 16 bits. */
function readQuantization(body: Uint8Array, steps: Map<number, Uint16Array>): void {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  for (let at = 0; at < body.length;) {
    const place = view.getUint8(at);
    const wide = place >> 4 !== 0;
    const next = at + 1 + (wide ? 128 : 64);
    if (next > body.length) throw brokenStream("a quantization table is cut short");
    const table = new Uint16Array(64);
    for (let index = 0; index < 64; index++) {
      table[index] = wide ? view.getUint16(at + 1 + 2 * index) : view.getUint8(at + 1 + index);
    }
    steps.set(place & 15, table);
    at = next;
  }
}

function readFrameComponents(body: Uint8Array): FrameComponent[] {
  const count = body[5] ?? 0;
  if (body.length < 6 + 3 * count) throw brokenStream("its frame header is cut short");
  return Array.from({ length: count }, (_, index) => {
    // A single component has no other to be sampled less than.
    if (count > 1 && body[7 + 3 * index] !== 0x11) {
      throw refusal("intake/unsupported-pixels", "12-bit JPEG with subsampled colour is not read.");
    }
    return { id: body[6 + 3 * index] ?? 0, quantization: body[8 + 3 * index] ?? 0 };
  });
}

/** A component of a scan and the tables that the scan names for it, some of which may not be there. */
interface ChosenComponent {
  readonly place: number;
  readonly first: HuffmanTable | undefined;
  readonly others: HuffmanTable | undefined;
}

/** Reads a scan header (T.81 B.2.3). */
function readScan(body: Uint8Array, { huffman, components }: Tables): [ChosenComponent[], ProgressiveRange] {
  const count = body[0] ?? 0;
  if (count < 1 || count > components.length || body.length < 4 + 2 * count) {
    throw brokenStream("its scan header is cut short");
  }
  const chosen = Array.from({ length: count }, (_, index) => {
    const place = components.findIndex(({ id }) => id === body[1 + 2 * index]);
    if (place < 0) throw missingPart();
    const tables = body[2 + 2 * index] ?? 0;
    return { place, first: huffman.get(tables >> 4), others: huffman.get(16 + (tables & 15)) };
  });
  const [from = 0, to = 0, bits = 0] = body.subarray(1 + 2 * count);
  return [chosen, { from, to, high: bits >> 4, low: bits & 15 }];
}

function missingPart(): Error {
  return brokenStream("a scan names a component or table that is not there");
}

/** A scan of a sequential frame needs all of its tables. */
function sequential({ place, first, others }: ChosenComponent, { steps, components }: Tables): DctComponent {
  const table = steps.get(components[place]?.quantization ?? -1);
  if (first === undefined || others === undefined || table === undefined) throw missingPart();
  return { place, first, others, steps: table };
}

/** Decodes all scans of a DCT stream with Huffman codes (T.81 annexes F and G) into `frame.values`. */
function decodeDctStream(bytes: Uint8Array, frame: DctFrame, progressive: ProgressiveFrame | undefined): void {
  const tables: Tables = { huffman: new Map(), steps: new Map(), components: [], restartInterval: 0 };
  const left = new Set(Array.from({ length: frame.components }, (_, place) => place));
  const takeScan = (body: Uint8Array, start: number): number => {
    const [chosen, range] = readScan(body, tables);
    for (const { place } of chosen) left.delete(place);
    const { restartInterval } = tables;
    if (progressive !== undefined) return progressive.scan({ components: chosen, range, restartInterval, start });
    const components = chosen.map((component) => sequential(component, tables));
    return decodeDctScan(bytes, frame, components, { restartInterval, start });
  };
  walkSegments(bytes, ({ kind, body, end }) => {
    if (kind === marker.huffmanTables) readHuffmanTables(body, tables.huffman);
    else if (kind === marker.quantization) readQuantization(body, tables.steps);
    else if (kind === marker.restarts) tables.restartInterval = readRestartInterval(body);
    else if (frameMarkers.has(kind)) tables.components = readFrameComponents(body);
    else if (kind === marker.scan) {
      const next = takeScan(body, end);
      // Only the end of the stream tells that no more scans of a progressive frame come.
      const last = progressive === undefined || isEnd(bytes, next);
      return left.size === 0 && last ? "done" : next;
    }
    return end;
  });
  progressive?.finish(tables.components.map(({ quantization }) => tables.steps.get(quantization)));
}

const frameMarkers = new Set<number>([marker.baseline, marker.sequential, marker.progressive]);

/** The end of the image stands at `at`, or the stream stops there. */
function isEnd(bytes: Uint8Array, at: number): boolean {
  return at + 1 >= bytes.length || bytes[at + 1] === marker.end;
}

/**
 * A JPEG frame of sequential or progressive DCT with 8 or 12 bits a sample (T.81 processes 1, 2, 4, 6, 8, 10 and 12).
 * Colours are left as they stand in the stream.
 * @throws LightboxError `intake/broken-file` or `intake/unsupported-pixels`
 */
export function decodeJpegDct(bytes: Uint8Array, header: JpegHeader, format: PixelFormat): StoredPixels {
  checkAgainst(format, "JPEG", header);
  const { rows, columns, components, precision, process } = header;
  const length = rows * columns * components;
  const progressive = process === progressiveProcess;
  // A block takes four bits at least, a progressive one a bit: a claim beyond that is refused before memory is taken for it.
  if (length > bytes.length * (progressive ? 8 : 2) * 64) throw brokenStream("it is cut short");
  if (progressive && length > mostProgressive) {
    throw refusal("intake/too-large", `a progressive JPEG of ${String(length)} samples is not read.`);
  }
  const frame = { rows, columns, components, precision, values: new Uint16Array(length) };
  decodeDctStream(bytes, frame, progressive ? progressiveFrame(bytes, frame) : undefined);
  const decoded = { width: columns, height: rows, components, bits: 16, planar: false };
  const photometric = format.photometric.startsWith("YBR") ? "YBR_FULL" : "RGB";
  const kind = { precision, centred: false, exact: false, photometric };
  return storedFromCodec({ ...decoded, bytes: new Uint8Array(frame.values.buffer) }, kind, format);
}
