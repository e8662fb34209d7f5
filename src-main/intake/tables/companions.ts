import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files that lie beside a table, or in folders beside it, by name; nothing is opened. */
export async function companionsOf(table: string, folders: readonly string[] = []): Promise<readonly string[]> {
  const places = [dirname(table), ...folders.map((folder) => join(dirname(table), folder))];
  const found: string[] = [];
  for (const place of places) {
    const names = await readdir(place).catch(() => []);
    found.push(...names.sort().map((name) => join(place, name)));
  }
  return found.filter((path) => path !== table);
}
