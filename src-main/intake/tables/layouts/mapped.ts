import type { ColumnRole, TableMapping } from "../../../../src-preload/contract/tables.ts";
import type { LabelValue } from "../../../store/index.ts";
import { ageOf, orNull, sexOf, splitOf, viewOf } from "../cells.ts";
import { parseChexpertPath } from "../chexpert-path.ts";
import type { CsvRecord } from "../csv-records.ts";
import { findingName } from "../findings.ts";
import { readLabels } from "../layout.ts";
import type { Layout } from "../layout.ts";
import { listedLabels, pythonList } from "../listed-labels.ts";
import { readRows, tellUnread } from "../read-rows.ts";
import { badTable } from "../table-error.ts";
import type { TableRow } from "../row.ts";

interface Columns {
  /** Where the column with a role stands; −1 where there is none. */
  at(role: ColumnRole): number;
  readonly findings: readonly (readonly [finding: string, at: number])[];
}

/** Where a mapping's columns stand. Throws `intake/bad-table` for a column that is not there and a mapping without a path. */
function columnsOf(header: readonly string[], mapping: TableMapping): Columns {
  const at = new Map<ColumnRole, number>();
  const findings: [string, number][] = [];
  for (const { column, as } of mapping.columns) {
    const place = header.indexOf(column);
    if (place < 0)
      throw badTable(
        `the mapping names a column "${column.slice(0, 60)}" that the table does not have`,
        1,
        "Correct the mapping.",
      );
    if (typeof as !== "string") findings.push([findingName(as.finding), place]);
    else if (as !== "ignore" && at.has(as))
      throw badTable(`the mapping reads two columns as ${as}`, undefined, "Ignore one of them.");
    else at.set(as, place);
  }
  if (!at.has("path"))
    throw badTable(
      "no column is known to name the films",
      1,
      "Give a mapping that says which column does (lightbox import --mapping).",
    );
  return { at: (role) => at.get(role) ?? -1, findings };
}

/** The function that reads a label by the words of a mapping; undefined for a word that is none of them. */
function labelReader({ words }: TableMapping): (cell: string) => LabelValue | null | undefined {
  const known = new Map<string, LabelValue | null>();
  const values = [
    ["notMentioned", null],
    ["uncertain", -1],
    ["negative", 0],
    ["positive", 1],
  ] as const;
  for (const [state, value] of values) for (const word of words[state]) known.set(word.trim().toLowerCase(), value);
  if (!known.has("")) known.set("", null);
  return (cell) => known.get(cell.toLowerCase());
}

/** "ap" and "pa" are written like everybody else's. */
function capital(projection: string): string {
  return /^[a-z]{2}$/.test(projection) ? projection.toUpperCase() : projection;
}

/** Frontal or Lateral where the word says so, else the word itself. */
function viewFrom(view: string, projection: string): string | null {
  return viewOf(view) ?? orNull(view) ?? viewOf(projection);
}

function rowOf(
  record: CsvRecord,
  columns: Columns,
  mapping: TableMapping,
  labelOf: ReturnType<typeof labelReader>,
): TableRow | string {
  const cell = (role: ColumnRole): string => record.cell(columns.at(role));
  const path = cell("path");
  if (path === "") return "the cell that names the film is empty";
  const single = readLabels(record, columns.findings, labelOf);
  if (typeof single === "string") return single;
  const listed = cell("findings");
  const list = listed === "" ? [] : (pythonList(listed) ?? listed.split(mapping.listSeparator));
  const place = parseChexpertPath(path);
  return {
    line: record.line,
    path,
    patient: orNull(cell("patient")) ?? place?.patient ?? null,
    study: orNull(cell("study")) ?? place?.study ?? null,
    view: viewFrom(cell("view"), cell("projection")) ?? place?.view ?? null,
    projection: orNull(capital(cell("projection"))),
    sex: sexOf(cell("sex")),
    age: ageOf(cell("age")),
    split: splitOf(cell("split")),
    labels: new Map([...listedLabels(list), ...single]),
    labelSource: null,
    report: orNull(cell("report")),
    extent: null,
  };
}

/** A table of any layout, read as a mapping says. */
export function mapped(mapping: TableMapping): Layout {
  return {
    name: "mapped",
    dataSet: null,
    // Only the whole path says which film is meant: nobody knows how its folders are named.
    ownParts: 0,
    reportsBesideStudies: false,
    recognises: () => true,
    read: async (table, sink) => {
      const columns = columnsOf(table.header, mapping);
      const read = mapping.columns.filter(({ as }) => as !== "ignore");
      tellUnread(
        table,
        sink,
        read.map(({ column }) => table.header.indexOf(column)),
      );
      const labelOf = labelReader(mapping);
      await readRows(table, sink, (record) => rowOf(record, columns, mapping, labelOf));
    },
  };
}
