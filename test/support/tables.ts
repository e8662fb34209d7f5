import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { openTable } from "../../src-main/intake/tables/open-table.ts";
import type { OpenTable, TableRequest } from "../../src-main/intake/tables/open-table.ts";
import type { StoredRow } from "../../src-main/intake/tables/row-store.ts";

/** No mapping is remembered. */
export const noMappings = { get: (): string | undefined => undefined, set: (): void => undefined };
export const never = new AbortController().signal;

/** Writes files below a folder, those named .gz packed, and gives the path of the first. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, name.endsWith(".gz") ? gzipSync(content) : content);
  }
  return join(folder, Object.keys(files)[0] ?? "");
}

/** What a table says when it is read. */
export interface ReadTable {
  readonly rows: readonly StoredRow[];
  readonly table: OpenTable;
}

/** Reads a table whole. Reports stay readable until the process ends. */
export async function readAll(table: string, options: Omit<TableRequest, "table"> = {}): Promise<ReadTable> {
  const opened = await openTable({ table, ...options }, noMappings, never);
  const rows: StoredRow[] = [];
  for (let row = 0; row < opened.kept; row++) rows.push(await opened.row(row, undefined));
  opened.close();
  return { rows, table: opened };
}
