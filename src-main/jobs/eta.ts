/** Tells how long a step still takes. */
export interface Eta {
  /** Takes in how far the step is at `now` (milliseconds); answers the seconds left, or null while that cannot be told. */
  update(done: number, total: number, now: number): number | null;
}

/** Seconds after which an older rate has faded to 1/e of its weight. */
const memory = 10;
/** Shorter intervals (milliseconds) are too noisy to take a rate from. */
const shortest = 200;

/**
 * Remaining items over a rate that is smoothed exponentially in time: weight 1 − exp(−Δt / memory) for the newest
 * interval, so that the answer does not depend on how often progress is reported. What was done before the first
 * report (a resumed job) does not count as speed.
 */
export function createEta(): Eta {
  let last: { readonly done: number; readonly at: number } | undefined;
  let rate: number | undefined;
  return {
    update: (done, total, now) => {
      if (last === undefined || done < last.done) {
        last = { done, at: now };
        rate = undefined;
      }
      const elapsed = now - last.at;
      if (elapsed >= shortest) {
        const measured = ((done - last.done) / elapsed) * 1000;
        const weight = 1 - Math.exp(-elapsed / 1000 / memory);
        rate = rate === undefined ? measured : rate + weight * (measured - rate);
        last = { done, at: now };
      }
      if (done >= total) return 0;
      return rate === undefined || rate <= 0 ? null : (total - done) / rate;
    },
  };
}
