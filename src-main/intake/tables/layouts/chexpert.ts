import { basename } from "node:path";
import { chexpertFindings } from "../../../../src-preload/contract/common.ts";
import { ageOf, labelOf, orNull, sexOf, splitNamed } from "../cells.ts";
import { parseChexpertPath } from "../chexpert-path.ts";
import type { CsvRecord } from "../csv-records.ts";
import { wholeKey } from "../film-keys.ts";
import { findingName } from "../findings.ts";
import { placesOf, readLabels } from "../layout.ts";
import type { Layout } from "../layout.ts";
import { readRows, tellUnread } from "../read-rows.ts";
import type { TableRow } from "../row.ts";

const pathNames = ["Path", "imgpath"];
const factNames = ["Sex", "Age", "Frontal/Lateral", "AP/PA", "Report"] as const;
/** Findings under another name do not make a table one of CheXpert's: mappings read those. */
const findings: ReadonlySet<string> = new Set(chexpertFindings);

/** Who made the labels of a split: reports for training, readers for the rest (Irvin et al. 2019). */
const sources = new Map([
  ["train", "report-derived"],
  ["valid", "3 readers, majority"],
  ["test", "5 readers, majority"],
]);

interface Columns extends Readonly<Record<(typeof factNames)[number], number>> {
  readonly path: number;
  readonly findings: readonly (readonly [finding: string, at: number])[];
}

function columnsOf(header: readonly string[]): Columns {
  const found = header.flatMap((name, at) => (findings.has(name) ? [[findingName(name), at] as const] : []));
  return {
    ...placesOf(header, factNames),
    path: header.findIndex((name) => pathNames.includes(name)),
    findings: found,
  };
}

function rowOf(record: CsvRecord, columns: Columns, ofFile: string | null, official: boolean): TableRow | string {
  const path = record.cell(columns.path);
  if (path === "") return "the Path is empty";
  const labels = readLabels(record, columns.findings, labelOf);
  if (typeof labels === "string") return labels;
  const place = parseChexpertPath(path);
  const split = ofFile ?? splitNamed(wholeKey(path).split("/")[0] ?? "");
  const view = record.cell(columns["Frontal/Lateral"]);
  // MedCLIP's lists write 0 where CheXpert leaves the projection of a lateral film blank.
  const projection = record.cell(columns["AP/PA"]);
  return {
    line: record.line,
    path,
    patient: place?.patient ?? null,
    study: place?.study ?? null,
    view: view === "" ? (place?.view ?? null) : view,
    projection: projection === "0" ? null : orNull(projection),
    sex: sexOf(record.cell(columns.Sex)),
    age: ageOf(record.cell(columns.Age)),
    split,
    labels,
    labelSource: official ? (sources.get(split ?? "") ?? null) : null,
    report: orNull(record.cell(columns.Report)),
    extent: null,
  };
}

/** "train.csv", "valid.csv", "test_labels.csv" and "chexpert-5x200-…" name no more than the first word says. */
function splitOfFile(path: string): string | null {
  return /^(train|valid|test)(_labels)?\.csv(\.gz)?$/i.test(basename(path)) ? splitNamed(basename(path)) : null;
}

/** CheXpert v1.0, full or small: train.csv, valid.csv, test_labels.csv, and MedCLIP's list of 5 × 200 of its films. */
export const chexpert: Layout = {
  name: "CheXpert",
  // Other people's films come in this layout too: the folder says whose they are.
  dataSet: null,
  ownParts: 3,
  reportsBesideStudies: false,
  recognises: (header) =>
    header.some((name) => pathNames.includes(name)) &&
    header.some((name) => findings.has(name) || name === "Frontal/Lateral"),
  read: async (table, sink) => {
    const columns = columnsOf(table.header);
    // MedCLIP's list ends with patient and study, which the path tells.
    const told = table.header.indexOf("subject_id");
    const findingsAt = columns.findings.map(([, at]) => at);
    tellUnread(table, sink, [told, columns.path, ...factNames.map((name) => columns[name]), ...findingsAt]);
    const ofFile = splitOfFile(table.path);
    await readRows(table, sink, (record) => {
      const official = record.cell(columns.path).includes("CheXpert-v1.0");
      return rowOf(record, columns, ofFile, official);
    });
  },
};
