import { describe, expect, it } from "vitest";
import { duration } from "../../../src-renderer/messages/en/time.ts";
import { chooseLanguage, words } from "../../../src-renderer/messages/index.ts";

describe("the language", () => {
  it("is the first of the person's that there is, else English", () => {
    expect(chooseLanguage(["de-CH", "en-GB", "fr"])).toBe("en");
    expect(chooseLanguage(["EN-us"])).toBe("en");
    expect(chooseLanguage(["xx", "__proto__", "constructor"])).toBe("en");
    expect(chooseLanguage([])).toBe("en");
  });
});

/** Every text among the messages that is no function, with its path. */
function textsIn(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsIn(part, `${path}.${name}`));
}

describe("the words", () => {
  it("leave nothing unfinished", () => {
    const texts = textsIn(words, "words");
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter(([, text]) => /undefined|NaN|\[object|lorem/i.test(text))).toEqual([]);
  });

  it("tell what came of an import, in one and in many", () => {
    expect(words.shell.imported(1, 0)).toBe("1 new film is in.");
    expect(words.shell.imported(1200, 1)).toBe("1,200 new films are in. 1 file was not imported.");
    expect(words.shell.imported(0, 3)).toBe("No film is new. 3 files were not imported.");
  });

  it.each([
    [0, "just now"],
    [59, "just now"],
    [60, "1 minute ago"],
    [3599, "59 minutes ago"],
    [7200, "2 hours ago"],
    [86_400, "yesterday"],
    [3 * 86_400, "3 days ago"],
    [400 * 86_400, "last year"],
  ])("tell how long ago something was: %d s", (seconds, said) => {
    expect(words.jobs.ago(seconds)).toBe(said);
  });

  it.each([
    [123.4, "123 a second"],
    [1.5, "90 a minute"],
    [0.1, "6 a minute"],
    [0.01, "36 an hour"],
  ])("tell a rate in a unit that can be read: %d per second", (rate, said) => {
    expect(words.jobs.rate(rate)).toBe(said);
  });

  it("say durations as people do", () => {
    expect([0, 8, 59.6, 200, 720, 3900, 7200].map(duration)).toEqual([
      "0 s",
      "8 s",
      "1 min 0 s",
      "3 min 20 s",
      "12 min",
      "1 h 5 min",
      "2 h 0 min",
    ]);
  });

  it("turn a percentile into how unusual an activation is", () => {
    expect(words.lightbox.top(0.991)).toBe("top 0.9\u202f%");
    expect(words.lightbox.top(255 / 256)).toBe("top 0.4\u202f%");
  });
});
