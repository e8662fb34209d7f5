import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { keystroke, showKeys } from "../../../src-renderer/commands/index.ts";
import { belongsTo } from "../../../src-renderer/commands/keystroke.ts";
import type { KeyFacts } from "../../../src-renderer/commands/keystroke.ts";

const press = (key: string, held: Partial<KeyFacts> = {}): string | null =>
  keystroke({ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, altGraph: false, ...held });

describe("keystroke", () => {
  it.each([
    ["a letter", press("i"), "i"],
    ["a letter under Caps Lock", press("I"), "i"],
    ["a letter with Shift", press("C", { shiftKey: true }), "shift+c"],
    ["a character that Shift makes", press("?", { shiftKey: true }), "?"],
    ["Control", press("k", { ctrlKey: true }), "mod+k"],
    ["Command", press("k", { metaKey: true }), "mod+k"],
    ["Control and Shift", press("Z", { ctrlKey: true, shiftKey: true }), "mod+shift+z"],
    ["an arrow with Alt", press("ArrowLeft", { altKey: true }), "alt+arrowleft"],
    ["the space bar", press(" "), "space"],
    ["the space bar with Shift", press(" ", { shiftKey: true }), "shift+space"],
    [
      "a brace by AltGr, which Windows reports as Control with Alt",
      press("{", { ctrlKey: true, altKey: true, altGraph: true }),
      "{",
    ],
    ["a letter of another alphabet with Shift", press("Ж", { shiftKey: true }), "shift+ж"],
    ["plus", press("+", { shiftKey: true }), "+"],
  ])("names %s", (_, typed, name) => {
    expect(typed).toBe(name);
  });

  it.each(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Unidentified"])(
    "is none for %s alone",
    (key) => {
      expect(press(key, { ctrlKey: true, shiftKey: true })).toBeNull();
    },
  );

  it("is printed without a loss: other keys look different", () => {
    const key = fc.constantFrom(
      ..."a b c d z 0 1 9 + - [ ] { } ? / =".split(" "),
      "arrowleft",
      "arrowup",
      "space",
      "escape",
      "enter",
      "delete",
    );
    const held = fc.subarray(["mod", "alt", "shift"]);
    const stroke = fc.tuple(held, key).map(([holding, name]) => [...holding, name].join("+"));
    fc.assert(
      fc.property(stroke, stroke, fc.boolean(), (one, other, mac) => {
        expect(showKeys(one, mac) === showKeys(other, mac)).toBe(one === other);
      }),
    );
  });

  it("is printed as people know it", () => {
    expect(showKeys("g l", false)).toBe("G L");
    expect(showKeys("mod+shift+z", false)).toBe("Ctrl Shift Z");
    expect(showKeys("mod+k", true)).toBe("⌘ K");
    expect(showKeys("mod++", false)).toBe("Ctrl +");
    expect(showKeys("+", false)).toBe("+");
    expect(showKeys("shift+arrowleft", false)).toBe("Shift ←");
  });
});

/** An element that stands inside what these selectors name. */
function within(...selectors: readonly string[]): EventTarget {
  class FakeElement {
    closest(selector: string): FakeElement | null {
      return selectors.some((part) => selector.split(", ").includes(part)) ? this : null;
    }
  }
  vi.stubGlobal("Element", FakeElement);
  return new FakeElement() as unknown as EventTarget;
}

describe("what has the keyboard", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    ["nothing in particular", [], { i: false, space: false, arrowleft: false, escape: false, "mod+k": false }],
    [
      "a text field",
      ["textarea"],
      {
        i: true,
        space: true,
        arrowleft: true,
        "mod+a": true,
        "mod+z": true,
        "mod+shift+z": true,
        "mod+k": false,
        escape: false,
      },
    ],
    ["a button", ["button"], { i: false, space: true, enter: true, arrowleft: false }],
    ["a slider", ["[role=slider]"], { i: false, arrowleft: true, "shift+arrowup": true, space: false }],
    ["a dialog", ["[role=dialog]"], { i: true, space: true, "mod+k": false, escape: false }],
    ["a list that is open above the view", [".floating"], { c: true, "mod+k": false, escape: false }],
  ])("keeps its own keys: %s", (_, selectors, kept) => {
    const target = within(...selectors);
    const found = Object.fromEntries(Object.keys(kept).map((stroke) => [stroke, belongsTo(target, stroke)]));
    expect(found).toEqual(kept);
  });

  it("is nobody where the event comes from the document", () => {
    within();
    expect(belongsTo(null, "i")).toBe(false);
  });
});
