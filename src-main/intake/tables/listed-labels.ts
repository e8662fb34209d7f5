import type { LabelValue } from "../../store/index.ts";
import { findingName } from "./findings.ts";

/** What PadChest lists among its findings that is none. */
const noFindings = new Set(["unchanged", "exclude", "suboptimal study", "nan", ""]);

/** Labels of a cell that lists what is present; what it does not list is not mentioned. */
export function listedLabels(names: readonly string[]): ReadonlyMap<string, LabelValue> {
  const labels = new Map<string, LabelValue>();
  for (const name of names) {
    const word = name.trim();
    if (!noFindings.has(word.toLowerCase())) labels.set(findingName(word), 1);
  }
  return labels;
}

/**
 * The strings of a Python list as it is printed, "['pleural effusion', \"Kerley's lines\"]"; undefined where the cell is none
 * (blank, nan). What stands between them is passed over.
 */
export function pythonList(cell: string): string[] | undefined {
  if (!cell.startsWith("[") || !cell.endsWith("]")) return undefined;
  const words: string[] = [];
  for (let at = 1; at < cell.length - 1; at++) {
    const mark = cell[at];
    if (mark !== "'" && mark !== '"') continue;
    let word = "";
    for (at += 1; at < cell.length - 1 && cell[at] !== mark; at++) {
      if (cell[at] === "\\") at += 1;
      word += cell[at] ?? "";
    }
    words.push(word);
  }
  return words;
}
