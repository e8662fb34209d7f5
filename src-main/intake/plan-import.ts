import { basename, dirname, resolve } from "node:path";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import type { TableRow } from "./chexpert-row.ts";
import { dataSetName } from "./data-set-name.ts";
import { discover } from "./discover.ts";
import type { IdentityWish } from "./privacy/gate.ts";
import type { FrameSelection } from "./frames.ts";
import { refusal, refusalOf } from "./refusal.ts";
import type { RowIndex } from "./row-index.ts";

/** Missing films listed one by one; the rest are counted, since a wrong folder would fill the list with 200,000. */
const mostListed = 1000;

/** A file to import, the row of the table that names it, and the data set it comes with. */
export interface Candidate {
  readonly path: string;
  readonly row: TableRow | undefined;
  readonly dataSet: string;
}

export interface ImportPlan {
  readonly candidates: readonly Candidate[];
  readonly refusals: readonly { readonly item: string; readonly error: ErrorReport }[];
}

export interface ImportRequest {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** A table in the CheXpert layout. */
  readonly table?: string | undefined;
  /** Left out, who is on DICOM films is removed. */
  readonly identity?: IdentityWish | undefined;
  /** The first frame of every file where it is left out. */
  readonly frames?: FrameSelection | undefined;
}

/**
 * What there is to import: every file at and below the paths. A table gives labels to the files that its rows name; it
 * hides none of the others. Rows whose file is nowhere are refused; rows whose file lies outside the paths were not asked
 * for. The data set is that of the table's folder, without a table that of each path; `drops` see `dataSetName`.
 */
export async function planImport(
  request: ImportRequest,
  index: RowIndex | undefined,
  drops: string,
  signal: AbortSignal,
): Promise<ImportPlan> {
  const table = request.table === undefined ? undefined : resolve(request.table);
  const candidates: Candidate[] = [];
  const refusals: ImportPlan["refusals"][number][] = [];
  const met = new Set<TableRow>();
  const names = new Map<string, string>();
  for await (const found of discover(request.paths)) {
    signal.throwIfAborted();
    if (found.kind === "problem") {
      refusals.push({ item: found.path, error: found.error });
    } else if (found.path !== table) {
      const row = index?.rowFor(found.path);
      if (row !== undefined) met.add(row);
      const folder = table === undefined ? found.folder : dirname(table);
      const dataSet = names.get(folder) ?? (await dataSetName(folder, drops));
      names.set(folder, dataSet);
      candidates.push({ path: found.path, row, dataSet });
    }
  }
  if (index !== undefined) refusals.push(...(await missingFiles(index, met, table ?? "", signal)));
  return { candidates, refusals };
}

async function missingFiles(
  index: RowIndex,
  met: ReadonlySet<TableRow>,
  table: string,
  signal: AbortSignal,
): Promise<ImportPlan["refusals"]> {
  const missing: TableRow[] = [];
  for (const row of index.rows) {
    signal.throwIfAborted();
    if (!met.has(row) && !(await index.isBesideTable(row))) missing.push(row);
  }
  if (met.size === 0 && missing.length > 0 && missing.length === index.rows.length) throw noneThere(missing, table);
  const remedy = "Give the folder that the films lie in, or take the row out of the table.";
  const refusals = missing.slice(0, mostListed).map((row) => {
    const place = `line ${String(row.line)} of ${basename(table)} names this film, but it is not there.`;
    return { item: row.path, error: refusalOf(basename(row.path), refusal("intake/not-found", place, remedy)) };
  });
  const more = missing.length - refusals.length;
  if (more === 0) return refusals;
  const sentence = `another ${String(more)} films that the table names are not there either.`;
  const rest = refusalOf(basename(table), refusal("intake/not-found", sentence, remedy));
  return [...refusals, { item: table, error: rest }];
}

function noneThere(missing: readonly TableRow[], table: string): Error {
  const example = missing[0]?.path ?? "";
  const sentence = `none of its ${String(missing.length)} rows names a film that is there (line 2: ${example}).`;
  return refusalOf(
    basename(table),
    refusal("intake/bad-table", sentence, "Give the folder that the films lie in beside the table."),
  );
}
