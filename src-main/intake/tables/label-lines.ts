import { basename } from "node:path";
import type { LabelValue } from "../../store/index.ts";
import { findingName, isKnownFinding } from "./findings.ts";
import { createLabelLists } from "./label-lists.ts";
import type { LabelLists } from "./label-lists.ts";
import type { RowSink } from "./layout.ts";
import { eachLine } from "./read-table.ts";

/** Labels of one line; undefined where it is no object that names a film. */
function readLine(
  line: string,
): { readonly path: string; readonly labels: ReadonlyMap<string, LabelValue> } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const path = fields.get("path_to_image");
  if (typeof path !== "string") return undefined;
  const labels = new Map<string, LabelValue>();
  for (const [name, label] of fields) {
    if (isKnownFinding(name) && (label === 1 || label === 0 || label === -1)) labels.set(findingName(name), label);
  }
  return { path, labels };
}

/** Labels as lines of JSON, one object for each film with `path_to_image` and findings null, 1, 0 or −1 (CheXpert Plus). */
export async function readLabelLines(
  path: string,
  keyOf: (path: string) => string,
  sink: RowSink,
  signal: AbortSignal,
): Promise<LabelLists> {
  const lists = createLabelLists();
  let torn = 0;
  await eachLine(
    path,
    (text) => {
      const read = readLine(text);
      if (read === undefined) torn += 1;
      else lists.set(keyOf(read.path), read.labels);
    },
    signal,
  );
  if (torn > 0) sink.warn(`${String(torn)} lines of ${basename(path)} are not labels of a film.`);
  return lists;
}
