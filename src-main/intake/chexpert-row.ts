import { chexpertFindings } from "../../src-preload/contract/common.ts";
import type { FilmRecord, LabelValue } from "../store/index.ts";
import { parseChexpertPath } from "./chexpert-path.ts";

/** One row of a table in the CheXpert layout. */
export interface TableRow extends Pick<FilmRecord, "patient" | "study" | "view" | "projection" | "sex" | "age"> {
  /** Line of the table, from 1. */
  readonly line: number;
  /** As written. */
  readonly path: string;
  /** Findings that are mentioned: 1 present, 0 absent, -1 uncertain. A blank cell is not here. */
  readonly labels: Readonly<Record<string, LabelValue>>;
  readonly report: string | null;
}

/** Where the columns stand, by name; −1 where there is none. */
export interface Columns {
  readonly path: number;
  readonly sex: number;
  readonly age: number;
  readonly view: number;
  readonly projection: number;
  readonly report: number;
  readonly findings: readonly (readonly [finding: string, at: number])[];
}

/** Finds the columns that are read; others are not (they may be sensitive). Undefined without a Path column. */
export function readColumns(header: readonly string[]): Columns | undefined {
  const names = header.map((name) => name.trim());
  const at = (name: string): number => names.indexOf(name);
  if (at("Path") < 0) return undefined;
  return {
    path: at("Path"),
    sex: at("Sex"),
    age: at("Age"),
    view: at("Frontal/Lateral"),
    projection: at("AP/PA"),
    report: at("Report"),
    findings: chexpertFindings.flatMap((finding) => (at(finding) < 0 ? [] : [[finding, at(finding)] as const])),
  };
}

const labelValues = new Map<string, LabelValue>([
  ["1", 1],
  ["1.0", 1],
  ["0", 0],
  ["0.0", 0],
  ["-1", -1],
  ["-1.0", -1],
]);

function readLabels(cells: readonly string[], columns: Columns): Record<string, LabelValue> | string {
  const labels: Record<string, LabelValue> = {};
  for (const [finding, at] of columns.findings) {
    const cell = cells[at]?.trim() ?? "";
    if (cell === "" || cell.toLowerCase() === "nan") continue;
    const value = labelValues.get(cell);
    if (value === undefined)
      return `"${cell.slice(0, 40)}" stands under ${finding}, where 1.0, 0.0, -1.0 or nothing is read`;
    labels[finding] = value;
  }
  return labels;
}

const sexes = new Map(Object.entries({ male: "M", m: "M", female: "F", f: "F", other: "O", o: "O" }));

function readAge(cell: string): number | null {
  const age = cell === "" ? Number.NaN : Number(cell);
  // CheXpert writes 0 where the age is not known.
  return Number.isFinite(age) && age > 0 && age < 130 ? age : null;
}

/** Reads one row; a string says what is wrong with it. */
export function readRow(cells: readonly string[], columns: Columns, line: number): TableRow | string {
  const cell = (at: number): string => (at < 0 ? "" : (cells[at]?.trim() ?? ""));
  const path = cell(columns.path);
  if (path === "") return "the Path is empty";
  const labels = readLabels(cells, columns);
  if (typeof labels === "string") return labels;
  const place = parseChexpertPath(path);
  const view = cell(columns.view);
  // MedCLIP's lists write 0 where CheXpert leaves the projection of a lateral film blank.
  const projection = cell(columns.projection);
  return {
    line,
    path,
    patient: place?.patient ?? null,
    study: place?.study ?? null,
    view: view === "" ? (place?.view ?? null) : view,
    projection: projection === "" || projection === "0" ? null : projection,
    sex: sexes.get(cell(columns.sex).toLowerCase()) ?? null,
    age: readAge(cell(columns.age)),
    labels,
    report: cell(columns.report) === "" ? null : cell(columns.report),
  };
}
