import type { Association, Interval } from "../../src-preload/contract/index.ts";
import type { StoredAssociation } from "../store/index.ts";

/** 97.5 % quantile of the standard normal distribution. */
const normalQuantile = 1.959964;
/** What the arithmetic of a correlation leaves of a true 1. */
const rounding = 1e-9;

/**
 * 95 % interval of a Pearson correlation with a standard error, on Fisher's scale, where it is closer to symmetric
 * (Fisher 1921, Metron 1, 3–32): tanh(atanh r ± 1.96 SE / (1 − r²)). Null where |r| is 1: an interval without width would
 * claim to be sure of what a single film can bring about.
 */
export function correlationInterval(correlation: number, error: number): Interval | null {
  if (Math.abs(correlation) > 1 - rounding) return null;
  const z = Math.atanh(correlation);
  const half = (normalQuantile * error) / (1 - correlation ** 2);
  return around(correlation, Math.tanh(z - half), Math.tanh(z + half));
}

/**
 * 95 % interval of an area under the ROC curve A, A ± 1.96 SE within 0–1 (Hanley & McNeil 1982, Radiology 143, 29–36):
 *
 *     SE² = [A(1 − A) + (n₊ − 1)(Q1 − A²) + (n₋ − 1)(Q2 − A²)] / (n₊ n₋)      Q1 = A/(2 − A)      Q2 = 2A²/(1 + A)
 *
 * Images count as independent of each other. Null where one class is empty, and where A is 0 or 1: SE is 0 there however few
 * the images are, so it says nothing.
 */
export function aurocInterval(auroc: number, positives: number, negatives: number): Interval | null {
  if (positives === 0 || negatives === 0 || auroc < rounding || auroc > 1 - rounding) return null;
  const square = auroc * auroc;
  const q1 = auroc / (2 - auroc);
  const q2 = (2 * square) / (1 + auroc);
  const sum = auroc * (1 - auroc) + (positives - 1) * (q1 - square) + (negatives - 1) * (q2 - square);
  // Rounding can bring a sum of zeros below zero.
  const half = normalQuantile * Math.sqrt(Math.max(0, sum) / (positives * negatives));
  return around(auroc, Math.max(0, auroc - half), Math.min(1, auroc + half));
}

/** An association with the intervals that follow from it. */
export function withIntervals(stored: StoredAssociation): Association {
  const { finding, correlation, correlationError, auroc, positives, negatives } = stored;
  const known = correlation !== null && correlationError !== null;
  return {
    finding,
    correlation,
    correlationInterval: known ? correlationInterval(correlation, correlationError) : null,
    auroc,
    aurocInterval: auroc === null ? null : aurocInterval(auroc, positives, negatives),
    positives,
    negatives,
  };
}

/** Rounding must not put the estimate outside of its interval. */
function around(estimate: number, lower: number, upper: number): Interval {
  return [Math.min(estimate, lower), Math.max(estimate, upper)];
}
