import { checkNotPast, entropyData, readBit, readBits, readExtended, readSymbol } from "./jpeg-bits.ts";
import type { BitReader } from "./jpeg-bits.ts";
import { zigzag } from "./jpeg-dct-scan.ts";
import { brokenStream } from "./jpeg-markers.ts";
import type { HuffmanTable } from "./jpeg-markers.ts";

/** One component of a progressive scan; a scan brings the tables that it needs and no other. */
export interface ProgressiveComponent {
  readonly first: HuffmanTable | undefined;
  readonly others: HuffmanTable | undefined;
  /** Undivided coefficients, 64 a block, row by row within it; the blocks row by row. */
  readonly coefficients: Int16Array;
}

/** Which coefficients a scan brings (Ss, Se), and which of their bits: those above `low`, after those above `high`. */
export interface ProgressiveRange {
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
}

/** Reads one block of a scan; what it keeps from block to block lives in it. */
type ReadBlock = (reader: BitReader, block: Int16Array) => void;

function tableOf(table: HuffmanTable | undefined): HuffmanTable {
  if (table === undefined) throw brokenStream("a scan names a table that is not there");
  return table;
}

/** The first scan of the mean of a block (T.81 G.1.2.1). */
function firstMeans(component: ProgressiveComponent, { low }: ProgressiveRange): ReadBlock {
  const table = tableOf(component.first);
  let previous = 0;
  return (reader, block) => {
    const category = readSymbol(reader, table);
    if (category > 15) throw brokenStream("it holds a coefficient that does not exist");
    previous += category === 0 ? 0 : readExtended(reader, category);
    block[0] = previous << low;
  };
}

/** One more bit of the mean of a block. */
function furtherMeans({ low }: ProgressiveRange): ReadBlock {
  return (reader, block) => {
    if (readBit(reader) === 1) block[0] = (block[0] ?? 0) | (1 << low);
  };
}

/** Blocks that end with this one, after a symbol that ends a band (T.81 G.1.2.2): 2^run, and `run` bits more. */
function bandsEnded(reader: BitReader, run: number): number {
  return (1 << run) + (run === 0 ? 0 : readBits(reader, run));
}

/** The first scan of a band of coefficients (T.81 G.1.2.2, figure G.3). */
function firstBand(component: ProgressiveComponent, { from, to, low }: ProgressiveRange): ReadBlock {
  const table = tableOf(component.others);
  let ended = 0;
  return (reader, block) => {
    if (ended > 0) {
      ended -= 1;
      return;
    }
    for (let place = from; place <= to; place++) {
      const symbol = readSymbol(reader, table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        ended = bandsEnded(reader, run) - 1;
        return;
      }
      place += run;
      if (place > to) throw brokenStream("a block holds too many coefficients");
      if (size > 0) block[zigzag[place] ?? 0] = readExtended(reader, size) << low;
    }
  };
}

/** One more bit of a coefficient that is there: away from zero (T.81 G.1.2.3). */
function refine(reader: BitReader, block: Int16Array, at: number, low: number): void {
  if (readBit(reader) === 0) return;
  const value = block[at] ?? 0;
  block[at] = value + (value > 0 ? 1 << low : -(1 << low));
}

/** One more bit of a band (T.81 G.1.2.3, figure G.7): new coefficients between corrections of those that are there. */
function furtherBand(component: ProgressiveComponent, { from, to, low }: ProgressiveRange): ReadBlock {
  const table = tableOf(component.others);
  let ended = 0;
  /** Corrects until `zeros` zeros were passed; the place of the zero after them, or the one after the band. */
  const pass = (reader: BitReader, block: Int16Array, start: number, zeros: number): number => {
    for (let place = start, left = zeros; place <= to; place++) {
      const at = zigzag[place] ?? 0;
      if (block[at] !== 0) refine(reader, block, at, low);
      else if (left-- === 0) return place;
    }
    return to + 1;
  };
  return (reader, block) => {
    let place = from;
    while (ended === 0 && place <= to) {
      const symbol = readSymbol(reader, table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size > 1) throw brokenStream("it holds a correction of more than one bit");
      if (size === 0 && run < 15) {
        ended = bandsEnded(reader, run);
        break;
      }
      const value = size === 0 ? 0 : readBit(reader) === 1 ? 1 << low : -(1 << low);
      place = pass(reader, block, place, run);
      if (value !== 0 && place > to) throw brokenStream("a block holds too many coefficients");
      if (value !== 0) block[zigzag[place] ?? 0] = value;
      place += 1;
    }
    if (ended === 0) return;
    pass(reader, block, place, Infinity);
    ended -= 1;
  };
}

function blockReader(component: ProgressiveComponent, range: ProgressiveRange): ReadBlock {
  if (range.from === 0) return range.high === 0 ? firstMeans(component, range) : furtherMeans(range);
  return range.high === 0 ? firstBand(component, range) : furtherBand(component, range);
}

/** Refuses what T.81 G.1.1.1 does not know: means and bands in one scan, bands of several components, odd bits. */
function checkRange(components: number, { from, to, high, low }: ProgressiveRange): void {
  const band = from === 0 ? to === 0 : from <= to && to < 64 && components === 1;
  if (band && low <= 13 && (high === 0 || high === low + 1)) return;
  throw brokenStream("a scan asks for coefficients that it cannot hold");
}

/**
 * Decodes one scan of a progressive DCT frame without subsampling (T.81 annex G) into the coefficients of its components.
 * @param blocks blocks of each component
 * @param restartInterval blocks (of every component) between restarts; 0 without restarts
 * @returns where the next marker stands
 */
export function decodeProgressiveScan(
  bytes: Uint8Array,
  components: readonly ProgressiveComponent[],
  range: ProgressiveRange,
  {
    blocks,
    restartInterval,
    start,
  }: { readonly blocks: number; readonly restartInterval: number; readonly start: number },
): number {
  checkRange(components.length, range);
  const { intervals, end } = entropyData(bytes, start);
  const atOnce = restartInterval === 0 ? blocks : restartInterval;
  for (let unit = 0, index = 0; unit < blocks; index++) {
    const interval = intervals[index];
    if (interval === undefined) throw brokenStream("it is cut short");
    const reader = { bytes: interval, bit: 0 };
    const readers = components.map((component) => ({ ...component, read: blockReader(component, range) }));
    for (const last = Math.min(unit + atOnce, blocks); unit < last; unit++) {
      for (const { coefficients, read } of readers) read(reader, coefficients.subarray(unit * 64, unit * 64 + 64));
      checkNotPast(reader);
    }
  }
  return end;
}
