import type { LabelValue } from "../../store/index.ts";
import type { TableRow } from "./row.ts";
import type { CsvRecord } from "./csv-records.ts";

/** Films that one table may name: ten times the largest that is published. */
export const mostRows = 4_000_000;

/** How several readers of one film become one label. */
export type ReaderRule = "majority" | "any" | "all";

/** Where a layout puts what it reads. */
export interface RowSink {
  /** The columns of the chosen table that nothing is read from. */
  unread(columns: readonly string[]): void;
  row(row: TableRow): void;
  /** A row that cannot be used; `reason` has no full stop. */
  problem(line: number, reason: string): void;
  /** A file beside the chosen table that is read with it. */
  companion(path: string): void;
  /** Something a person should know, a whole sentence. */
  warn(sentence: string): void;
}

/** A table that was recognised, to be read once. */
export interface LayoutTable {
  /** Absolute. */
  readonly path: string;
  readonly header: readonly string[];
  readonly readers: ReaderRule;
  readonly signal: AbortSignal;
}

/** A public data set's table. */
export interface Layout {
  /** Name of the layout: "CheXpert", "NIH ChestX-ray14". */
  readonly name: string;
  /** Name of the data set where the layout belongs to no other; null where the folder of the table names it. */
  readonly dataSet: string | null;
  /** Parts at the end of a path that name a film wherever its data set was unpacked; 0 where only the whole path does. */
  readonly ownParts: number;
  /** Reports lie beside each study's folder, in its name with ".txt". */
  readonly reportsBesideStudies: boolean;
  /** Whether a header (without spaces around its names) is of this layout. */
  recognises(header: readonly string[]): boolean;
  read(table: LayoutTable, sink: RowSink): Promise<void>;
}

/** Where each of some columns stands in a header; −1 where it is missing. */
export function placesOf<const Name extends string>(
  header: readonly string[],
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  const pairs = names.map((name) => [name, header.indexOf(name)] as const);
  return Object.fromEntries(pairs) as Record<Name, number>;
}

/** A row of another length than its header was cut short or is torn; empty cells at the end do not count. */
export function tornRow(record: CsvRecord, columns: number): string | undefined {
  if (record.length === columns) return undefined;
  let cells = record.length;
  while (cells > columns && record.cell(cells - 1) === "") cells -= 1;
  if (cells === columns) return undefined;
  return `it has ${String(record.length)} cells where the header has ${String(columns)}`;
}

/** Reads the numbers under findings; a string says what is wrong. */
export function readLabels(
  record: CsvRecord,
  findings: readonly (readonly [finding: string, at: number])[],
  labelOf: (cell: string) => LabelValue | null | undefined,
): ReadonlyMap<string, LabelValue> | string {
  const labels = new Map<string, LabelValue>();
  for (const [finding, at] of findings) {
    const value = labelOf(record.cell(at));
    if (value === undefined) return `"${record.cell(at).slice(0, 40)}" stands under ${finding}, which is no label`;
    if (value !== null) labels.set(finding, value);
  }
  return labels;
}
