import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  catalogue,
  clashes,
  commandIds,
  Commands,
  isReserved,
  keysOf,
  replaceKey,
  resetKeys,
  takeKey,
} from "../../../src-renderer/commands/index.ts";
import type { CommandId, OwnKeys } from "../../../src-renderer/commands/index.ts";
import { words } from "../../../src-renderer/messages/index.ts";

/** Every pair of commands of one place that the same keys would call. */
function allClashes(own: OwnKeys): string[] {
  return commandIds.flatMap((id) =>
    keysOf(id, own).flatMap((keys) => clashes(id, keys, own).map((other) => `${keys}: ${id}, ${other}`)),
  );
}

describe("the catalogue", () => {
  it("gives no key to two commands in one place", () => {
    expect(allClashes({})).toEqual([]);
  });

  it("would show a clash: the same key, and a key that begins another", () => {
    expect(clashes("view.invert", "h", {})).toEqual(["view.flip.horizontal"]);
    expect(clashes("view.invert", "j", {})).toEqual(["jobs.toggle"]);
    expect(clashes("view.invert", "g", {})).toEqual(commandIds.filter((id) => catalogue[id].keys[0].startsWith("g ")));
    expect(allClashes({ "view.invert": ["h"] })).toEqual([
      "h: view.invert, view.flip.horizontal",
      "h: view.flip.horizontal, view.invert",
    ]);
  });

  it("lets two views use one key", () => {
    expect(clashes("library.clear", "escape", {})).toEqual([]);
  });

  it("has a title for every command, each another in its place", () => {
    const titles = commandIds.map((id) => `${catalogue[id].scope}: ${words.commands.titles[id]}`);
    expect(titles.filter((title) => title.endsWith(": "))).toEqual([]);
    expect(new Set(titles).size).toBe(commandIds.length);
  });

  it("names every place", () => {
    const scopes = new Set(commandIds.map((id) => catalogue[id].scope));
    expect(Object.keys(words.commands.scopes).toSorted()).toEqual([...scopes].toSorted());
  });

  it("takes nothing that the window needs, but Escape to leave things", () => {
    const taken = commandIds.flatMap((id) =>
      catalogue[id].keys.filter((keys) => keys !== "escape" && isReserved(keys)),
    );
    expect(taken).toEqual([]);
  });
});

