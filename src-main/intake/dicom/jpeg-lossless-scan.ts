import { brokenStream } from "./jpeg-markers.ts";
import type { HuffmanTable, Scan } from "./jpeg-markers.ts";

/** Entropy-coded bytes without their stuffing, cut at restart markers. */
interface EntropyData {
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

interface BitReader {
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

/** One coded difference (T.81 H.1.2.2, F.2.2.1). */
function readDifference(reader: BitReader, table: HuffmanTable): number {
  const entry = table[peek(reader)] ?? 0;
  if (entry === 0) throw brokenStream("it holds a code that is not in its table");
  reader.bit += entry >> 8;
  const category = entry & 0xff;
  if (category === 0) return 0;
  if (category === 16) return 32768;
  const extra = peek(reader) >> (16 - category);
  reader.bit += category;
  return extra < 1 << (category - 1) ? extra - (1 << category) + 1 : extra;
}

/** Predictors of T.81 table H.1 from the samples to the left (a), above (b) and above left (c). */
function predict(predictor: number, a: number, b: number, c: number): number {
  if (predictor === 1) return a;
  if (predictor === 2) return b;
  if (predictor === 3) return c;
  if (predictor === 4) return a + b - c;
  if (predictor === 5) return a + ((b - c) >> 1);
  if (predictor === 6) return b + ((a - c) >> 1);
  return (a + b) >> 1;
}

export interface LosslessFrame {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  /** rows·columns·components, interleaved. */
  readonly values: Uint16Array<ArrayBuffer>;
}

/** Decodes `rows` rows of one restart interval: its first row is predicted from the left only (T.81 H.1.2.1). */
function decodeRows(frame: LosslessFrame, scan: Scan, interval: Uint8Array, firstRow: number, rows: number): void {
  const { columns, components: step, values } = frame;
  const reader = { bytes: interval, bit: 0 };
  const line = columns * step;
  const start = 1 << (frame.precision - scan.pointTransform - 1);
  for (let row = firstRow; row < firstRow + rows; row++) {
    const top = row === firstRow;
    for (let column = 0; column < columns; column++) {
      for (const { place, table } of scan.components) {
        const at = row * line + column * step + place;
        const left = values[at - step] ?? 0;
        const above = values[at - line] ?? 0;
        let expected: number;
        if (top) expected = column === 0 ? start : left;
        else if (column === 0) expected = above;
        else expected = predict(scan.predictor, left, above, values[at - line - step] ?? 0);
        values[at] = expected + readDifference(reader, table);
      }
    }
    if (reader.bit > (interval.length - lookAhead) * 8) throw brokenStream("it is cut short");
  }
}

/**
 * Decodes one scan into `frame.values` (before the point transform is undone).
 * @returns where the next marker stands
 */
export function decodeScan(bytes: Uint8Array, frame: LosslessFrame, scan: Scan): number {
  const { intervals, end } = entropyData(bytes, scan.start);
  if (scan.restartInterval % frame.columns !== 0) throw brokenStream("its restarts do not fall between rows");
  const rowsAtOnce = scan.restartInterval === 0 ? frame.rows : scan.restartInterval / frame.columns;
  for (let row = 0, index = 0; row < frame.rows; row += rowsAtOnce, index++) {
    const interval = intervals[index];
    if (interval === undefined) throw brokenStream("it is cut short");
    decodeRows(frame, scan, interval, row, Math.min(rowsAtOnce, frame.rows - row));
  }
  return end;
}
