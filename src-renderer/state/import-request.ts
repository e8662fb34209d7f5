import type { MethodInput } from "../../src-preload/contract/index.ts";
import { words } from "../messages/index.ts";

/** What a drop asks for: the first table (.csv, .tsv, either .gz) is that of the data set, everything else a film or a folder of films. */
export function importRequest(paths: readonly string[]): MethodInput<"intake.import"> {
  const [table] = tablesOf(paths);
  const films = paths.filter((path) => !isTable(path));
  if (table === undefined) return { paths: films };
  // A table alone stands in the folder of its films.
  return { paths: films.length > 0 ? films : [table.replace(/[/\\][^/\\]*$/, "")], table };
}

/** Of several tables one is used: which, and which not; null where there is nothing to tell. */
export function tableNotice(paths: readonly string[]): string | null {
  const [used, ...others] = tablesOf(paths).map((path) => path.replace(/^.*[/\\]/, ""));
  if (used === undefined || others.length === 0) return null;
  return words.shell.labelsFrom(used, others);
}

function tablesOf(paths: readonly string[]): string[] {
  return paths.filter(isTable);
}

function isTable(path: string): boolean {
  return /\.(csv|tsv)(\.gz)?$/i.test(path);
}