describe("own keys", () => {
  it("lie over the usual ones, and are forgotten where they are as usual", () => {
    const own = replaceKey("view.invert", "i", "u", {});
    expect(own).toEqual({ "view.invert": ["u"] });
    expect(keysOf("view.invert", own)).toEqual(["u"]);
    expect(replaceKey("view.invert", "u", "i", own)).toEqual({});
  });

  it("can be more than one, or none", () => {
    expect(replaceKey("view.invert", null, "u", {})).toEqual({ "view.invert": ["i", "u"] });
    expect(replaceKey("view.invert", "i", null, {})).toEqual({ "view.invert": [] });
    expect(replaceKey("redo", "mod+y", "u", {})).toEqual({ redo: ["mod+shift+z", "u"] });
  });

  it("swap: the other command gets what becomes free", () => {
    expect(takeKey("view.invert", "i", "h", {})).toEqual({ "view.invert": ["h"], "view.flip.horizontal": ["i"] });
  });

  it("do not swap where that would clash in turn", () => {
    // "s" calls something in the lightbox; it cannot be given to the jobs, which are everywhere.
    const own = takeKey("neurons.save", "s", "j", {});
    expect(own).toEqual({ "neurons.save": ["j"], "jobs.toggle": [] });
  });

  it("a reset asks back what others have taken", () => {
    const own = takeKey("view.invert", "i", "h", {});
    expect(resetKeys("view.invert", own)).toEqual({});
    const taken = replaceKey("view.flip.horizontal", "h", "i", replaceKey("view.invert", "i", "u", {}));
    expect(resetKeys("view.invert", taken)).toEqual({});
  });

  it("never clash, whatever is taken and reset", () => {
    const id = fc.constantFrom(...commandIds);
    const key = fc.constantFrom("a", "b", "g", "g l", "g x", "i", "u", "shift+c", "escape", "arrowleft", "?", "mod+k");
    const step = fc.record({ id, key, place: fc.nat({ max: 2 }), reset: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let own: OwnKeys = {};
        for (const { id: command, key: next, place, reset } of steps) {
          const old = keysOf(command, own)[place] ?? null;
          own = reset ? resetKeys(command, own) : takeKey(command, old, next, own);
          expect(keysOf(command, own)).toEqual(reset ? catalogue[command].keys : expect.arrayContaining([next]));
          expect(allClashes(own)).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

interface FakeWindow {
  addEventListener(type: string, hear: (event: KeyboardEvent) => void): void;
  removeEventListener(): void;
}

describe("the keyboard", () => {
  let hear: (event: KeyboardEvent) => void = () => undefined;
  let own: OwnKeys = {};
  const called: string[] = [];
  let commands: Commands;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("Element", EventTarget);
    const window: FakeWindow = {
      addEventListener: (_type, listener) => (hear = listener),
      removeEventListener: () => undefined,
    };
    vi.stubGlobal("window", window);
    [own, called.length] = [{}, 0];
    commands = new Commands(() => own);
    commands.listen();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** True where the press was taken for a command. */
  function press(key: string, held: Partial<KeyboardEvent> = {}): boolean {
    const preventDefault = vi.fn();
    const none = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
    const rest = { defaultPrevented: false, isComposing: false, target: null, getModifierState: () => false };
    hear({ key, preventDefault, ...none, ...rest, ...held } as unknown as KeyboardEvent);
    return preventDefault.mock.calls.length > 0;
  }
  const offer = (...ids: CommandId[]) =>
    commands.offer(Object.fromEntries(ids.map((id) => [id, () => void called.push(id)])));

  it("calls what a view offers, until it takes that away", () => {
    const away = offer("view.invert");
    expect([press("i"), press("h")]).toEqual([true, false]);
    away();
    expect(press("i")).toBe(false);
    expect(called).toEqual(["view.invert"]);
  });

  it("go on stepping while a key is held down, and switch only once", () => {
    const ran: string[] = [];
    commands.offer({ "film.next": () => ran.push("next"), "map.toggle": () => ran.push("map") });
    for (const repeat of [false, true, true]) {
      press("ArrowRight", { repeat });
      press("m", { repeat });
    }
    expect(ran).toEqual(["next", "map", "next", "next"]);
  });

  it("waits for the second of two keys, and not for ever", () => {
    offer("go.library", "view.rotate.left");
    press("g");
    expect(commands.pending).toBe("g");
    press("l");
    expect([called, commands.pending]).toEqual([["go.library"], null]);
    press("g");
    vi.advanceTimersByTime(1300);
    expect(commands.pending).toBeNull();
    press("l");
    expect(called).toEqual(["go.library", "view.rotate.left"]);
  });

  it("forgets the first of two keys when another follows", () => {
    offer("go.library", "view.invert");
    press("g");
    expect(press("i")).toBe(false);
    expect([called, commands.pending]).toEqual([[], null]);
    press("i");
    expect(called).toEqual(["view.invert"]);
  });

  it("follows a person's own keys at once, and prints them", () => {
    offer("view.invert");
    own = { "view.invert": ["u", "shift+u"] };
    expect([press("i"), press("u"), press("U", { shiftKey: true })]).toEqual([false, true, true]);
    expect([commands.hint("view.invert"), commands.keys("view.invert")]).toEqual(["U", ["u", "shift+u"]]);
    own = { "view.invert": [] };
    expect([press("i"), commands.hint("view.invert")]).toEqual([false, ""]);
  });

  it("leaves what somebody else has taken, and what is being composed", () => {
    offer("view.invert");
    expect([press("i", { defaultPrevented: true }), press("i", { isComposing: true })]).toEqual([false, false]);
  });

  it("takes one view's command from another that came later only with that one", () => {
    const first = offer("view.invert");
    commands.offer({ "view.invert": () => void called.push("later") });
    first();
    press("i");
    expect(called).toEqual(["later"]);
  });
});
