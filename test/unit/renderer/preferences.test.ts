import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import type { Preferences as Kept } from "../../../src-preload/contract/index.ts";
import type { Client } from "../../../src-renderer/platform/index.ts";
import { Notices } from "../../../src-renderer/state/notices.svelte.ts";
import { Preferences } from "../../../src-renderer/state/preferences.svelte.ts";

/** Preferences over a host that keeps what it is given. */
function preferences(stored: Partial<Kept> = {}) {
  const kept: Kept[] = [];
  const notices = new Notices();
  const usual = new Preferences({} as Client, notices).kept;
  const call = (name: string, input: Kept): Promise<Kept> => {
    if (name === "preferences.get") return Promise.resolve({ ...usual, ...stored });
    kept.push(input);
    return Promise.resolve(input);
  };
  const mine = new Preferences({ call } as unknown as Client, notices);
  return { mine, kept, notices };
}

describe("preferences", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("begin as usual and become what was kept", async () => {
    const { mine } = preferences({ theme: "light", textSize: 130 });
    expect([mine.kept.theme, mine.kept.mouse]).toEqual([
      "system",
      { left: "window", middle: "pan", right: "zoom", wheel: "zoom" },
    ]);
    await mine.load();
    expect([mine.theme, mine.kept.textSize]).toEqual(["light", 130]);
  });

  it("are seen at once and kept a moment later, many changes in one go", async () => {
    const { mine, kept } = preferences();
    mine.change({ textSize: 115 });
    mine.change({ device: "cpu" });
    expect([mine.kept.textSize, mine.kept.device, kept.length]).toEqual([115, "cpu", 0]);
    await vi.advanceTimersByTimeAsync(1000);
    // What another window may have changed meanwhile is left alone.
    expect(kept).toEqual([{ textSize: 115, device: "cpu" }]);
    mine.change({ theme: "dark" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept[1]).toEqual({ theme: "dark" });
  });

  it("turn the theme round, whatever the system has", () => {
    const { mine } = preferences();
    const before = mine.theme;
    mine.toggleTheme();
    expect(mine.theme).not.toBe(before);
    mine.toggleTheme();
    expect(mine.theme).toBe(before);
  });

  it("take more contrast from the person or leave it to the system", () => {
    const { mine } = preferences();
    expect(mine.contrast).toBe("usual");
    mine.change({ contrast: "more" });
    expect(mine.contrast).toBe("more");
  });

  it.each([
    [-1, 0.1, 0],
    [0.333, 0.33, 0.33],
    [7, 1, 0.95],
  ])("hold the map within what can be seen: %d", (wanted, opacity, threshold) => {
    const { mine } = preferences();
    mine.setOpacity(wanted);
    mine.setThreshold(wanted);
    expect([mine.kept.mapOpacity, mine.kept.mapThreshold]).toEqual([opacity, threshold]);
  });

  it("of the last moment are kept before the window goes, and once", async () => {
    const { mine, kept: sent } = preferences();
    mine.settle();
    expect(sent).toEqual([]);
    mine.change({ theme: "light" });
    mine.settle();
    expect(sent).toMatchObject([{ theme: "light" }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toHaveLength(1);
  });

  it("that could not be kept are told, and stay as they are in this window", async () => {
    const notices = new Notices();
    const full = new LightboxError("store/unwritable", "The disk is full.", "Make room.");
    const mine = new Preferences({ call: () => Promise.reject(full) } as unknown as Client, notices);
    mine.change({ theme: "light" });
    await vi.advanceTimersByTimeAsync(1000);
    expect([mine.theme, notices.list.map(({ remedy }) => remedy)]).toEqual(["light", ["Make room."]]);
  });
});
