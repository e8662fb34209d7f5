import type { FilmDisplay, WindowShape } from "../../src-preload/contract/index.ts";
import { greyOf, isPaddingLevel, windowCurve } from "../../src-preload/contract/window-curves.ts";

/** A window in values after the modality LUT (PS3.3 C.11.2). */
export interface Window {
  readonly centre: number;
  /** ≥ 1 for LINEAR, > 0 for the other shapes; 0 is a step at the centre. */
  readonly width: number;
  readonly shape: WindowShape;
}

/** What levels mean: all that a table of greys depends on beside the window. */
export type Levels = Pick<FilmDisplay, "slope" | "intercept" | "inverted" | "padding">;

/** Value after the modality LUT. */
export function valueOf(level: number, { slope, intercept }: Levels): number {
  return slope * level + intercept;
}

/**
 * Grey of every level through a window: ⌊255·y + ½⌋, with y turned round for a film whose high values are dark and once more
 * where the reader wants it inverted. Padding is black whatever the polarity.
 * @param size 256 or 65536
 */
export function greyTable(levels: Levels, window: Window, inverted: boolean, size: number): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(size);
  const curve = windowCurve(window);
  const turned = levels.inverted !== inverted;
  for (let level = 0; level < size; level += 1) {
    if (!isPaddingLevel(level, levels.padding)) table[level] = greyOf(curve(valueOf(level, levels)), turned);
  }
  return table;
}

/** The greys that the file asks for, as they are or inverted; padding stays black. */
export function ownTable(levels: Levels, greys: Uint8Array, inverted: boolean): Uint8Array<ArrayBuffer> {
  if (!inverted) return Uint8Array.from(greys);
  return Uint8Array.from(greys, (grey, level) => (isPaddingLevel(level, levels.padding) ? 0 : 255 - grey));
}
