import { basename, resolve } from "node:path";
import * as v from "valibot";
import { tableMapping } from "../../../src-preload/contract/tables.ts";
import type { ImportPlan, TableMapping } from "../../../src-preload/contract/tables.ts";
import { openTextScratch } from "../../store/index.ts";
import type { TableMappingQueries, TextScratch } from "../../store/index.ts";
import { refusalOf } from "../refusal.ts";
import { createFilmRows } from "./film-rows.ts";
import { mostRows } from "./layout.ts";
import type { Layout, ReaderRule, RowSink } from "./layout.ts";
import { layouts } from "./layouts/index.ts";
import { mapped } from "./layouts/mapped.ts";
import { guessMapping, headerSignature } from "./mapping-guess.ts";
import { readHead } from "./read-table.ts";
import { readReportBeside } from "./report-file.ts";
import type { TableRow } from "./row.ts";
import { createRowStore } from "./row-store.ts";
import type { StoredRow } from "./row-store.ts";
import { badTable } from "./table-error.ts";
import { createTableSummary, mostFindings } from "./table-summary.ts";

/** Rows of a table whose columns are guessed that are looked at. */
const headRows = 200;
/** Problems and duplicates kept one by one; the rest are counted, since a wrong table would fill the memory. */
const mostListed = 1000;
/** Letters of a path, and of other words that many rows share. */
const [longestPath, longestWord] = [4096, 1000];

export interface TableProblem {
  readonly line: number;
  readonly reason: string;
}

/** A table that was read whole: its rows, to be found by the films they name. */
export interface OpenTable {
  /** Absolute. */
  readonly path: string;
  readonly layout: Pick<Layout, "name" | "dataSet">;
  readonly companions: readonly string[];
  readonly unreadColumns: readonly string[];
  readonly warnings: readonly string[];
  readonly problems: { readonly count: number; readonly first: readonly TableProblem[] };
  readonly duplicates: { readonly count: number; readonly first: readonly TableProblem[] };
  readonly mapping: ImportPlan["mapping"];
  readonly signature: string;
  /** Rows that were read, those that name a film again among them, and rows that are kept. */
  readonly rows: number;
  readonly kept: number;
  summary(): ReturnType<ReturnType<typeof createTableSummary>["result"]>;
  /** The row that names the film at an absolute path. */
  find(film: string): number | undefined;
  rowPath(row: number): string;
  rowLine(row: number): number;
  /** A row for a film, with the report that lies beside its study. */
  row(row: number, film: string | undefined): Promise<StoredRow>;
  close(): void;
}

export interface TableRequest {
  readonly table: string;
  readonly mapping?: TableMapping | undefined;
  readonly readers?: ReaderRule | undefined;
}

/** Which layout reads a table. A mapping that is given is followed whatever the header says. */
async function choose(
  { table, mapping }: TableRequest,
  remembered: Pick<TableMappingQueries, "get">,
  signal: AbortSignal,
): Promise<{ readonly layout: Layout; readonly header: readonly string[]; readonly mapping: ImportPlan["mapping"] }> {
  const { header, rows } = await readHead(table, headRows, signal);
  if (mapping !== undefined) return { layout: mapped(mapping), header, mapping: { from: "given", mapping } };
  const layout = layouts.find((candidate) => candidate.recognises(header));
  if (layout !== undefined) return { layout, header, mapping: null };
  const kept = v.safeParse(v.pipe(v.string(), v.parseJson(), tableMapping), remembered.get(headerSignature(header)));
  const known = kept.success
    ? ({ from: "remembered", mapping: kept.output } as const)
    : ({ from: "guessed", mapping: guessMapping(header, rows) } as const);
  return { layout: mapped(known.mapping), header, mapping: known };
}

