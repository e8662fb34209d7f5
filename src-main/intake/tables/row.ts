import type { FilmRecord, LabelValue } from "../../store/index.ts";

/** What a table tells of one film, whatever its layout. */
export interface TableRow extends Pick<FilmRecord, "patient" | "study" | "view" | "projection" | "sex" | "age"> {
  /** Line of the table, from 1. */
  readonly line: number;
  /** The film's path as the table writes it, or as the layout puts it together. */
  readonly path: string;
  /** "train", "valid", "test", or the table's own word. */
  readonly split: string | null;
  /** Findings that are mentioned: 1 present, 0 absent, -1 uncertain. */
  readonly labels: ReadonlyMap<string, LabelValue>;
  /** Who says so: "report-derived", "3 readers, majority"; null where nobody knows. */
  readonly labelSource: string | null;
  readonly report: string | null;
  /** Millimetres that the whole film covers, rows then columns, at the detector. */
  readonly extent: readonly [rows: number, columns: number] | null;
}

const nothing = {
  ...{ patient: null, study: null, view: null, projection: null, sex: null, age: null },
  ...{ split: null, labelSource: null, report: null, extent: null },
};

/** A row of which only some is known. */
export function tableRow(known: Pick<TableRow, "line" | "path"> & Partial<TableRow>): TableRow {
  return { ...nothing, labels: noLabels, ...known };
}

export const noLabels: ReadonlyMap<string, LabelValue> = new Map();
