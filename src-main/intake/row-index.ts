import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { TableRow } from "./chexpert-row.ts";
import { readChexpertTable } from "./chexpert-table.ts";

/** The rows of a table, to be found by the files they name. */
export interface RowIndex {
  readonly rows: readonly TableRow[];
  /** The row that names the file at `path` (absolute), wherever its data set was unpacked. */
  rowFor(path: string): TableRow | undefined;
  /** Whether the file of a row lies where the table says, beside the table. */
  isBesideTable(row: TableRow): Promise<boolean>;
}

/** A path of a table with forward slashes and without "./" in front. */
function normalise(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(\.?\/)+/, "");
}

/** What follows the folder of the data set: `CheXpert-v1.0-small/train/…` → `train/…`. */
export function withoutDataSetFolder(path: string): string {
  return normalise(path).replace(/^(?:.*\/)?CheXpert-v1\.0[^/]*\//, "");
}

/** From the patient's folder on, for files that were moved out of `train/` or `valid/`. */
function fromPatient(path: string): string | undefined {
  return /(?:^|\/)(patient\d+\/.+)$/.exec(path)?.[1];
}

/** An index over rows; of two rows for one file the first counts. */
export function indexRows(rows: readonly TableRow[], tableFolder: string): RowIndex {
  const byPath = new Map<string, TableRow>();
  const byPatient = new Map<string, TableRow | null>();
  for (const row of rows) {
    const keys = new Set([normalise(row.path), withoutDataSetFolder(row.path)]);
    for (const key of keys) if (!byPath.has(key)) byPath.set(key, row);
    const short = fromPatient(row.path);
    // Two rows with the same patient and file in different folders: neither can be told from the rest of the path.
    if (short !== undefined) byPatient.set(short, byPatient.has(short) ? null : row);
  }
  return {
    rows,
    rowFor: (path) => {
      const parts = normalise(path).split("/");
      for (let from = 0; from < parts.length; from++) {
        const row = byPath.get(parts.slice(from).join("/"));
        if (row !== undefined) return row;
      }
      return byPatient.get(fromPatient(normalise(path)) ?? "") ?? undefined;
    },
    isBesideTable: async (row) => {
      for (const path of [row.path, withoutDataSetFolder(row.path)]) {
        if (await exists(join(tableFolder, normalise(path)))) return true;
      }
      return exists(resolve(row.path));
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Reads a whole table into an index.
 * @throws LightboxError `intake/bad-table`, `intake/not-found` or `intake/unreadable`
 */
export async function readRowIndex(table: string): Promise<RowIndex> {
  const rows: TableRow[] = [];
  for await (const row of readChexpertTable(table)) rows.push(row);
  return indexRows(rows, dirname(resolve(table)));
}
