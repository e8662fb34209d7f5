import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorCode, ImageDetail } from "../../../src-preload/contract/index.ts";
import { unnamed, unnamedText } from "../../../src-renderer/messages/unnamed.ts";

describe("what is wrong, without names", () => {
  it.each([
    ["The file /films/p 42/Mueller Hans.dcm is no longer the film.", "The file (name hidden) is no longer the film."],
    [String.raw`The file C:\films\Mueller Hans.DCM is another.`, "The file (name hidden) is another."],
    [String.raw`There is nothing at \\ward\films\IM0001 any more.`, "There is nothing at (name hidden) any more."],
    ["imported from /films/00042/IM0001 is not there.", "imported from (name hidden) is not there."],
    ["line 3 of patient00001.csv names this film", "line 3 of (name hidden) names this film"],
    ["“Hans.jpeg” (Hans.png)", "“(name hidden)” ((name hidden))"],
  ])("%s", (text, told) => {
    expect(unnamedText(text)).toBe(told);
  });

  it.each(["Leave it out; Lightbox imports DICOM, PNG and JPEG films.", "A model and/or its card: 3.5 of 7."])(
    "leaves other sentences as they are: %s",
    (text) => {
      expect(unnamedText(text)).toBe(text);
    },
  );

  it("has no name that intake puts before a reason, whatever it is called", () => {
    const report = {
      code: "intake/broken-file" as ErrorCode,
      message: "IM0001: the pixels are cut: it ends.",
      remedy: "",
    };
    expect(unnamed(report).message).toBe("(name hidden): the pixels are cut: it ends.");
    expect(unnamed({ ...report, code: "door/internal", message: "Inside: broken" }).message).toBe("Inside: broken");
  });

  it("names neither the film, its file nor its patient where the film is known", () => {
    const film = { path: "/films/00042/a b", name: "a b", patient: "00042" } as ImageDetail;
    const report = {
      code: "image/changed" as ErrorCode,
      message: "/films/00042/a b is not a b of 00042.",
      remedy: "Put a b back.",
    };
    expect(unnamed(report, film)).toEqual({
      code: "image/changed",
      message: "(name hidden) is not (name hidden) of (name hidden).",
      remedy: "Put (name hidden) back.",
    });
  });

  it("holds no part of a path, whatever stands around it", () => {
    const part = fc.stringMatching(/^[A-Z0-9]{3,12}$/);
    fc.assert(
      fc.property(fc.string(), part, fc.string(), (before, name, after) => {
        fc.pre(!before.includes(name) && !after.includes(name));
        const told = unnamedText(`${before} /films/${name}/${name}.dcm ${after}`);
        expect(told).not.toContain(name);
      }),
    );
  });
});
