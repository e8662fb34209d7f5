import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Notices } from "../../../src-renderer/state/notices.svelte.ts";
import { tellDeed } from "../../../src-renderer/state/tell.ts";
import { Undo } from "../../../src-renderer/state/undo.svelte.ts";
import type { Deed } from "../../../src-renderer/state/undo.svelte.ts";

/** A value that deeds change, with everything that was said about them. */
function changing() {
  let value = 0;
  const told: string[] = [];
  const undo = new Undo((turn, deed) => told.push(`${turn} ${deed.title}`));
  const set = (next: number, quiet = false): Deed => {
    const before = value;
    return {
      title: String(next),
      redo: () => (value = next),
      undo: () => (value = before),
      quiet,
    };
  };
  return { undo, set, told, value: () => value };
}

describe("Undo", () => {
  it("takes back and does again, newest first, and tells of it", () => {
    const { undo, set, told, value } = changing();
    undo.do(set(1));
    undo.do(set(2));
    expect(value()).toBe(2);
    undo.undo();
    undo.undo();
    expect([value(), undo.canUndo, undo.canRedo]).toEqual([0, false, true]);
    undo.redo();
    expect([value(), undo.last?.title, undo.next?.title]).toEqual([1, "1", "2"]);
    expect(told).toEqual(["done 1", "done 2", "undone 2", "undone 1", "redone 1"]);
  });

  it("forgets what was taken back as soon as something else is done", () => {
    const { undo, set, value } = changing();
    undo.do(set(1));
    undo.undo();
    undo.do(set(2));
    undo.redo();
    expect([value(), undo.canRedo]).toEqual([2, false]);
  });

  it("has nothing to take back at first, and says nothing then", () => {
    const { undo, told } = changing();
    undo.undo();
    undo.redo();
    expect(told).toEqual([]);
  });

  it("does not tell of what is plain to see, but of its taking back", () => {
    const { undo, set, told } = changing();
    undo.do(set(1, true));
    undo.undo();
    expect(told).toEqual(["undone 1"]);
  });

  it("remembers a hundred deeds", () => {
    const { undo, set, value } = changing();
    for (let next = 1; next <= 120; next += 1) undo.do(set(next));
    while (undo.canUndo) undo.undo();
    expect(value()).toBe(20);
  });

  it("comes back to every state that was there, whatever the order", () => {
    const step = fc.oneof(fc.nat({ max: 9 }), fc.constantFrom("undo" as const, "redo" as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { undo, set, value } = changing();
        const [states, at] = [[0], { place: 0 }];
        for (const one of steps) {
          if (one === "undo") {
            undo.undo();
            at.place = Math.max(0, at.place - 1);
          } else if (one === "redo") {
            undo.redo();
            at.place = Math.min(states.length - 1, at.place + 1);
          } else {
            undo.do(set(one));
            states.splice(at.place + 1);
            at.place = states.push(one) - 1;
          }
          expect(value()).toBe(states[at.place]);
        }
      }),
    );
  });
});

describe("the button beside a deed's sentence", () => {
  it("turns it round while it is the newest, and is gone when it is not", () => {
    const notices = new Notices();
    const undo: Undo = new Undo((turn, deed) => {
      tellDeed(notices, undo, turn, deed);
    });
    let lines = 1;
    const remove = (title: string): Deed => ({ title, redo: () => (lines -= 1), undo: () => (lines += 1) });
    undo.do(remove("Remove the length"));
    const [first] = notices.list;
    expect([first?.message, first?.action?.label]).toEqual(["Done: Remove the length", "Undo"]);
    undo.do(remove("Remove the angle"));
    expect(first?.action?.offered?.()).toBe(false);
    expect(notices.list.at(-1)?.action?.offered?.()).toBe(true);
    notices.list.at(-1)?.action?.run();
    expect([lines, notices.list.at(-1)?.message]).toEqual([0, "Taken back: Remove the angle"]);
    notices.list.at(-1)?.action?.run();
    expect([lines, notices.list.at(-1)?.message]).toEqual([-1, "Done again: Remove the angle"]);
  });
});
