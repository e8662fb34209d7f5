import type { FilmDisplay, WindowShape } from "../../src-preload/contract/index.ts";

/** A window in values after the modality LUT (PS3.3 C.11.2). */
export interface Window {
  readonly centre: number;
  /** ≥ 1 for LINEAR, > 0 for the other shapes; 0 is a step at the centre. */
  readonly width: number;
  readonly shape: WindowShape;
}

/** What levels mean: all that a table of greys depends on beside the window. */
export type Levels = Pick<FilmDisplay, "slope" | "intercept" | "inverted" | "padding">;

/** Value after the modality LUT → display value 0…1. */
type Curve = (value: number) => number;

/** LINEAR, PS3.3 C.11.2.1.2.1. */
function linear({ centre, width }: Window): Curve {
  const middle = centre - 0.5;
  const half = (width - 1) / 2;
  return (value) => {
    if (value <= middle - half) return 0;
    if (value > middle + half) return 1;
    return (value - middle) / (width - 1) + 0.5;
  };
}

/** LINEAR_EXACT, PS3.3 C.11.2.1.3.2. */
function linearExact({ centre, width }: Window): Curve {
  return (value) => {
    if (value <= centre - width / 2) return 0;
    if (value > centre + width / 2) return 1;
    return (value - centre) / width + 0.5;
  };
}

/** SIGMOID, PS3.3 C.11.2.1.3.1. */
function sigmoid({ centre, width }: Window): Curve {
  return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
}

const curves = { LINEAR: linear, LINEAR_EXACT: linearExact, SIGMOID: sigmoid } as const;

/** Value after the modality LUT → display value 0…1, before polarity. */
export function curveOf(window: Window): Curve {
  return curves[window.shape](window);
}

/** Value after the modality LUT. */
export function valueOf(level: number, { slope, intercept }: Levels): number {
  return slope * level + intercept;
}

function isPadding(level: number, { padding }: Levels): boolean {
  return padding !== null && level >= padding[0] && level <= padding[1];
}

/**
 * Grey of every level through a window: ⌊255·y + ½⌋, with y turned round for a film whose high values are dark and once more
 * where the reader wants it inverted. Padding is black whatever the polarity.
 * @param size 256 or 65536
 */
export function greyTable(levels: Levels, window: Window, inverted: boolean, size: number): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(size);
  const curve = curveOf(window);
  const turned = levels.inverted !== inverted;
  for (let level = 0; level < size; level += 1) {
    if (isPadding(level, levels)) continue;
    const y = Math.min(Math.max(curve(valueOf(level, levels)), 0), 1);
    table[level] = Math.floor(255 * (turned ? 1 - y : y) + 0.5);
  }
  return table;
}

/** The greys that the file asks for, as they are or inverted; padding stays black. */
export function ownTable(levels: Levels, greys: Uint8Array, inverted: boolean): Uint8Array<ArrayBuffer> {
  if (!inverted) return Uint8Array.from(greys);
  return Uint8Array.from(greys, (grey, level) => (isPadding(level, levels) ? 0 : 255 - grey));
}
