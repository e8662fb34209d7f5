import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { toErrorReport } from "../../../src-preload/contract/errors.ts";
import type { ImportPlan as PlanAnswer } from "../../../src-preload/contract/tables.ts";
import type { Store } from "../../store/index.ts";
import type { StoredRow } from "./row-store.ts";
import { mayBeFilm } from "./film-keys.ts";
import { openTable } from "./open-table.ts";
import type { OpenTable } from "./open-table.ts";
import { planImport } from "./plan-import.ts";
import type { Candidate, ImportPlan, ImportRequest } from "./plan-import.ts";

/** Films after which others get a turn. */
const filmsAtOnce = 8192;
/** Items and rows that are shown of each list. */
const [shownItems, shownRows, shownReport] = [20, 8, 400];

/**
 * What an import would do, without reading a film or writing anything: what the table holds, which films it names, what is
 * missing. Errors: those of the table as a whole, and what `signal` was aborted with.
 */
export async function dryRun(
  store: Pick<Store, "folder" | "tableMappings">,
  request: ImportRequest,
  signal: AbortSignal,
): Promise<PlanAnswer> {
  const { table: path, mapping, readers } = request;
  const table =
    path === undefined ? undefined : await openTable({ table: path, mapping, readers }, store.tableMappings, signal);
  try {
    const plan = await planImport(request, table, join(store.folder, "films"), signal);
    return { ...(await filmsOf(plan, table)), ...factsOf(table) };
  } finally {
    table?.close();
  }
}

type FilmKeys =
  | ("dataSets" | "films" | "filmsWithRow" | "filmsWithoutRow" | "missing" | "elsewhere" | "otherFiles")
  | ("problems" | "firstRows");

async function filmsOf(plan: ImportPlan, table: OpenTable | undefined): Promise<Pick<PlanAnswer, FilmKeys>> {
  const dataSets = new Set<string>();
  const withoutRow = { count: 0, first: [] as string[] };
  let [films, withRow] = [0, 0];
  const met = new Set<number>();
  for (const [place, { path, row, dataSet }] of plan.candidates.entries()) {
    if (place % filmsAtOnce === 0) await setImmediate();
    if (row === undefined && !mayBeFilm(path)) continue;
    films += 1;
    dataSets.add(dataSet);
    if (row !== undefined) {
      withRow += 1;
      // Two films may have one row: a copy, or one that was converted.
      met.add(row);
    } else if (table !== undefined && withoutRow.count++ < shownItems) withoutRow.first.push(path);
  }
  const listed = plan.missing.slice(0, shownItems).map((row) => table?.rowPath(row) ?? "");
  const shown = plan.problems.slice(0, shownItems).map(({ item, error }) => ({ item, error: toErrorReport(error) }));
  return {
    dataSets: [...dataSets],
    films,
    filmsWithRow: withRow,
    filmsWithoutRow: withoutRow,
    missing: { count: plan.missing.length, first: listed },
    // Rows whose film was neither met nor is missing.
    elsewhere: (table?.kept ?? 0) - met.size - plan.missing.length,
    otherFiles: plan.candidates.length - films,
    problems: { count: plan.problems.length, first: shown },
    firstRows: table === undefined ? [] : await firstRows(plan.candidates, table),
  };
}

async function firstRows(candidates: readonly Candidate[], table: OpenTable): Promise<PlanAnswer["firstRows"]> {
  const films = new Map<number, Candidate>();
  for (const candidate of candidates)
    if (candidate.row !== undefined && candidate.row < shownRows) films.set(candidate.row, candidate);
  const rows: PlanAnswer["firstRows"] = [];
  for (let row = 0; row < Math.min(shownRows, table.kept); row++) {
    const film = films.get(row);
    const { report, labels, ...facts } = withoutExtent(await table.row(row, film?.path));
    const dataSet = film?.dataSet ?? table.layout.dataSet ?? "";
    rows.push({
      ...facts,
      labels: { ...labels },
      film: film?.path ?? null,
      dataSet,
      report: report?.slice(0, shownReport) ?? null,
    });
  }
  return rows;
}

/** The extent becomes a pixel spacing only beside a film, which a plan does not read. */
function withoutExtent(row: StoredRow): Omit<StoredRow, "extent"> {
  const facts: Omit<StoredRow, "extent"> & { extent?: unknown } = { ...row };
  delete facts.extent;
  return facts;
}

const noTable = {
  ...{ layout: null, companions: [], rows: 0, unreadColumns: [], duplicates: { count: 0, first: [] }, findings: [] },
  ...{ patients: 0, studies: 0, views: [], projections: [], splits: [], warnings: [], mapping: null },
};

function factsOf(table: OpenTable | undefined): Omit<PlanAnswer, FilmKeys> {
  if (table === undefined) return noTable;
  const { count, first } = table.duplicates;
  return {
    layout: table.layout.name,
    companions: [...table.companions],
    rows: table.rows,
    unreadColumns: [...table.unreadColumns],
    duplicates: {
      count,
      first: first.slice(0, shownItems).map(({ line, reason }) => `line ${String(line)}: ${reason}`),
    },
    ...table.summary(),
    warnings: [...table.warnings],
    mapping: table.mapping,
  };
}
