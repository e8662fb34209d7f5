import { createHash } from "node:crypto";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { frameSelection } from "../../../src-preload/contract/common.ts";
import { frameIdentity, frameName, frameWords, selectFrames } from "../../../src-main/intake/frames.ts";

const sha = "ab".repeat(32);

describe("frames of a file", () => {
  it("have an identity of their own, the first that of its file", () => {
    expect(frameIdentity(sha, 1)).toBe(sha);
    expect(frameIdentity(sha, 2)).toBe(createHash("sha256").update(`${sha}#frame=2`).digest("hex"));
    expect(new Set([1, 2, 3, 20].map((frame) => frameIdentity(sha, frame))).size).toBe(4);
    expect([frameName("a.dcm", 1), frameName("a.dcm", 12)]).toEqual(["a.dcm", "a.dcm (frame 12)"]);
  });

  it.each([
    ["first", 9, [1]],
    ["all", 4, [1, 2, 3, 4]],
    ["2", 4, [2]],
    ["4,1-2,2", 4, [1, 2, 4]],
    ["3-9", 4, [3, 4]],
    ["5", 4, []],
    ["4-2", 4, []],
  ])("are chosen by %s of %d", (selection, frames, chosen) => {
    expect(selectFrames(selection, frames)).toEqual(chosen);
  });

  it("are said in words", () => {
    expect([frameWords([2]), frameWords([2, 4]), frameWords([2, 3, 4, 7])]).toEqual(["2", "2 and 4", "2–4 and 7"]);
  });

  it("are chosen within the file, each once, whatever the contract lets through (property)", () => {
    const part = fc.oneof(fc.nat(99_999), fc.tuple(fc.nat(99_999), fc.nat(99_999)));
    const list = fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map((parts) => parts.map((one) => [one].flat().join("-")).join(","));
    fc.assert(
      fc.property(
        fc.oneof(list, fc.string(), fc.constantFrom("first", "all")),
        fc.integer({ min: 1, max: 50 }),
        (selection, frames) => {
          if (!v.is(frameSelection, selection)) return;
          const chosen = selectFrames(selection, frames);
          expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
          expect(chosen.every((frame) => frame >= 1 && frame <= frames)).toBe(true);
        },
      ),
    );
  });
});
