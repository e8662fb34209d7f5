import { scaleLinear } from "d3-scale";
import { correlation } from "./format.ts";

/** Lower and upper end. */
export type Ends = readonly [number, number];

/** A value with its interval on a horizontal axis, in pixels from the left. */
export interface IntervalMark {
  readonly dot: number;
  readonly from: number;
  readonly to: number;
  /** The interval goes on beyond the axis on this side. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

/** Where a value and its interval lie on an axis of `width` pixels that reaches over `domain`; both ends stay on the axis. */
export function intervalMark(value: number, interval: Ends, domain: Ends, width: number): IntervalMark {
  const at = scaleLinear([...domain], [0, width]).clamp(true);
  const [from, to] = interval;
  return { dot: at(value), from: at(from), to: at(to), cutLeft: from < domain[0], cutRight: to > domain[1] };
}

const reaches = [0.25, 0.5, 1] as const;

/**
 * How far an axis around `centre` has to reach so that every interval lies on it: 0.25, 0.5 or 1 to either side, at most
 * `limit`. Undefined values are left out.
 */
export function axisReach(intervals: readonly (Ends | null)[], centre: number, limit: number): number {
  const ends = intervals.flatMap((interval) => interval ?? []);
  const farthest = Math.max(0, ...ends.map((end) => Math.abs(end - centre)));
  return Math.min(limit, reaches.find((reach) => farthest <= reach) ?? 1);
}

/** Whether an interval lies on one side of what chance would give. */
export function isClear(interval: Ends | null, chance: number): boolean {
  return interval !== null && (interval[0] > chance || interval[1] < chance);
}

/** A place on an axis of correlations or areas: "−1", ".25", "0". */
export function axisText(value: number): string {
  return Number.isInteger(value) ? String(value).replace("-", "\u2212") : correlation(value).replace(/0$/, "");
}

/** "[.61, .74]": both ends as papers write them. */
export function intervalText([from, to]: Ends): string {
  return `[${correlation(from)}, ${correlation(to)}]`;
}
