import { refusal } from "../refusal.ts";
import { checkAgainst, storedFromCodec } from "./from-codec.ts";
import { decodeDctScan } from "./jpeg-dct-scan.ts";
import type { DctComponent, DctFrame } from "./jpeg-dct-scan.ts";
import type { JpegHeader } from "./jpeg-header.ts";
import { brokenStream, marker, readHuffmanTables, readRestartInterval, walkSegments } from "./jpeg-markers.ts";
import type { HuffmanTables } from "./jpeg-markers.ts";
import type { PixelFormat } from "./pixel-format.ts";
import type { StoredPixels } from "./stored.ts";

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

/** Reads a scan header (T.81 B.2.3). */
function readScan(body: Uint8Array, { huffman, steps, components }: Tables): DctComponent[] {
  const count = body[0] ?? 0;
  if (count < 1 || count > components.length || body.length < 4 + 2 * count) {
    throw brokenStream("its scan header is cut short");
  }
  return Array.from({ length: count }, (_, index) => {
    const place = components.findIndex(({ id }) => id === body[1 + 2 * index]);
    const chosen = body[2 + 2 * index] ?? 0;
    const first = huffman.get(chosen >> 4);
    const others = huffman.get(16 + (chosen & 15));
    const table = steps.get(components[place]?.quantization ?? -1);
    if (first === undefined || others === undefined || table === undefined) {
      throw brokenStream("a scan names a component or table that is not there");
    }
    return { place, first, others, steps: table };
  });
}

/** Decodes all scans of a sequential DCT stream with Huffman codes (T.81 annex F) into `frame.values`. */
function decodeDctStream(bytes: Uint8Array, frame: DctFrame): void {
  const tables: Tables = { huffman: new Map(), steps: new Map(), components: [], restartInterval: 0 };
  const left = new Set(Array.from({ length: frame.components }, (_, place) => place));
  walkSegments(bytes, ({ kind, body, end }) => {
    if (kind === marker.huffmanTables) readHuffmanTables(body, tables.huffman);
    else if (kind === marker.quantization) readQuantization(body, tables.steps);
    else if (kind === marker.restarts) tables.restartInterval = readRestartInterval(body);
    else if (kind === marker.sequential || kind === marker.baseline) tables.components = readFrameComponents(body);
    else if (kind === marker.scan) {
      const scan = readScan(body, tables);
      const next = decodeDctScan(bytes, frame, scan, { restartInterval: tables.restartInterval, start: end });
      for (const { place } of scan) left.delete(place);
      return left.size > 0 ? next : "done";
    }
    return end;
  });
}

/**
 * A JPEG frame of sequential DCT with 8 or 12 bits a sample (DICOM processes 1, 2 and 4). Colours are left as they stand in
 * the stream.
 * @throws LightboxError `intake/broken-file` or `intake/unsupported-pixels`
 */
export function decodeJpegDct(bytes: Uint8Array, header: JpegHeader, format: PixelFormat): StoredPixels {
  checkAgainst(format, "JPEG", header);
  const { rows, columns, components, precision } = header;
  const length = rows * columns * components;
  // A block takes four bits at least: a claim beyond that is refused before memory is taken for it.
  if (length > bytes.length * 2 * 64) throw brokenStream("it is cut short");
  const values = new Uint16Array(length);
  decodeDctStream(bytes, { rows, columns, components, precision, values });
  const decoded = { width: columns, height: rows, components, bits: 16, planar: false };
  const photometric = format.photometric.startsWith("YBR") ? "YBR_FULL" : "RGB";
  const kind = { precision, centred: false, exact: false, photometric };
  return storedFromCodec({ ...decoded, bytes: new Uint8Array(values.buffer) }, kind, format);
}
