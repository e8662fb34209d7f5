import { signed } from "../drawing/index.ts";
import type { MapRange } from "../drawing/index.ts";

export interface BarMarks {
  /** The value at the top of the bar; 0 where no cell is above zero. */
  readonly top: number;
  readonly digits: number;
  /** Share of the bar's height from its lower end, and the value there. */
  readonly ticks: readonly { readonly share: number; readonly text: string }[];
}

/** What is written beside the bar of a map's colours: the largest cell, its half and zero. */
export function barMarks({ maximum }: MapRange): BarMarks {
  const top = Math.max(0, maximum);
  const digits = top < 0.095 ? 3 : 2;
  const shares = top > 0 ? [1, 0.5, 0] : [0];
  return {
    top,
    digits,
    ticks: shares.map((share) => ({ share, text: share === 0 ? "0" : signed(share * top, digits) })),
  };
}
