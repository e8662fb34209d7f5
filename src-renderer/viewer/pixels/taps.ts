import type { Transform } from "../geometry.ts";

/**
 * How greys are drawn at a scale, after the table: at 1:1 each as it is; smaller, each pixel of the screen is the mean of the
 * area that it covers; larger, in between (bilinear) up to four times and in squares beyond, so that pixels can be seen.
 */
export type Drawing = "exact" | "mean" | "between" | "squares";

export const smoothUpTo = 4;

/** @param scale screen pixels for one pixel of the film; @param draft smaller, one pixel of the film stands for an area */
export function drawingAt(scale: number, draft = false): Drawing {
  if (scale === 1) return "exact";
  if (scale < 1) return draft ? "squares" : "mean";
  return scale <= smoothUpTo ? "between" : "squares";
}

export function scaleOfTransform({ a, b }: Transform): number {
  return Math.abs(a) + Math.abs(b);
}

/** What goes into one row or column of the screen: neighbouring rows or columns of the film with their shares. */
export interface Taps {
  readonly first: number;
  /** Add up to 1, or to less where the film covers a part only; empty outside of the film. */
  readonly weights: readonly number[];
}

const none: Taps = { first: 0, weights: [] };

/**
 * Along one axis. @param at where the middle of the screen's pixel falls, in pixels of the film
 * @param size of the film along this axis
 */
export function tapsAt(at: number, size: number, scale: number, drawing: Drawing): Taps {
  if (drawing === "mean") return meanTaps(at, size, 1 / scale);
  if (at < 0 || at >= size) return none;
  if (drawing !== "between") return { first: Math.floor(at), weights: [1] };
  const middle = Math.min(Math.max(at - 0.5, 0), size - 1);
  const first = Math.floor(middle);
  const share = middle - first;
  return share === 0 ? { first, weights: [1] } : { first, weights: [1 - share, share] };
}

function meanTaps(at: number, size: number, span: number): Taps {
  const [from, to] = [Math.max(0, at - span / 2), Math.min(size, at + span / 2)];
  if (to <= from) return none;
  const first = Math.floor(from);
  const weights: number[] = [];
  for (let index = first; index < to; index += 1) {
    weights.push((Math.min(to, index + 1) - Math.max(from, index)) / span);
  }
  return { first, weights };
}
