import { inverseDct } from "./inverse-dct.ts";
import { checkNotPast, entropyData, readExtended, readSymbol } from "./jpeg-bits.ts";
import type { BitReader } from "./jpeg-bits.ts";
import { brokenStream } from "./jpeg-markers.ts";
import type { HuffmanTable } from "./jpeg-markers.ts";

/** Place in a block, row by row, of each coefficient in the order in which they are coded (T.81 figure A.6). */
export const zigzag = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48],
  ...[41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23],
  ...[30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
);

/** One component of a scan of a DCT frame. */
export interface DctComponent {
  /** Place among the components of the frame, from 0. */
  readonly place: number;
  readonly first: HuffmanTable;
  readonly others: HuffmanTable;
  /** 64 quantization steps in the coded order. */
  readonly steps: Uint16Array;
}

export interface DctFrame {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  /** rows·columns·components, interleaved. */
  readonly values: Uint16Array<ArrayBuffer>;
}

/**
 * Reads one block into `block`, dequantized (T.81 F.2.2).
 * @param previous the undivided first coefficient of the block before
 * @returns that of this block
 */
function readBlock(reader: BitReader, component: DctComponent, previous: number, block: Int32Array): number {
  const { first, others, steps } = component;
  block.fill(0);
  const category = readSymbol(reader, first);
  if (category > 15) throw brokenStream("it holds a coefficient that does not exist");
  const start = previous + (category === 0 ? 0 : readExtended(reader, category));
  block[0] = start * (steps[0] ?? 0);
  for (let place = 1; place < 64; place++) {
    const symbol = readSymbol(reader, others);
    const size = symbol & 15;
    // A run of 16 zeros, or the end of the block.
    if (size === 0 && symbol !== 0xf0) break;
    place += symbol >> 4;
    if (place > 63) throw brokenStream("a block holds too many coefficients");
    if (size > 0) block[zigzag[place] ?? 0] = readExtended(reader, size) * (steps[place] ?? 0);
  }
  return start;
}

/** Puts the samples of a block into the picture, around the middle of their range; what lies outside is left out. */
export function putBlock(frame: DctFrame, place: number, block: Int32Array, top: number, left: number): void {
  const { rows, columns, components, precision, values } = frame;
  const middle = 1 << (precision - 1);
  const most = 2 * middle - 1;
  const [height, width] = [Math.min(8, rows - top), Math.min(8, columns - left)];
  for (let row = 0; row < height; row++) {
    let at = ((top + row) * columns + left) * components + place;
    for (let column = 0; column < width; column++, at += components) {
      values[at] = Math.min(Math.max((block[row * 8 + column] ?? 0) + middle, 0), most);
    }
  }
}

/**
 * Decodes one scan of a sequential DCT frame without subsampling into `frame.values`.
 * @param restartInterval blocks (of every component) between restarts; 0 without restarts
 * @returns where the next marker stands
 */
export function decodeDctScan(
  bytes: Uint8Array,
  frame: DctFrame,
  scan: readonly DctComponent[],
  { restartInterval, start }: { readonly restartInterval: number; readonly start: number },
): number {
  const { intervals, end } = entropyData(bytes, start);
  const across = Math.ceil(frame.columns / 8);
  const units = across * Math.ceil(frame.rows / 8);
  const unitsAtOnce = restartInterval === 0 ? units : restartInterval;
  const block = new Int32Array(64);
  for (let unit = 0, index = 0; unit < units; index++) {
    const interval = intervals[index];
    if (interval === undefined) throw brokenStream("it is cut short");
    const reader = { bytes: interval, bit: 0 };
    const previous = scan.map(() => 0);
    for (const last = Math.min(unit + unitsAtOnce, units); unit < last; unit++) {
      scan.forEach((component, order) => {
        previous[order] = readBlock(reader, component, previous[order] ?? 0, block);
        inverseDct(block, frame.precision);
        putBlock(frame, component.place, block, Math.floor(unit / across) * 8, (unit % across) * 8);
      });
      checkNotPast(reader);
    }
  }
  return end;
}
