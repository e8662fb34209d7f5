import { scaleSqrt } from "d3-scale";
import type { Rectangle, Size } from "./fit.ts";

/** One bin of a histogram, drawn. */
export interface Bar extends Rectangle {
  readonly count: number;
  /** What the bin holds: values above `from`, up to `to`. */
  readonly from: number;
  readonly to: number;
}

/** Pixels below which a bin that holds anything is not drawn: one film among thousands is still seen. */
const leastHeight = 1.5;

/**
 * Bars of equal bins from 0 to `largest`, standing on the lower edge of a rectangle of `size` pixels. Heights go with the
 * square root of the counts, so that a bin of one film stands beside one of hundreds; the fullest bin is as high as the
 * rectangle and an empty one has no height.
 */
export function histogramBars(counts: readonly number[], largest: number, size: Size, gap = 1): Bar[] {
  const most = Math.max(1, ...counts);
  const height = scaleSqrt([0, most], [0, size.height]);
  const step = size.width / Math.max(1, counts.length);
  const bin = largest / Math.max(1, counts.length);
  return counts.map((count, place) => {
    const tall = count === 0 ? 0 : Math.min(size.height, Math.max(leastHeight, height(count)));
    return {
      ...{ x: place * step, y: size.height - tall, width: Math.max(0.5, step - gap), height: tall },
      ...{ count, from: place * bin, to: (place + 1) * bin },
    };
  });
}

/** All bars as one SVG path, for small charts of which there are many. */
export function barsPath(bars: readonly Rectangle[]): string {
  const numbers = (values: readonly number[]) => values.map((value) => String(Math.round(100 * value) / 100)).join(" ");
  return bars
    .filter(({ height }) => height > 0)
    .map(
      ({ x, y, width, height }) => `M${numbers([x, y])}h${numbers([width])}v${numbers([height])}h${numbers([-width])}z`,
    )
    .join("");
}

/** Which of the four bands a value lies in, 0 the lowest to 3 the uppermost: quarters of the largest value. */
export function bandOf(value: number, largest: number): number {
  if (largest <= 0) return 0;
  // A value on an edge belongs to the band below it.
  return Math.min(3, Math.max(0, Math.ceil((4 * value) / largest) - 1));
}
