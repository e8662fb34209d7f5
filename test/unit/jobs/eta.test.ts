import { expect, test } from "vitest";
import { createEta } from "../../../src-main/jobs/eta.ts";

test("nothing is said before a rate is known", () => {
  const eta = createEta();
  expect(eta.update(0, 100, 0)).toBeNull();
  expect(eta.update(1, 100, 100)).toBeNull();
});

test("at a constant rate the rest is items over rate, however often progress is reported", () => {
  for (const every of [250, 1000, 3700]) {
    const eta = createEta();
    let answer: number | null = null;
    // 4 items a second.
    for (let now = 0; now <= 74_000; now += every) answer = eta.update(now / 250, 1000, now);
    const now = Math.floor(74_000 / every) * every;
    expect(answer).toBeCloseTo((1000 - now / 250) / 4, 6);
  }
});

test("what was done before a job was resumed is not speed", () => {
  const eta = createEta();
  eta.update(900, 1000, 0);
  expect(eta.update(901, 1000, 1000)).toBeCloseTo(99, 6);
});

test("after a change of speed the answer moves to the new rate, exponentially in time", () => {
  const eta = createEta();
  eta.update(0, 1e6, 0);
  eta.update(10, 1e6, 1000);
  // From 10 to 20 items a second: after 10 s (one memory) the gap has fallen to 1/e.
  let answer: number | null = null;
  for (let second = 1; second <= 10; second++) answer = eta.update(10 + 20 * second, 1e6, 1000 + 1000 * second);
  const rate = 20 - 10 / Math.E;
  expect(answer).toBeCloseTo((1e6 - 210) / rate, 3);
});

test("the end and a standstill", () => {
  const eta = createEta();
  eta.update(0, 10, 0);
  expect(eta.update(0, 10, 1000)).toBeNull();
  expect(eta.update(10, 10, 2000)).toBe(0);
  expect(eta.update(0, 10, 3000)).toBeNull();
});
