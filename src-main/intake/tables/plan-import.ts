import { access } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { ErrorReport } from "../../../src-preload/contract/errors.ts";
import type { TableMapping } from "../../../src-preload/contract/tables.ts";
import { dataSetName } from "../data-set-name.ts";
import { discover } from "../discover.ts";
import type { FrameSelection } from "../frames.ts";
import type { IdentityWish } from "../privacy/gate.ts";
import { refusal, refusalOf } from "../refusal.ts";
import { wholeKey } from "./film-keys.ts";
import type { ReaderRule } from "./layout.ts";
import type { OpenTable } from "./open-table.ts";

/** Missing films listed one by one; the rest are counted, since a wrong folder would fill the list with 200,000. */
const mostListed = 1000;
/** Files looked for at once, and rows after which others get a turn. */
const [atOnce, rowsAtOnce] = [32, 4096];

/** A file to import, the row of the table that names it, and the data set it comes with. */
export interface Candidate {
  readonly path: string;
  readonly row: number | undefined;
  readonly dataSet: string;
}

export interface ImportPlan {
  readonly candidates: readonly Candidate[];
  /** Paths and rows that cannot be used. */
  readonly problems: readonly Refused[];
  /** Rows whose film is missing. */
  readonly missing: readonly number[];
}

interface Refused {
  readonly item: string;
  readonly error: ErrorReport;
}

export interface ImportRequest {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** A data set's table. */
  readonly table?: string | undefined;
  /** How a table of unknown layout is read. */
  readonly mapping?: TableMapping | undefined;
  /** How labels of several readers become one; by majority where nothing is said. */
  readonly readers?: ReaderRule | undefined;
  /** Left out, who is on DICOM films is removed. */
  readonly identity?: IdentityWish | undefined;
  /** The first frame of every file where it is left out. */
  readonly frames?: FrameSelection | undefined;
}

/**
 * What there is to import: every file at and below the paths. A table gives labels to the files that its rows name; it
 * hides none of the others. Rows whose file is nowhere are refused; rows whose file lies outside the paths were not asked
 * for. The data set is that of the table's layout or folder, without a table that of each path; `drops` see `dataSetName`.
 */
export async function planImport(
  request: ImportRequest,
  table: OpenTable | undefined,
  drops: string,
  signal: AbortSignal,
): Promise<ImportPlan> {
  const candidates: Candidate[] = [];
  const problems: Refused[] = [];
  const met = new Uint8Array(table?.kept ?? 0);
  const names = new Map<string, string>();
  const own = new Set([table?.path, ...(table?.companions ?? [])]);
  for await (const found of discover(request.paths)) {
    signal.throwIfAborted();
    if (found.kind === "problem") {
      problems.push({ item: found.path, error: found.error });
    } else if (!own.has(found.path) && !isStudyReport(found.path, table)) {
      const row = table?.find(found.path);
      if (row !== undefined) met[row] = 1;
      const folder = table === undefined ? found.folder : dirname(table.path);
      const dataSet = names.get(folder) ?? table?.layout.dataSet ?? (await dataSetName(folder, drops));
      names.set(folder, dataSet);
      candidates.push({ path: found.path, row, dataSet });
    }
  }
  if (table === undefined) return { candidates, problems, missing: [] };
  problems.push(...badRows(table));
  const missing = await missingRows(table, met, request.paths, signal);
  return { candidates, problems, missing };
}

/** Reports of MIMIC-CXR lie among its films, and are read with them. */
function isStudyReport(path: string, table: OpenTable | undefined): boolean {
  return table?.layout.name === "MIMIC-CXR-JPG" && /^s\d+\.txt$/.test(basename(path));
}

const rowRemedy = "Correct the row, or take it out of the table.";

function badRows({ path, problems }: OpenTable): Refused[] {
  const refusals = problems.first.map(({ line, reason }) => {
    const sentence = `line ${String(line)}: ${reason}; the row is left out.`;
    return {
      item: `${path}:${String(line)}`,
      error: refusalOf(basename(path), refusal("intake/bad-table", sentence, rowRemedy)),
    };
  });
  const more = problems.count - refusals.length;
  if (more === 0) return refusals;
  const rest = refusal("intake/bad-table", `another ${String(more)} rows are left out.`, rowRemedy);
  return [...refusals, { item: `${path}:…`, error: refusalOf(basename(path), rest) }];
}

/** Rows whose film was not met and does not lie where the table says, beside it. */
async function missingRows(
  table: OpenTable,
  met: Uint8Array,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<number[]> {
  const folder = dirname(table.path);
  // What lies beside a table inside the paths was met when they were walked.
  const walked = paths.some((path) => contains(resolve(path), folder));
  const missing: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let row = next++; row < met.length; row = next++) {
      if (row % rowsAtOnce === 0) await setImmediate();
      signal.throwIfAborted();
      if (met[row] !== 1 && !(await liesElsewhere(table.rowPath(row), folder, walked))) missing.push(row);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return missing.sort((a, b) => a - b);
}

function contains(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

async function liesElsewhere(path: string, folder: string, walked: boolean): Promise<boolean> {
  if (isAbsolute(path) && (await exists(path))) return true;
  if (walked) return false;
  const places = new Set([join(folder, path.replaceAll("\\", "/")), join(folder, wholeKey(path))]);
  for (const place of places) if (await exists(place)) return true;
  return false;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Refusals of films that are missing: the first one by one, then how many more. */
export function missingFilms(table: OpenTable, missing: readonly number[]): readonly Refused[] {
  const name = basename(table.path);
  const remedy = "Give the folder that the films lie in, or take the row out of the table.";
  const refusals = missing.slice(0, mostListed).map((row) => {
    const place = `line ${String(table.rowLine(row))} of ${name} names this film, but it is not there.`;
    const path = table.rowPath(row);
    return { item: path, error: refusalOf(basename(path), refusal("intake/not-found", place, remedy)) };
  });
  const more = missing.length - refusals.length;
  if (more === 0) return refusals;
  const sentence = `another ${String(more)} films that the table names are not there either.`;
  return [...refusals, { item: table.path, error: refusalOf(name, refusal("intake/not-found", sentence, remedy)) }];
}

/** Refuses a table none of whose rows names a film that is there: `intake/bad-table`. */
export function refuseStrange(table: OpenTable, { missing }: ImportPlan): void {
  if (table.kept === 0 || missing.length < table.kept) return;
  const example = `line ${String(table.rowLine(0))}: ${table.rowPath(0)}`;
  const sentence = `none of its ${String(table.kept)} rows names a film that is there (${example}).`;
  const remedy = "Give the folder that the films lie in beside the table.";
  throw refusalOf(basename(table.path), refusal("intake/bad-table", sentence, remedy));
}
