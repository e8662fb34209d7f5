import { basename } from "node:path";
import { ageOf, orNull, sexOf, splitOf } from "../cells.ts";
import { parseChexpertPath } from "../chexpert-path.ts";
import { companionsOf } from "../companions.ts";
import type { CsvRecord } from "../csv-records.ts";
import { wholeKey, withoutEnding } from "../film-keys.ts";
import { readLabelLines } from "../label-lines.ts";
import type { LabelLists } from "../label-lists.ts";
import { placesOf } from "../layout.ts";
import type { Layout } from "../layout.ts";
import { readRows, tellUnread } from "../read-rows.ts";
import { noLabels } from "../row.ts";
import type { TableRow } from "../row.ts";

/** All that is read. Race, insurance and the like stand in other columns, which nobody ever looks into. */
const names = ["path_to_image", "frontal_lateral", "ap_pa", "report", "age", "sex", "split"] as const;
type Columns = Readonly<Record<(typeof names)[number], number>>;

/** Labels of which section of a report are taken, where there are several. */
const preferred = ["findings_fixed.json", "impression_fixed.json", "report_fixed.json"];

/** The key of a film in the table and in the lines of labels. */
function keyOf(path: string): string {
  return withoutEnding(wholeKey(path));
}

function rowOf(record: CsvRecord, columns: Columns, labels: LabelLists | undefined): TableRow | string {
  const path = record.cell(columns.path_to_image);
  if (path === "") return "the path_to_image is empty";
  const place = parseChexpertPath(path);
  const found = labels?.get(keyOf(path));
  return {
    line: record.line,
    path,
    patient: place?.patient ?? null,
    study: place?.study ?? null,
    view: orNull(record.cell(columns.frontal_lateral)) ?? place?.view ?? null,
    projection: orNull(record.cell(columns.ap_pa)),
    sex: sexOf(record.cell(columns.sex)),
    age: ageOf(record.cell(columns.age)),
    split: splitOf(record.cell(columns.split)),
    labels: found ?? noLabels,
    labelSource: found === undefined ? null : "report-derived",
    report: orNull(record.cell(columns.report)),
    extent: null,
  };
}

/** CheXpert Plus: reports in the table, labels as lines of JSON beside it. */
export const chexpertPlus: Layout = {
  name: "CheXpert Plus",
  dataSet: "CheXpert Plus",
  ownParts: 3,
  reportsBesideStudies: false,
  recognises: (header) => header.includes("path_to_image") && header.includes("deid_patient_id"),
  read: async (table, sink) => {
    const columns = placesOf(table.header, names);
    tellUnread(table, sink, Object.values(columns));
    const beside = await companionsOf(table.path, ["chexbert_labels"]);
    const [chosen, ...others] = preferred.flatMap((name) => beside.filter((path) => basename(path) === name));
    let labels: LabelLists | undefined;
    if (chosen === undefined)
      sink.warn("No labels lie beside the table (chexbert_labels/findings_fixed.json): films come without.");
    else {
      sink.companion(chosen);
      labels = await readLabelLines(chosen, keyOf, sink, table.signal);
      const unused = others.map((path) => basename(path)).join(", ");
      if (unused !== "") sink.warn(`Labels are those of ${basename(chosen)}; ${unused} is not read.`);
    }
    await readRows(table, sink, (record) => rowOf(record, columns, labels));
  },
};
