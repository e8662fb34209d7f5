import { readFile } from "node:fs/promises";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { packFile } from "../runtime/index.ts";
import type { Pack } from "../runtime/index.ts";
import { parseEncoderManifest } from "./manifest.ts";

/** BERT's WordPiece vocabulary and how texts are cut with it. */
export interface Tokenizer {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly lowerCase: boolean;
  /** The longest text in tokens, [CLS] and [SEP] included. */
  readonly positions: number;
}

const longestWord = 100;
const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] as const;

/** The tokenizer of an encoder pack. Throws `model/mismatch` where it has no text tower, `model/bad-weights`. */
export async function openTokenizer(pack: Pack): Promise<Tokenizer> {
  const { architecture, id } = parseEncoderManifest(pack.manifest, pack.manifest.id);
  const text = architecture.type === "medclip-swin" ? architecture.text : undefined;
  if (text === undefined) throw noTextTower(id);
  const pieces = (await readFile(packFile(pack, text.vocabularyFile), "utf8")).split(/\r?\n/);
  if (pieces.at(-1) === "") pieces.pop();
  if (pieces.length !== text.vocabulary) {
    const found = `${text.vocabularyFile} has ${String(pieces.length)} lines, not ${String(text.vocabulary)}`;
    throw badVocabulary(id, found);
  }
  return createTokenizer(pieces, text.lowerCase, text.positions, id);
}

/** Makes a tokenizer of the lines of a vocab.txt; throws `model/bad-weights` where a special token is missing. */
export function createTokenizer(
  pieces: readonly string[],
  lowerCase: boolean,
  positions: number,
  name: string,
): Tokenizer {
  const vocabulary = new Map(pieces.map((piece, id) => [piece, id]));
  const missing = special.filter((piece) => !vocabulary.has(piece));
  if (missing.length > 0) throw badVocabulary(name, `its vocabulary lacks ${missing.join(", ")}`);
  return { vocabulary, lowerCase, positions };
}

export function noTextTower(id: string): LightboxError {
  return new LightboxError(
    "model/mismatch",
    `The encoder "${id}" has no text tower, so it cannot compare films with words.`,
    "Choose an encoder that has one, such as MedCLIP.",
  );
}

function badVocabulary(name: string, reason: string): LightboxError {
  return new LightboxError(
    "model/bad-weights",
    `The vocabulary of ${name} cannot be used: ${reason}.`,
    "Use the vocab.txt the text tower was trained with.",
  );
}

/** [CLS] pieces [SEP], cut to the longest length the text tower takes. Special tokens written in the text are plain text. */
export function textIds(tokenizer: Tokenizer, text: string): number[] {
  const pieces = basicTokens(text, tokenizer.lowerCase).flatMap((word) => wordPieces(word, tokenizer.vocabulary));
  const cut = ["[CLS]", ...pieces.slice(0, tokenizer.positions - 2), "[SEP]"];
  return cut.map((piece) => tokenizer.vocabulary.get(piece) ?? 0);
}

/**
 * BERT's BasicTokenizer (google-research/bert, tokenization.py): controls dropped, white space to blanks, CJK characters
 * apart, lower case and accents stripped where asked for, punctuation apart.
 */
export function basicTokens(text: string, lowerCase: boolean): string[] {
  const spaced = text
    .replace(/[\t\n\r\p{Zs}]/gu, " ")
    .replace(/[\0\uFFFD\p{C}]/gu, "")
    .replace(cjk, " $& ");
  const folded = lowerCase
    ? spaced
        .toLowerCase()
        .normalize("NFD")
        .replace(/\p{Mn}/gu, "")
    : spaced;
  return folded
    .replace(punctuation, " $& ")
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** The CJK blocks of tokenization.py; hangul and kana are written with spaces and stay. */
const cjk =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;

/** Unicode punctuation and every ASCII symbol, "$" and "^" too. */
const punctuation = /[\p{P}!-/:-@[-`{-~]/gu;

/** Greedy longest match from the left; [UNK] for the whole word where a piece is missing. */
export function wordPieces(word: string, vocabulary: ReadonlyMap<string, number>): string[] {
  const characters = Array.from(word);
  if (characters.length > longestWord) return ["[UNK]"];
  const pieces: string[] = [];
  let start = 0;
  while (start < characters.length) {
    const piece = longestPiece(characters, start, vocabulary);
    if (piece === undefined) return ["[UNK]"];
    pieces.push(piece.text);
    start = piece.end;
  }
  return pieces;
}

function longestPiece(
  characters: readonly string[],
  start: number,
  vocabulary: ReadonlyMap<string, number>,
): { text: string; end: number } | undefined {
  for (let end = characters.length; end > start; end--) {
    const text = (start > 0 ? "##" : "") + characters.slice(start, end).join("");
    if (vocabulary.has(text)) return { text, end };
  }
  return undefined;
}
