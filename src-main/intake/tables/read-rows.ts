import type { CsvRecord } from "./csv-records.ts";
import { tornRow } from "./layout.ts";
import type { LayoutTable, RowSink } from "./layout.ts";
import { readTable } from "./read-table.ts";
import type { TableRow } from "./row.ts";

/** Tells which columns nothing is read from, by the places of those that are. Columns without a name are not told. */
export function tellUnread({ header }: LayoutTable, sink: RowSink, read: Iterable<number>): void {
  const places = new Set(read);
  sink.unread(header.filter((name, at) => name !== "" && !places.has(at)));
}

/** Reads a table of one row per film: `rowOf` gives the row, or says what is wrong with it. */
export async function readRows(
  table: LayoutTable,
  sink: RowSink,
  rowOf: (record: CsvRecord) => TableRow | string,
): Promise<void> {
  const reader = {
    header: () => undefined,
    record: (record: CsvRecord) => {
      const row = tornRow(record, table.header.length) ?? rowOf(record);
      if (typeof row === "string") sink.problem(record.line, row);
      else sink.row(row);
    },
  };
  await readTable(table.path, reader, table.signal);
}
