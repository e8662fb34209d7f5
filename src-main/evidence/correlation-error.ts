/** Sums of the powers of one class's activations: how many images, Σx, Σx², Σx³, Σx⁴; silent images count with 0. */
export interface PowerSums {
  count: number;
  readonly sums: [first: number, second: number, third: number, fourth: number];
}

export function emptySums(count = 0): PowerSums {
  return { count, sums: [0, 0, 0, 0] };
}

/** Adds one activation to the sums; the count is the caller's. */
export function addActivation({ sums }: PowerSums, value: number): void {
  const square = value * value;
  sums[0] += value;
  sums[1] += square;
  sums[2] += square * value;
  sums[3] += square * square;
}

/** Mean of (x − centre)^0…4 / deviation^0…4 over a class. */
function standardMoments({ count, sums }: PowerSums, centre: number, deviation: number): readonly number[] {
  const [a, b, c, d] = sums.map((sum) => sum / count) as [number, number, number, number];
  const central = [
    1,
    a - centre,
    b - 2 * centre * a + centre ** 2,
    c - 3 * centre * b + 3 * centre ** 2 * a - centre ** 3,
    d - 4 * centre * c + 6 * centre ** 2 * b - 4 * centre ** 3 * a + centre ** 4,
  ];
  return central.map((moment, power) => moment / deviation ** power);
}

/**
 * Standard error of a Pearson correlation r of an activation x with a label y of two values, without assuming that they
 * are normal together: √(mean of ψ² / n) with the influence function of r (Devlin, Gnanadesikan & Kettenring 1975,
 * Biometrika 62, 531–545) at the standardised pair,
 *
 *     ψ = xy − r (x² + y²) / 2
 *
 * Sparse activations and rare findings have long tails, on which the normal formula (1 − r²)/√n is far too small.
 * Images count as independent of each other. Null where x or y does not vary.
 */
export function correlationError(correlation: number, positive: PowerSums, negative: PowerSums): number | null {
  const images = positive.count + negative.count;
  const share = positive.count / images;
  const mean = (positive.sums[0] + negative.sums[0]) / images;
  const variance = (positive.sums[1] + negative.sums[1]) / images - mean ** 2;
  const labelDeviation = Math.sqrt(share * (1 - share));
  if (!(variance > 0) || !(labelDeviation > 0)) return null;
  let sum = 0;
  for (const [group, label] of [
    [positive, 1],
    [negative, 0],
  ] as const) {
    const y = (label - share) / labelDeviation;
    const [, first = 0, second = 0, third = 0, fourth = 0] = standardMoments(group, mean, Math.sqrt(variance));
    // ψ = −h x² + y x − h y² with h = r/2, squared and averaged over the class.
    const half = correlation / 2;
    const rest = -half * y ** 2;
    sum +=
      group.count *
      (half ** 2 * fourth -
        2 * half * y * third +
        (y ** 2 - 2 * half * rest) * second +
        2 * y * rest * first +
        rest ** 2);
  }
  // Rounding can bring a sum of zeros below zero.
  return Math.sqrt(Math.max(0, sum)) / images;
}
