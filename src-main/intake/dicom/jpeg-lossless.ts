import { refusal } from "../refusal.ts";
import { decodeScan } from "./jpeg-lossless-scan.ts";
import type { LosslessFrame } from "./jpeg-lossless-scan.ts";
import {
  brokenStream,
  marker,
  readComponents,
  readHuffmanTables,
  readRestartInterval,
  readScan,
  walkSegments,
} from "./jpeg-markers.ts";
import type { HuffmanTables } from "./jpeg-markers.ts";
import { checkedJpegHeader } from "./jpeg.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { createValues, storedFrom } from "./stored.ts";
import type { StoredPixels } from "./stored.ts";

/** Undoes the point transform (T.81 H.1.2.1). */
function raise(values: Uint16Array, shift: number, place: number, step: number): void {
  if (shift === 0) return;
  for (let at = place; at < values.length; at += step) values[at] = (values[at] ?? 0) << shift;
}

/**
 * Decodes all scans of a lossless JPEG stream (T.81 annex H) into `frame.values`.
 * @throws LightboxError `intake/broken-file` or `intake/unsupported-pixels`
 */
export function decodeLosslessStream(bytes: Uint8Array, frame: LosslessFrame): void {
  const tables: HuffmanTables = new Map();
  const left = new Set(Array.from({ length: frame.components }, (_, place) => place));
  let components: number[] = [];
  let restartInterval = 0;
  walkSegments(bytes, ({ kind, body, end }) => {
    if (kind === marker.huffmanTables) readHuffmanTables(body, tables);
    else if (kind === marker.restarts) restartInterval = readRestartInterval(body);
    else if (kind === marker.lossless) components = readComponents(body);
    else if (kind === marker.scan) {
      const scan = readScan(body, components, tables, { restartInterval, start: end });
      const next = decodeScan(bytes, frame, scan);
      for (const { place } of scan.components) {
        raise(frame.values, scan.pointTransform, place, frame.components);
        left.delete(place);
      }
      return left.size > 0 ? next : "done";
    }
    return end;
  });
}

/**
 * A JPEG lossless frame (DICOM processes 14 and 14 SV1).
 * @throws LightboxError `intake/broken-file` or `intake/unsupported-pixels`
 */
export function decodeJpegLossless(bytes: Uint8Array, format: PixelFormat): StoredPixels {
  const header = checkedJpegHeader(bytes, format);
  if (header.process !== 3) throw refusal("intake/broken-file", "the JPEG stream is not lossless as its header says.");
  const { rows, columns, components, precision } = header;
  if (components !== format.samples || precision < 2 || precision > Math.min(format.bitsAllocated, 16)) {
    throw refusal("intake/broken-file", "the JPEG stream does not hold the samples that its header says.");
  }
  const length = rows * columns * components;
  // A code has at least one bit: a claim beyond that is refused before memory is taken for it.
  if (length > bytes.length * 8) throw brokenStream("it is cut short");
  const frame = { rows, columns, components, precision, values: new Uint16Array(length) };
  decodeLosslessStream(bytes, frame);
  const values = createValues(format.bitsAllocated, format.signed, length);
  values.set(frame.values);
  return storedFrom(values, format);
}
