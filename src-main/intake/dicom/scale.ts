import type { Modality } from "./modality.ts";
import { isPadding } from "./padding.ts";
import type { Padding } from "./padding.ts";
import type { StoredPixels } from "./stored.ts";

/** How stored values become levels, and levels the values after the modality LUT. */
export interface Scale {
  /** Levels there are: those of a byte, or of two. */
  readonly size: 256 | 65536;
  readonly levelOf: (stored: number) => number;
  /** Value after the modality LUT, as the display path has it; slope · level + intercept up to rounding. */
  readonly valueOf: (level: number) => number;
  readonly slope: number;
  readonly intercept: number;
  /** Levels of padding, both ends included; null where there is none. */
  readonly padding: readonly [number, number] | null;
}

/** Lowest and number of the values that cells of `bits` bits can hold. */
export function domainOf(stored: Pick<StoredPixels, "bits" | "signed">): { lowest: number; size: number } {
  const size = 2 ** stored.bits;
  return { lowest: stored.signed ? -size / 2 : 0, size };
}

/**
 * The levels of a film: stored − lowest up to 16 bits, more are brought linearly to 16; the outputs of a modality table.
 * @param candidates every stored value that occurs
 */
export function scaleOf(
  stored: Pick<StoredPixels, "bits" | "signed">,
  modality: Modality,
  padding: Padding | undefined,
  candidates: ArrayLike<number>,
): Scale {
  if (modality.line === null) return tableScale(modality, padding, candidates);
  if (stored.bits > 16) return wideScale(modality, modality.line, padding, candidates);
  return shiftedScale(stored, modality, modality.line, padding);
}

type Line = NonNullable<Modality["line"]>;

function shiftedScale(
  stored: Pick<StoredPixels, "bits" | "signed">,
  modality: Modality,
  { slope, intercept }: Line,
  padding: Padding | undefined,
): Scale {
  const { lowest, size } = domainOf(stored);
  const low = Math.max((padding?.low ?? Infinity) - lowest, 0);
  const high = Math.min((padding?.high ?? -Infinity) - lowest, size - 1);
  return {
    size: stored.bits <= 8 ? 256 : 65536,
    levelOf: (value) => value - lowest,
    valueOf: (level) => modality.apply(level + lowest),
    slope,
    intercept: intercept + slope * lowest,
    padding: low <= high ? [low, high] : null,
  };
}

/** Values 1 apart while 16 bits hold them, else as many steps as there are; padding gets level 0 to itself. */
function wideScale(
  modality: Modality,
  { slope, intercept }: Line,
  padding: Padding | undefined,
  candidates: ArrayLike<number>,
): Scale {
  let [smallest, largest, padded] = [Infinity, -Infinity, false];
  for (let place = 0; place < candidates.length; place++) {
    const value = candidates[place] ?? 0;
    if (isPadding(padding, value)) padded = true;
    else {
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  }
  if (largest < smallest) [smallest, largest] = [0, 0];
  const first = padded ? 1 : 0;
  const step = Math.max(1, (largest - smallest) / (65535 - first));
  return {
    size: 65536,
    levelOf: (value) => (isPadding(padding, value) ? 0 : first + Math.round((value - smallest) / step)),
    valueOf: (level) => modality.apply(smallest + (level - first) * step),
    slope: slope * step,
    intercept: intercept + slope * (smallest - first * step),
    padding: padded ? [0, 0] : null,
  };
}

/** The outputs of a modality table are whole numbers of up to 16 bits: they are the levels; padding gets one that is free. */
function tableScale(modality: Modality, padding: Padding | undefined, candidates: ArrayLike<number>): Scale {
  const used = new Uint8Array(65536);
  let [largest, padded] = [0, false];
  for (let place = 0; place < candidates.length; place++) {
    const value = candidates[place] ?? 0;
    if (isPadding(padding, value)) padded = true;
    else {
      const output = modality.apply(value);
      used[output] = 1;
      if (output > largest) largest = output;
    }
  }
  const free = padded ? Math.max(used.indexOf(0), 0) : 0;
  return {
    size: Math.max(largest, free) < 256 ? 256 : 65536,
    levelOf: (value) => (isPadding(padding, value) ? free : modality.apply(value)),
    valueOf: (level) => level,
    slope: 1,
    intercept: 0,
    padding: padded ? [free, free] : null,
  };
}
