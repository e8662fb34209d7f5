import { readChexpertTable } from "../../src-main/intake/chexpert-table.ts";

/** Reads a table to its end as import does. @returns rows */
export async function readTable(path: string): Promise<number> {
  let rows = 0;
  for await (const row of readChexpertTable(path)) rows += row.line > 0 ? 1 : 0;
  return rows;
}
