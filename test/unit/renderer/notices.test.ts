import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { Notices } from "../../../src-renderer/state/notices.svelte.ts";

describe("Notices", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const told = (notices: Notices) => notices.list.map(({ message }) => message);
  const action = { label: "Undo", run: () => undefined };

  it("lets news go by itself, later where there is something to press; troubles stay", () => {
    const notices = new Notices();
    notices.news("news");
    notices.news("with a button", action);
    notices.trouble(new LightboxError("intake/not-found", "trouble", "remedy"));
    expect(told(notices)).toEqual(["news", "with a button", "trouble"]);
    vi.advanceTimersByTime(7000);
    expect(told(notices)).toEqual(["with a button", "trouble"]);
    vi.advanceTimersByTime(60_000);
    expect(notices.list).toMatchObject([{ kind: "trouble", remedy: "remedy" }]);
  });

  it("keeps everything while somebody is at it, and lets it go after that", () => {
    const notices = new Notices();
    notices.news("before");
    notices.hold();
    notices.news("meanwhile");
    vi.advanceTimersByTime(60_000);
    expect(told(notices)).toEqual(["before", "meanwhile"]);
    notices.release();
    vi.advanceTimersByTime(60_000);
    expect(told(notices)).toEqual([]);
  });

  it("says a thing once, as the newest, and never more than three news; a trouble is pushed out by none", () => {
    const notices = new Notices();
    notices.trouble(new LightboxError("intake/not-found", "trouble", "remedy"));
    for (const message of ["a", "b", "a", "c", "d"]) notices.news(message);
    expect(told(notices)).toEqual(["trouble", "a", "c", "d"]);
  });

  it("tells a trouble that comes in words already by these words", () => {
    const notices = new Notices();
    notices.report({ code: "intake/bad-table", message: "labels.csv: no column names a film.", remedy: "Map it." });
    expect(notices.list).toMatchObject([
      { kind: "trouble", message: "labels.csv: no column names a film.", remedy: "Map it." },
    ]);
  });

  it("closes what is closed, and its time does not close another", () => {
    const notices = new Notices();
    notices.news("first");
    notices.close(notices.list[0]?.id ?? -1);
    vi.advanceTimersByTime(3000);
    notices.news("first");
    vi.advanceTimersByTime(4000);
    expect(told(notices)).toEqual(["first"]);
  });

  it("gives back what was asked for, and tells what failed", async () => {
    const notices = new Notices();
    await expect(notices.attempt(() => Promise.resolve(7))).resolves.toBe(7);
    await expect(notices.attempt(() => Promise.reject(new Error("broken")))).resolves.toBeNull();
    expect(told(notices)).toEqual(["Something went wrong inside Lightbox: broken"]);
  });
});
