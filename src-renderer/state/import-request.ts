import type { MethodInput } from "../../src-preload/contract/index.ts";

/** What a drop asks for: a CSV file is the data-set table, everything else a film or a folder of films. */
export function importRequest(paths: readonly string[]): MethodInput<"intake.import"> {
  const isTable = (path: string) => /\.csv$/i.test(path);
  const [table] = paths.filter(isTable);
  const films = paths.filter((path) => !isTable(path));
  if (table === undefined) return { paths: films };
  // A table alone stands in the folder of its films.
  return { paths: films.length > 0 ? films : [table.replace(/[/\\][^/\\]*$/, "")], table };
}
