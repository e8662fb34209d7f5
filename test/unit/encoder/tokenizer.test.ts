import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textIds } from "../../../src-main/encoder/index.ts";
import { basicTokens, createTokenizer, wordPieces } from "../../../src-main/encoder/tokenizer.ts";

const letters = Array.from("abcdefghijklmnopqrstuvwxyz0123456789");
const words = [
  "lung",
  "lungs",
  "effusion",
  "pleural",
  "no",
  "abnormal",
  "##ity",
  "##s",
  "##usion",
  "eff",
  ".",
  "_",
  "-",
];
const pieces = [
  ...["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
  ...new Set([...letters, ...letters.map((letter) => `##${letter}`), ...words]),
];
const tokenizer = createTokenizer(pieces, true, 16, "test");
const spell = (text: string) => textIds(tokenizer, text).map((id) => pieces[id]);

describe("basicTokens", () => {
  it.each([
    ["No pleural effusion.", ["no", "pleural", "effusion", "."]],
    ["  AP\tview\r\nof\u00a0the\u3000chest ", ["ap", "view", "of", "the", "chest"]],
    ["Ödème pulmonaire Å", ["odeme", "pulmonaire", "a"]],
    ["since prior exam ___ represent", ["since", "prior", "exam", "_", "_", "_", "represent"]],
    ["3.5 cm (right-sided) $^`|", ["3", ".", "5", "cm", "(", "right", "-", "sided", ")", "$", "^", "`", "|"]],
    ["“air”—fluid…", ["“", "air", "”", "—", "fluid", "…"]],
    ["胸部 X線", ["胸", "部", "x", "線"]],
    ["a\u0000b\u200bc\ufffdd\u2028e", ["abcd", "e"]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(basicTokens(text, true)).toEqual(expected);
  });

  it("keeps case and accents where the vocabulary is cased", () => {
    expect(basicTokens("Ödem Rechts", false)).toEqual(["Ödem", "Rechts"]);
  });

  it("gives no blank, and lower case only, whatever comes in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        for (const token of basicTokens(text, true)) {
          expect(token).toMatch(/^[^\s]+$/u);
          expect(token.toLowerCase()).toBe(token);
        }
      }),
    );
  });
});

describe("wordPieces", () => {
  it("takes the longest piece first, and [UNK] for a whole word with an unknown part", () => {
    expect(wordPieces("abnormality", tokenizer.vocabulary)).toEqual(["abnormal", "##ity"]);
    expect(wordPieces("effusions", tokenizer.vocabulary)).toEqual(["effusion", "##s"]);
    expect(wordPieces("lungß", tokenizer.vocabulary)).toEqual(["[UNK]"]);
    expect(wordPieces("a".repeat(100), tokenizer.vocabulary)).toHaveLength(100);
    expect(wordPieces("a".repeat(101), tokenizer.vocabulary)).toEqual(["[UNK]"]);
  });

  it("joins back to the word", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 60 }), (characters) => {
        const word = characters.join("");
        expect(wordPieces(word, tokenizer.vocabulary).join("").replaceAll("##", "")).toBe(word);
      }),
    );
  });
});

describe("textIds", () => {
  it("stands between [CLS] and [SEP]", () => {
    expect(spell("No effusion.")).toEqual(["[CLS]", "no", "effusion", ".", "[SEP]"]);
    expect(spell("")).toEqual(["[CLS]", "[SEP]"]);
    expect(spell("[SEP]")).not.toContain("[MASK]");
  });

  it("never grows past the positions and always ends with [SEP]", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const tokens = spell(text);
        expect(tokens.length).toBeLessThanOrEqual(16);
        expect([tokens[0], tokens.at(-1)]).toEqual(["[CLS]", "[SEP]"]);
      }),
    );
  });

  it("refuses a vocabulary without the special tokens", () => {
    expect(() => createTokenizer(["a", "[UNK]"], true, 16, "test")).toThrow(/\[PAD\], \[CLS\], \[SEP\]/);
  });
});
