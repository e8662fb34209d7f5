import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { latestOnly } from "../../../src-renderer/state/latest.ts";
import { scrubMeter } from "../../../src-renderer/state/scrub.ts";

describe("latestOnly", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const asking = (milliseconds: number) => {
    const asked: number[] = [];
    const ask = latestOnly(async (first) => {
      asked.push(first);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }, 100);
    return { asked, ask };
  };

  it("asks at once, then for the latest of what was wanted meanwhile, and for nothing that went by", async () => {
    const { asked, ask } = asking(10);
    for (let place = 0; place <= 500; place += 1) {
      ask(place, place + 50);
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked[0]).toBe(0);
    expect(asked.at(-1)).toBe(500);
    // 501 ms at one question in 100 ms, and the last.
    expect(asked.length).toBeLessThanOrEqual(7);
  });

  it("waits for an answer that takes longer than the pause", async () => {
    const { asked, ask } = asking(400);
    ask(1, 1);
    await vi.advanceTimersByTimeAsync(150);
    ask(2, 2);
    ask(3, 3);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual([1]);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([1, 3]);
  });

  it("goes on after a question that failed", async () => {
    const asked: number[] = [];
    const ask = latestOnly((first) => {
      asked.push(first);
      return Promise.reject(new Error("no"));
    }, 100);
    ask(1, 1);
    await vi.advanceTimersByTimeAsync(150);
    ask(2, 2);
    await vi.advanceTimersByTimeAsync(150);
    expect(asked).toEqual([1, 2]);
  });
});

describe("scrubMeter", () => {
  const height = 800;
  /** What the meter says at each of 60 events a second. */
  const scrolled = (way: number, events: number): boolean[] => {
    const meter = scrubMeter();
    meter(0, height, 0);
    return Array.from({ length: events }, (_, event) => meter(way, height, (1000 * (event + 1)) / 60));
  };

  it("lets a page, and steady scrolling, go by as legible", () => {
    expect(scrubMeter()(height, height, 1000)).toBe(false);
    expect(scrolled(100, 300)).not.toContain(true);
  });

  it("knows a dragged scroll bar, and its rest", () => {
    const meter = scrubMeter();
    meter(0, height, 0);
    expect(meter(40_000, height, 16)).toBe(true);
    expect(scrolled(400, 60).at(-1)).toBe(true);
    const slow = scrubMeter();
    slow(3 * height, height, 0);
    expect(slow(10, height, 500)).toBe(false);
  });
});