/** The first few of many, and how many. */
function createList(): {
  readonly add: (line: number, reason: string) => void;
  readonly count: number;
  readonly first: TableProblem[];
} {
  const list = {
    count: 0,
    first: [] as TableProblem[],
    add: (line: number, reason: string) => {
      list.count += 1;
      if (list.first.length < mostListed) list.first.push({ line, reason });
    },
  };
  return list;
}

function isTooLong({ path, patient, study, view, projection }: TableRow): boolean {
  return (
    path.length > longestPath || [patient, study, view, projection].some((word) => (word?.length ?? 0) > longestWord)
  );
}

/** What is gathered from the rows of one table. */
type Gathered = ReturnType<typeof gather>;

function gather(layout: Layout, reports: TextScratch) {
  const store = createRowStore(reports);
  const films = createFilmRows(layout.ownParts, (row) => store.path(row));
  const summary = createTableSummary();
  const [problems, duplicates] = [createList(), createList()];
  const findings = new Set<string>();
  const facts = {
    rows: 0,
    companions: [] as string[],
    warnings: [] as string[],
    unreadColumns: [] as readonly string[],
  };
  const sink: RowSink = {
    unread: (columns) => (facts.unreadColumns = columns),
    companion: (file) => facts.companions.push(file),
    warn: (sentence) => facts.warnings.push(sentence),
    problem: problems.add,
    row: (row) => {
      facts.rows += 1;
      if (facts.rows > mostRows) throw badTable("it has more rows than any table that is known", row.line);
      if (isTooLong(row)) {
        problems.add(row.line, "a path or another word is longer than any that is known");
        return;
      }
      if (films.add(store.size, row.path) !== undefined) {
        duplicates.add(row.line, row.path);
        return;
      }
      for (const finding of row.labels.keys()) findings.add(finding);
      if (findings.size > mostFindings) throw badTable("it has more findings than any table that is known", row.line);
      summary.add(row);
      store.add(row);
    },
  };
  return { store, films, summary, problems, duplicates, facts, sink };
}

/**
 * Reads a table whole, whatever its layout, with the files that belong to it. Has to be closed.
 * Errors: `intake/bad-table` with the line, `intake/not-found`, `intake/unreadable`, and what the signal was aborted with.
 */
export async function openTable(
  request: TableRequest,
  remembered: Pick<TableMappingQueries, "get">,
  signal: AbortSignal,
): Promise<OpenTable> {
  const path = resolve(request.table);
  const { layout, header, mapping } = await choose({ ...request, table: path }, remembered, signal);
  const reports = openTextScratch();
  try {
    const gathered = gather(layout, reports);
    await layout.read({ path, header, readers: request.readers ?? "majority", signal }, gathered.sink);
    const [first] = gathered.problems.first;
    if (gathered.facts.rows === 0 && first !== undefined) throw badTable(first.reason, first.line);
    return {
      ...{ path, layout, mapping, signature: headerSignature(header) },
      ...reader(gathered, layout),
      close: () => {
        reports.close();
      },
    };
  } catch (error) {
    reports.close();
    throw signal.aborted ? error : namedOnce(error, path);
  }
}

type Read = Omit<OpenTable, "path" | "layout" | "mapping" | "signature" | "close">;

function reader({ store, films, summary, problems, duplicates, facts }: Gathered, layout: Layout): Read {
  return {
    ...facts,
    ...{ problems, duplicates, kept: store.size },
    summary: () => summary.result(),
    find: (film) => films.find(film),
    rowPath: (row) => store.path(row),
    rowLine: (row) => store.line(row),
    row: async (row, film) => {
      const stored = store.get(row);
      if (!layout.reportsBesideStudies || film === undefined) return stored;
      return { ...stored, report: await readReportBeside(film) };
    },
  };
}

/** Reading names the table in its sentence already; what is thrown here does not. */
function namedOnce(error: unknown, path: string): unknown {
  return error instanceof Error && error.message.startsWith(basename(path)) ? error : refusalOf(basename(path), error);
}
