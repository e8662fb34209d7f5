const largestBatch = 8;
/** Milliseconds; a run cannot be stopped from inside, so a cancel, or a more urgent run, waits this long at most. */
const longestRun = 200;

/** How many films may go into one run, as the runs before have shown. */
export interface BatchLimit {
  readonly limit: () => number;
  /** A run of so many films has just ended; `started` in milliseconds of performance.now(). */
  ran(films: number, started: number): void;
}

/** Starts with single films and aims at runs of up to 8 films and 200 ms. */
export function createBatchLimit(): BatchLimit {
  let limit = 1;
  let finished = 0;
  return {
    limit: () => limit,
    ran: (films, started) => {
      const now = performance.now();
      // A run that was handed over early has waited for the one before it.
      const perFilm = (now - Math.max(started, finished)) / films;
      limit = Math.max(1, Math.min(largestBatch, Math.floor(longestRun / perFilm)));
      finished = now;
    },
  };
}

/** Prepared films back to back, as an encoder takes them. */
export function backToBack(inputs: readonly Float32Array[]): Float32Array {
  const length = inputs[0]?.length ?? 0;
  const input = new Float32Array(inputs.length * length);
  inputs.forEach((film, place) => {
    input.set(film, place * length);
  });
  return input;
}
