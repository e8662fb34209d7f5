import { english } from "./en/index.ts";

/** Every word of the window. Another language is another object of this shape. */
export type Messages = typeof english;

const languages: Readonly<Record<string, Messages>> = { en: english };

/** The first of the person's languages that there is, else English. */
export function chooseLanguage(wanted: readonly string[]): string {
  const codes = wanted.map((language) => language.toLowerCase().split("-")[0] ?? "");
  return codes.find((code) => Object.hasOwn(languages, code)) ?? "en";
}

export const language = chooseLanguage(typeof navigator === "undefined" ? [] : navigator.languages);

export const words: Messages = languages[language] ?? english;
