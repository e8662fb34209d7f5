import { ageOf, orNull, sexOf, viewOf } from "../cells.ts";
import { listedLabels } from "../listed-labels.ts";
import { badTable } from "../table-error.ts";
import { placesOf } from "../layout.ts";
import type { Layout } from "../layout.ts";
import { readRows, tellUnread } from "../read-rows.ts";
import type { CsvRecord } from "../csv-records.ts";
import type { TableRow } from "../row.ts";

const names = [
  "Image Index",
  "Finding Labels",
  "Patient ID",
  "Follow-up #",
  "Patient Age",
  "Patient Gender",
  "View Position",
] as const;
type Columns = Readonly<Record<(typeof names)[number], number>> & {
  /** Width, height, then spacing across and down of the original; undefined where they are not all there. */
  readonly original: readonly [number, number, number, number] | undefined;
};

/** The brackets of the header hold commas without quotes, so that each is two columns, as its values are. */
function columnsOf(header: readonly string[]): Columns {
  const width = header.findIndex((name) => /^OriginalImage\s*\[Width$/i.test(name));
  const across = header.findIndex((name) => /^OriginalImagePixelSpacing\s*\[x$/i.test(name));
  const original = width < 0 || across < 0 ? undefined : ([width, width + 1, across, across + 1] as const);
  return { ...placesOf(header, names), original };
}

/** Millimetres of the whole film: the spacing is of the original, and the PNG that is given out was scaled. */
function extentOf(record: CsvRecord, original: Columns["original"]): TableRow["extent"] {
  if (original === undefined) return null;
  const [width, height, across, down] = original.map((at) => Number(record.cell(at))) as [
    number,
    number,
    number,
    number,
  ];
  const extent = [height * down, width * across] as const;
  return extent.every((length) => length > 1 && length < 10_000) ? extent : null;
}

function rowOf(record: CsvRecord, columns: Columns): TableRow | string {
  const path = record.cell(columns["Image Index"]);
  if (path === "") return "the Image Index is empty";
  const projection = record.cell(columns["View Position"]);
  return {
    line: record.line,
    path,
    patient: orNull(record.cell(columns["Patient ID"])),
    study: orNull(record.cell(columns["Follow-up #"])),
    view: viewOf(projection),
    projection: orNull(projection),
    sex: sexOf(record.cell(columns["Patient Gender"])),
    age: ageOf(record.cell(columns["Patient Age"])),
    split: null,
    labels: listedLabels(record.cell(columns["Finding Labels"]).split("|")),
    labelSource: "report-derived",
    report: null,
    extent: extentOf(record, columns.original),
  };
}

/** NIH ChestX-ray14: Data_Entry_2017_v2020.csv and the older one, whose lines end with a comma. */
export const nih: Layout = {
  name: "NIH ChestX-ray14",
  dataSet: "NIH ChestX-ray14",
  ownParts: 1,
  reportsBesideStudies: false,
  recognises: (header) => header.includes("Image Index") && header.some((name) => /^Finding Labels?$/.test(name)),
  read: async (table, sink) => {
    if (table.header.some((name) => name.startsWith("Bbox")))
      throw badTable("these are boxes of NIH ChestX-ray14, not its labels", 1, "Give Data_Entry_2017_v2020.csv.");
    const columns = columnsOf(table.header);
    tellUnread(table, sink, [...names.map((name) => columns[name]), ...(columns.original ?? [])]);
    await readRows(table, sink, (record) => rowOf(record, columns));
  },
};
