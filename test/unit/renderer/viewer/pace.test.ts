import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pace } from "../../../../src-renderer/viewer/pixels/pace.ts";
import type { Picture } from "../../../../src-renderer/viewer/pixels/renderer.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A machine that needs so many milliseconds for a whole picture and none for a draft. */
function machine(cost: { whole: number }) {
  const drawn: string[] = [];
  const told: boolean[] = [];
  let pending = 0;
  const renderer = {
    draw: (_picture: Picture, draft: boolean) => {
      drawn.push(draft ? "draft" : "whole");
      pending = draft ? 0 : cost.whole;
    },
    finish: () => {
      vi.advanceTimersByTime(pending);
    },
  };
  const pace = new Pace(renderer, (draft) => told.push(draft));
  const move = (times: number): void => {
    for (let time = 0; time < times; time += 1) {
      pace.draw({} as Picture);
      vi.advanceTimersByTime(16);
    }
  };
  return { drawn, told, pace, move };
}

describe("the pace of drawing", () => {
  it("is whole pictures all the way where they are quick", () => {
    const { drawn, told, move } = machine({ whole: 5 });
    move(4);
    vi.advanceTimersByTime(1000);
    expect(drawn).toEqual(["whole", "whole", "whole", "whole"]);
    expect(told).toEqual([false, false, false, false]);
  });

  it("is drafts during a movement where they are slow, and a whole picture at rest", () => {
    const { drawn, told, move } = machine({ whole: 400 });
    move(4);
    expect(drawn).toEqual(["whole", "draft", "draft", "draft"]);
    vi.advanceTimersByTime(1000);
    expect(drawn).toEqual(["whole", "draft", "draft", "draft", "whole"]);
    expect(told.at(-1)).toBe(false);
    move(2);
    expect(drawn.slice(5)).toEqual(["whole", "draft"]);
  });

  it("learns that pictures have become quick", () => {
    const cost = { whole: 400 };
    const { drawn, move } = machine(cost);
    move(2);
    cost.whole = 2;
    vi.advanceTimersByTime(1000);
    move(3);
    expect(drawn).toEqual(["whole", "draft", "whole", "whole", "whole", "whole"]);
  });

  it("ends with its canvas", () => {
    const { drawn, pace, move } = machine({ whole: 400 });
    move(2);
    pace.stop();
    vi.advanceTimersByTime(1000);
    expect(drawn).toEqual(["whole", "draft"]);
  });
});
