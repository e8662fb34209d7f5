import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkdown, spansOf } from "../../../src-renderer/drawing/index.ts";
import encoderCard from "../../../models/demo-encoder/CARD.md?raw";
import saeCard from "../../../models/demo-sae/CARD.md?raw";
import type { Block, Span } from "../../../src-renderer/drawing/index.ts";

const words = (spans: readonly Span[]) => spans.map(({ text }) => text).join("");

function textOf(block: Block): string {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return words(block.spans);
    case "list":
      return block.items.map(words).join("\n");
    case "code":
      return block.text;
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(words).join("|")).join("\n");
  }
}

describe("a model card", () => {
  it("becomes headings, paragraphs, lists, code and tables", () => {
    const text = [
      "# Demo SAE ##",
      "One line",
      "and **one more**.",
      "",
      "- first",
      "  goes on",
      "- second, `code`",
      "1. third",
      "## Table",
      "| a | b |",
      "|---|:-:|",
      "| 1 | *2* |",
      "",
      "    indented",
      "    code",
      "```ts",
      "# no heading",
      "```",
    ].join("\n");
    expect(parseMarkdown(text).map((block) => [block.kind, textOf(block)])).toEqual([
      ["heading", "Demo SAE"],
      ["paragraph", "One line and one more."],
      ["list", "first goes on\nsecond, code\nthird"],
      ["heading", "Table"],
      ["table", "a|b\n1|2"],
      ["code", "indented\ncode"],
      ["code", "# no heading"],
    ]);
  });

  it("has text in manners, and a link as words with its address", () => {
    expect(spansOf("a **b** *c* `d*e*` [f](https://g.example/h) 2*3*4")).toEqual([
      { kind: "plain", text: "a " },
      { kind: "strong", text: "b" },
      { kind: "plain", text: " " },
      { kind: "emphasis", text: "c" },
      { kind: "plain", text: " " },
      { kind: "code", text: "d*e*" },
      { kind: "plain", text: " " },
      { kind: "plain", text: "f (https://g.example/h)" },
      { kind: "plain", text: " 2*3*4" },
    ]);
  });

  it("takes nothing for markup", () => {
    expect(parseMarkdown("<img src=x onerror=alert(1)>")).toEqual([
      { kind: "paragraph", spans: [{ kind: "plain", text: "<img src=x onerror=alert(1)>" }] },
    ]);
  });

  it.each([
    ["demo encoder", encoderCard],
    ["demo SAE", saeCard],
  ])("of the %s keeps all its words", (_, text) => {
    const letters = (value: string) => value.replace(/[^\p{L}\p{N}]/gu, "");
    const blocks = parseMarkdown(text);
    expect(letters(blocks.map(textOf).join(""))).toBe(letters(text));
    expect(blocks.filter(({ kind }) => kind === "table").length).toBeGreaterThan(0);
  });

  it("may be any text: nothing throws, nothing hangs, and no letter is lost", () => {
    const line = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        "# a",
        "- b",
        "1) c",
        "|d|e|",
        "|--|--|",
        "---",
        "    f",
        "```",
        "",
        "**g**",
        "*h",
        "> i",
        "\tj",
        "[k](l)",
      ),
    );
    const letters = (value: string) => value.replace(/[^a-z]/gi, "");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        // What stands beside a fence is its language, which is not shown.
        const text = lines.filter((one) => !/^ {0,3}(?:```|~~~)./.test(one)).join("\n");
        expect(letters(parseMarkdown(text).map(textOf).join(""))).toBe(letters(text));
      }),
      { numRuns: 1000 },
    );
  });
});
