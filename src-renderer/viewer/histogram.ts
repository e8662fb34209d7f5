import type { ShownFilm } from "../state/index.ts";
import { valueOf } from "./windows.ts";

/** How often each level occurs. */
function counts(levels: Uint8Array | Uint16Array, size: number): Uint32Array {
  const histogram = new Uint32Array(size);
  for (const level of levels) histogram[level] = (histogram[level] ?? 0) + 1;
  return histogram;
}

/**
 * The smallest level that at least this share of all pixels does not exceed; padding is left out. Null where nothing but
 * padding is left.
 * @param shares 0–1, in rising order
 */
export function percentiles(
  levels: Uint8Array | Uint16Array,
  padding: readonly [number, number] | null,
  shares: readonly number[],
): number[] | null {
  const histogram = counts(levels, levels instanceof Uint8Array ? 256 : 65536);
  if (padding !== null) histogram.fill(0, padding[0], padding[1] + 1);
  const total = histogram.reduce((sum, some) => sum + some, 0);
  if (total === 0) return null;
  const found: number[] = [];
  let [seen, level] = [0, -1];
  for (const share of shares) {
    while (level < 0 || seen < share * total || seen === 0) {
      level += 1;
      seen += histogram[level] ?? 0;
    }
    found.push(level);
  }
  return found;
}

/** Values after the modality LUT that bound the middle 98 % of a film, the lower first. */
export type Spread = readonly [number, number];

const known = new WeakMap<ShownFilm, Spread>();

/** 1st and 99th percentile of a film's values, padding left out; counted once. */
export function spreadOf(film: ShownFilm): Spread {
  const before = known.get(film);
  if (before !== undefined) return before;
  const { display, levels } = film;
  const [low, high] = percentiles(levels, display.padding, [0.01, 0.99]) ?? display.range;
  const ends = [valueOf(low ?? 0, display), valueOf(high ?? 0, display)] as const;
  const spread: Spread = [Math.min(...ends), Math.max(...ends)];
  known.set(film, spread);
  return spread;
}
