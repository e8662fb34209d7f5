import { checkNotPast, entropyData, readExtended, readSymbol } from "./jpeg-bits.ts";
import type { BitReader } from "./jpeg-bits.ts";
import { brokenStream } from "./jpeg-markers.ts";
import type { HuffmanTable, Scan } from "./jpeg-markers.ts";

/** One coded difference (T.81 H.1.2.2). */
function readDifference(reader: BitReader, table: HuffmanTable): number {
  const category = readSymbol(reader, table);
  if (category === 0) return 0;
  return category === 16 ? 32768 : readExtended(reader, category);
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
    checkNotPast(reader);
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
