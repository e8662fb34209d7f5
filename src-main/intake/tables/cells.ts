import type { LabelValue } from "../../store/index.ts";

const labelValues = new Map<string, LabelValue | null>([
  ...(["1", "1.0", "+1", "1.00"] as const).map((word) => [word, 1] as const),
  ...(["0", "0.0", "-0.0", "0.00"] as const).map((word) => [word, 0] as const),
  ...(["-1", "-1.0", "-1.00"] as const).map((word) => [word, -1] as const),
  ...(["", "nan", "null", "none", "na", "n/a"] as const).map((word) => [word, null] as const),
]);

/** A label written as a number: 1, 0 or -1; null where it is not mentioned, undefined where the cell holds something else. */
export function labelOf(cell: string): LabelValue | null | undefined {
  if (cell === "") return null;
  return labelValues.get(cell) ?? labelValues.get(cell.toLowerCase());
}

const sexes = new Map(Object.entries({ male: "M", m: "M", female: "F", f: "F", other: "O", o: "O" }));

/** "F", "M" or "O"; null for "Unknown" and anything else. */
export function sexOf(cell: string): string | null {
  return sexes.get(cell.toLowerCase()) ?? null;
}

/**
 * Years from "68", "068Y", "008M" or "21D" (DICOM's AS); null for what cannot be an age, and for 0, which data sets write where
 * they do not know.
 */
export function ageOf(cell: string): number | null {
  const match = /^(\d{1,3}(?:\.\d+)?)([ymwd]?)$/i.exec(cell);
  if (match === null) return null;
  const perYear = { m: 12, w: 52.18, d: 365.25 }[(match[2] ?? "").toLowerCase()] ?? 1;
  const age = Number(match[1]) / perYear;
  return age > 0 && age < 130 ? age : null;
}

const splits = new Map(
  Object.entries({
    train: "train",
    training: "train",
    valid: "valid",
    validate: "valid",
    validation: "valid",
    val: "valid",
    dev: "valid",
    test: "test",
    testing: "test",
  }),
);

/** "train", "valid" or "test" whatever a data set calls them; other words as they are, null for none. */
export function splitOf(cell: string): string | null {
  return splits.get(cell.toLowerCase()) ?? orNull(cell.slice(0, 100));
}

/** The split that a folder or a part of a file's name stands for; null where it stands for none. */
export function splitNamed(words: string): string | null {
  for (const word of words.toLowerCase().split(/[^a-z]+/)) {
    const split = splits.get(word);
    if (split !== undefined) return split;
  }
  return null;
}

export function orNull(cell: string): string | null {
  return cell === "" ? null : cell;
}

const lateral = /^(l|ll|rl|lateral|lat|left lateral|right lateral)$/i;
const frontal = /^(ap|pa|frontal|front|ap[ _].*|postero-?anterior|antero-?posterior)$/i;

/** "Frontal" or "Lateral" from the name of a view or projection; null for others (COSTAL, XTABLE, …). */
export function viewOf(word: string): string | null {
  if (lateral.test(word)) return "Lateral";
  return frontal.test(word) ? "Frontal" : null;
}
