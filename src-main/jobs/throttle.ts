/** Lets an effect happen at most once per interval, and makes sure that the last change is not lost. */
export interface Throttle {
  /** Something changed: the effect happens now, or at the end of the interval. */
  changed(): void;
  /** The effect happens now, whatever the interval. */
  flush(): void;
  /** Nothing happens any more. */
  stop(): void;
}

/** A throttle over `effect` with at least `interval` milliseconds between two calls, `flush` aside. */
export function createThrottle(effect: () => void, interval: number): Throttle {
  let last = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = (): void => {
    stop();
    last = performance.now();
    effect();
  };
  return {
    flush,
    stop,
    changed: () => {
      const wait = last + interval - performance.now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, wait);
    },
  };
}
