/** Lower case, without accents: "Cœur à l’envers" and "coeur" meet as far as letters allow. */
function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

/**
 * How well a title answers what was typed: every word has to begin a word of it. 0: it begins with all of it, 1: its words
 * begin so; null: it does not answer.
 */
export function matchRank(title: string, typed: string): number | null {
  const [whole, wanted] = [plain(title), plain(typed).trim()];
  if (wanted === "") return 1;
  if (whole.startsWith(wanted)) return 0;
  const words = whole.split(/[^\p{L}\p{N}]+/u);
  const answers = wanted.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
  return answers ? 1 : null;
}

/** The neuron that was typed: "250", "#250", "#5,929"; null where it is no number of one. */
export function typedNeuron(typed: string): number | null {
  const [, digits] = /^#?(\d{1,3}(?:,\d{3})|\d{1,5})$/.exec(typed.trim()) ?? [];
  return digits === undefined ? null : Number(digits.replace(",", ""));
}

const places = new Set(["library", "film", "neurons", "neuron", "jobs", "settings", "about"]);

/** A path, alone or with what stands before it in a window of ours; what follows "#" is no part of a place. */
const own = /^(?:https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?|app:\/\/[^/]+)?(\/[^#\s]*)(?:#\S*)?$/i;

/** The path and query of a pasted address of this window, at whatever port it was copied; null where it is none. */
export function typedAddress(typed: string): string | null {
  const path = own.exec(typed.trim())?.[1] ?? "";
  const place = /^\/([^/?]*)/.exec(path)?.[1] ?? "";
  return places.has(place) ? path : null;
}
