import { basename } from "node:path";
import { orNull, splitOf, viewOf } from "../cells.ts";
import { companionsOf } from "../companions.ts";
import type { CsvRecord } from "../csv-records.ts";
import type { LabelLists } from "../label-lists.ts";
import { placesOf } from "../layout.ts";
import type { Layout, LayoutTable, RowSink } from "../layout.ts";
import { readSplits, readStudyLabels } from "../mimic-companions.ts";
import { readRows, tellUnread } from "../read-rows.ts";
import { readHead } from "../read-table.ts";
import { noLabels } from "../row.ts";
import { badTable } from "../table-error.ts";
import type { TableRow } from "../row.ts";

const names = ["dicom_id", "subject_id", "study_id", "ViewPosition", "split"] as const;
type Columns = Readonly<Record<(typeof names)[number], number>>;

/** The tables of MIMIC-CXR-JPG by what stands before their ending. */
const parts = ["metadata", "split", "chexpert", "negbio"] as const;
type Part = (typeof parts)[number];
type Tables = Partial<Record<Part, string>>;

function partOf(header: readonly string[], path: string): Part {
  if (header.includes("ViewPosition")) return "metadata";
  if (header.includes("split")) return "split";
  return /negbio/i.test(basename(path)) ? "negbio" : "chexpert";
}

/** The chosen table and those beside it. Labels that were chosen are those that count, else CheXpert's before NegBio's. */
async function tablesOf({ path, header }: LayoutTable, sink: RowSink): Promise<Tables> {
  const beside = await companionsOf(path);
  const chosen = partOf(header, path);
  const tables: Tables = { [chosen]: path };
  for (const part of parts) {
    const labelled = tables.chexpert !== undefined || tables.negbio !== undefined;
    if (tables[part] !== undefined || (labelled && (part === "chexpert" || part === "negbio"))) continue;
    const named = new RegExp(`-${part}\\.csv(\\.gz)?$`, "i");
    const found = beside.find((file) => named.test(basename(file)));
    if (found === undefined) continue;
    tables[part] = found;
    sink.companion(found);
  }
  return tables;
}

function rowOf(
  record: CsvRecord,
  columns: Columns,
  labels: LabelLists | undefined,
  splits: ReadonlyMap<string, string>,
): TableRow | string {
  const [film, patient, study] = [
    record.cell(columns.dicom_id),
    record.cell(columns.subject_id),
    record.cell(columns.study_id),
  ];
  if (film === "" || patient === "" || study === "") return "dicom_id, subject_id or study_id is empty";
  const projection = record.cell(columns.ViewPosition);
  const found = labels?.get(`${patient}/${study}`);
  return {
    line: record.line,
    path: `files/p${patient.slice(0, 2)}/p${patient}/s${study}/${film}.jpg`,
    patient,
    study,
    view: viewOf(projection),
    projection: orNull(projection),
    sex: null,
    age: null,
    split: splits.get(film) ?? splitOf(record.cell(columns.split)),
    labels: found ?? noLabels,
    // One label stands for all films of a study.
    labelSource: found === undefined ? null : "report-derived, per study",
    report: null,
    extent: null,
  };
}

/** MIMIC-CXR-JPG: films in the metadata (or the split), labels of studies and splits in tables of their own. */
export const mimic: Layout = {
  name: "MIMIC-CXR-JPG",
  dataSet: "MIMIC-CXR-JPG",
  ownParts: 1,
  reportsBesideStudies: true,
  recognises: (header) =>
    ["subject_id", "study_id"].every((name) => header.includes(name)) &&
    ["dicom_id", "Pleural Effusion", "No Finding"].some((name) => header.includes(name)),
  read: async (table, sink) => {
    const tables = await tablesOf(table, sink);
    const films = tables.metadata ?? tables.split;
    if (films === undefined)
      throw badTable("it names no films", undefined, "Put mimic-cxr-2.0.0-metadata.csv beside it, or choose that one.");
    const labelled = tables.chexpert ?? tables.negbio;
    if (labelled === undefined)
      sink.warn("No labels lie beside the table (mimic-cxr-2.0.0-chexpert.csv): films come without.");
    const labels = labelled === undefined ? undefined : await readStudyLabels(labelled, sink, table.signal);
    const joins = films === tables.metadata && tables.split !== undefined;
    const splits =
      joins && tables.split !== undefined
        ? await readSplits(tables.split, sink, table.signal)
        : new Map<string, string>();
    const { header } = films === table.path ? table : await readHead(films, 1, table.signal);
    const columns = placesOf(header, names);
    if (columns.dicom_id < 0) throw badTable("there is no column dicom_id", 1);
    if (films === table.path) tellUnread(table, sink, Object.values(columns));
    await readRows({ ...table, path: films, header }, sink, (record) => rowOf(record, columns, labels, splits));
  },
};
