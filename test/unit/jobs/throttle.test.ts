import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createThrottle } from "../../../src-main/jobs/throttle.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the first change passes at once, the last at the end of the interval, never more than one in between", () => {
  let value = 0;
  const seen: number[] = [];
  const throttle = createThrottle(() => seen.push(value), 100);
  for (value = 1; value <= 35; value++) {
    throttle.changed();
    vi.advanceTimersByTime(10);
  }
  value = 36;
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([1, 10, 20, 30, 36]);
});

test("flush passes now and takes the waiting change with it; stop drops it", () => {
  let calls = 0;
  const throttle = createThrottle(() => calls++, 100);
  throttle.changed();
  throttle.changed();
  throttle.flush();
  vi.advanceTimersByTime(1000);
  expect(calls).toBe(2);
  throttle.changed();
  throttle.changed();
  throttle.stop();
  vi.advanceTimersByTime(1000);
  expect(calls).toBe(3);
});
