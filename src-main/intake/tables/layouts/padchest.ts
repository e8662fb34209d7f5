import { orNull, sexOf, viewOf } from "../cells.ts";
import type { CsvRecord } from "../csv-records.ts";
import { placesOf } from "../layout.ts";
import type { Layout } from "../layout.ts";
import { listedLabels, pythonList } from "../listed-labels.ts";
import { readRows, tellUnread } from "../read-rows.ts";
import { noLabels } from "../row.ts";
import type { TableRow } from "../row.ts";

const names = [
  ...(["ImageID", "ImageDir", "StudyDate_DICOM", "StudyID", "PatientID", "PatientBirth", "PatientSex_DICOM"] as const),
  ...(["ViewPosition_DICOM", "Projection", "Report", "MethodLabel", "Labels"] as const),
] as const;
type Columns = Readonly<Record<(typeof names)[number], number>>;

/** Years between the year of birth and that of the study; null where one is missing. */
function ageOf(birth: string, study: string): number | null {
  const [from, to] = [Number.parseFloat(birth), Number(study.slice(0, 4))];
  const age = to - from;
  return Number.isFinite(age) && from > 1850 && age > 0 && age < 130 ? age : null;
}

/** Reports of a part were labelled by physicians, the others by a network that learned from them (Bustos et al. 2020). */
function sourceOf(method: string): string {
  if (/^physician/i.test(method)) return "report-derived, by physicians";
  return /^rnn/i.test(method) ? "report-derived, by a network" : "report-derived";
}

function rowOf(record: CsvRecord, columns: Columns): TableRow | string {
  const name = record.cell(columns.ImageID);
  if (name === "") return "the ImageID is empty";
  const folder = record.cell(columns.ImageDir);
  const projection = record.cell(columns.Projection) || record.cell(columns.ViewPosition_DICOM);
  const labels = pythonList(record.cell(columns.Labels));
  return {
    line: record.line,
    path: folder === "" ? name : `${folder}/${name}`,
    patient: orNull(record.cell(columns.PatientID)),
    study: orNull(record.cell(columns.StudyID)),
    view: viewOf(projection),
    projection: orNull(projection),
    sex: sexOf(record.cell(columns.PatientSex_DICOM)),
    age: ageOf(record.cell(columns.PatientBirth), record.cell(columns.StudyDate_DICOM)),
    split: null,
    labels: labels === undefined ? noLabels : listedLabels(labels),
    labelSource: labels === undefined ? null : sourceOf(record.cell(columns.MethodLabel)),
    report: orNull(record.cell(columns.Report)),
    extent: null,
  };
}

/** PadChest: one table, its labels as lists of Python. What stands of scanners and dates is not read. */
export const padchest: Layout = {
  name: "PadChest",
  dataSet: "PadChest",
  ownParts: 1,
  reportsBesideStudies: false,
  recognises: (header) => ["ImageID", "Labels", "StudyID"].every((name) => header.includes(name)),
  read: async (table, sink) => {
    const columns = placesOf(table.header, names);
    tellUnread(table, sink, Object.values(columns));
    let unlabelled = 0;
    await readRows(table, sink, (record) => {
      const row = rowOf(record, columns);
      if (typeof row !== "string" && row.labelSource === null) unlabelled += 1;
      return row;
    });
    if (unlabelled > 0) sink.warn(`${String(unlabelled)} rows have no list of labels; their films come without.`);
  },
};
