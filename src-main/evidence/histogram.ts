/** Bins of a stored histogram. */
export const histogramBins = 24;

/**
 * Counts of values in equal bins over (0, max]: bin i holds max·i/bins < value ≤ max·(i + 1)/bins, [bins]. What lies
 * outside counts in the nearest bin (an activation that float16 rounds to 0 still fires), so the counts add up to all.
 */
export function histogram(values: Float32Array, max: number, bins: number = histogramBins): Uint32Array {
  const counts = new Uint32Array(bins);
  for (const value of values) {
    const bin = max > 0 ? Math.min(bins - 1, Math.max(0, Math.ceil((value * bins) / max) - 1)) : 0;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
