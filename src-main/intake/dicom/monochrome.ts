import { greyOf, isPaddingLevel } from "../../../src-preload/contract/window-curves.ts";
import type { Header } from "./header.ts";
import { readModality } from "./modality.ts";
import type { Modality } from "./modality.ts";
import { readPadding } from "./padding.ts";
import { domainOf, scaleOf } from "./scale.ts";
import type { Scale } from "./scale.ts";
import type { StoredPixels, StoredValues } from "./stored.ts";
import { fullRange, readVoi } from "./voi.ts";

/** A grey film on its way to the screen: stored value → level → grey. */
export interface Monochrome {
  readonly stored: StoredPixels;
  readonly modality: Modality;
  /** Every stored value that occurs: listed once up to 16 bits, the pixels themselves above. */
  readonly candidates: ArrayLike<number>;
  readonly scale: Scale;
  /** Smallest and largest level that occurs, padding left out; [0, 0] where all is padding. */
  readonly range: readonly [number, number];
  readonly inverted: boolean;
  /** Grey 0…255 of a level. */
  readonly greyOf: (level: number) => number;
}

/** What the header says about showing these stored values. */
export function readMonochrome(stored: StoredPixels, header: Header): Monochrome {
  const modality = readModality(header, stored.signed);
  const candidates = stored.bits > 16 ? stored.values : occurring(stored);
  const scale = scaleOf(stored, modality, readPadding(header, stored), candidates);
  const range = rangeOf(scale, candidates);
  const inverted = stored.photometric === "MONOCHROME1";
  const [first, last] = [scale.valueOf(range[0]), scale.valueOf(range[1])];
  const whole = fullRange(Math.min(first, last), Math.max(first, last));
  const wanted = readVoi(header, modality.signed);
  // A window beside all values would show them all black or all white: then the file is taken not to have any.
  const shows = wanted !== undefined && (first === last || wanted(first) !== wanted(last));
  const voi = shows ? wanted : whole;
  const greyOfLevel = (level: number): number =>
    isPaddingLevel(level, scale.padding) ? 0 : greyOf(voi(scale.valueOf(level)), inverted);
  return { stored, modality, candidates, scale, range, inverted, greyOf: greyOfLevel };
}

/**
 * Fills `out` with what `of` makes of the stored value of each pixel: up to 16 bits through one table over the values that
 * occur, then one look-up a pixel.
 */
export function mapped<Out extends Uint8Array | Uint16Array>(
  film: Monochrome,
  out: Out,
  of: (stored: number) => number,
): Out {
  const { stored, candidates } = film;
  const { values } = stored;
  if (stored.bits > 16) {
    for (let index = 0; index < out.length; index++) out[index] = of(values[index] ?? 0);
    return out;
  }
  const { lowest, size } = domainOf(stored);
  const table = out instanceof Uint8Array ? new Uint8Array(size) : new Uint16Array(size);
  for (let place = 0; place < candidates.length; place++) {
    const value = candidates[place] ?? 0;
    table[value - lowest] = of(value);
  }
  lookUpAll(values, lowest, table, out);
  return out;
}

function lookUpAll(
  values: StoredValues,
  lowest: number,
  table: ArrayLike<number>,
  out: Uint8Array | Uint16Array,
): void {
  for (let index = 0; index < out.length; index++) out[index] = table[(values[index] ?? 0) - lowest] ?? 0;
}

function occurring(stored: StoredPixels): number[] {
  const { values } = stored;
  const { lowest, size } = domainOf(stored);
  const seen = new Uint8Array(size);
  for (let index = 0; index < values.length; index++) seen[(values[index] ?? 0) - lowest] = 1;
  const present: number[] = [];
  for (let index = 0; index < size; index++) if (seen[index] === 1) present.push(index + lowest);
  return present;
}

function rangeOf({ levelOf, padding }: Scale, candidates: ArrayLike<number>): [number, number] {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let place = 0; place < candidates.length; place++) {
    const level = levelOf(candidates[place] ?? 0);
    if (isPaddingLevel(level, padding)) continue;
    if (level < smallest) smallest = level;
    if (level > largest) largest = level;
  }
  return largest < smallest ? [0, 0] : [smallest, largest];
}
