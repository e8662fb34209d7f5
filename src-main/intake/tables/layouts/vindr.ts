import { basename } from "node:path";
import { splitNamed } from "../cells.ts";
import type { CsvRecord } from "../csv-records.ts";
import { findingName } from "../findings.ts";
import { placesOf, tornRow } from "../layout.ts";
import type { Layout, LayoutTable, RowSink } from "../layout.ts";
import { createReaderVotes } from "../reader-votes.ts";
import type { ReaderVotes } from "../reader-votes.ts";
import { readTable } from "../read-table.ts";
import { tableRow } from "../row.ts";
import type { TableRow } from "../row.ts";

const shared = { dataSet: "VinDr-CXR", ownParts: 1, reportsBesideStudies: false } as const;
const tooMany = "it names more readers, findings or images than one table has";

/** The classes of Kaggle's boxes, of which every reader was asked for all (class_id 0–14). */
const boxClasses = [
  ...["Aortic enlargement", "Atelectasis", "Calcification", "Cardiomegaly", "Consolidation", "ILD", "Infiltration"],
  ...["Lung Opacity", "Nodule/Mass", "Other lesion", "Pleural effusion", "Pleural thickening", "Pneumothorax"],
  ...["Pulmonary fibrosis", "No finding"],
];

/** Reads rows of votes, then gives one row for each image. `vote` says what is wrong with a row. */
async function readVotes(
  table: LayoutTable,
  sink: RowSink,
  votes: ReaderVotes,
  vote: (record: CsvRecord) => string | undefined,
  consensus: boolean,
): Promise<void> {
  const reader = {
    header: () => undefined,
    record: (record: CsvRecord) => {
      const wrong = tornRow(record, table.header.length) ?? vote(record);
      if (wrong !== undefined) sink.problem(record.line, wrong);
    },
  };
  await readTable(table.path, reader, table.signal);
  const split = splitNamed(basename(table.path).replace(/\..*$/, ""));
  for (const { image, line, readers, labels } of votes.images(table.readers)) {
    const source = consensus ? "consensus of readers" : sourceOf(readers, table);
    const row: TableRow = tableRow({ line, path: image, split, labels, labelSource: source });
    sink.row(row);
  }
}

function sourceOf(readers: number, table: LayoutTable): string {
  return readers === 1 ? "1 reader" : `${String(readers)} readers, ${table.readers}`;
}

/** VinDr-CXR as Kaggle gives it (train.csv) and PhysioNet's boxes: a row for each box that a reader drew. */
export const vindrBoxes: Layout = {
  name: "VinDr-CXR boxes",
  ...shared,
  recognises: (header) => ["image_id", "class_name", "x_min"].every((name) => header.includes(name)),
  read: async (table, sink) => {
    const at = placesOf(table.header, ["image_id", "class_name", "rad_id", "class_id"]);
    // PhysioNet's boxes know more classes than Kaggle's, so only those that occur are known to have been asked for.
    const votes = createReaderVotes(at.class_id < 0 ? [] : boxClasses.map(findingName));
    const vote = (record: CsvRecord): string | undefined => {
      const [image, name] = [record.cell(at.image_id), record.cell(at.class_name)];
      if (image === "" || name === "") return "image_id or class_name is empty";
      const reader = record.cell(at.rad_id);
      return votes.vote(image, reader, findingName(name), true, record.line) ? undefined : tooMany;
    };
    await readVotes(table, sink, votes, vote, at.rad_id < 0);
  },
};

/** VinDr-CXR's labels of whole films (PhysioNet: image_labels_train.csv, image_labels_test.csv): 0 or 1 under each finding. */
export const vindrLabels: Layout = {
  name: "VinDr-CXR image labels",
  ...shared,
  recognises: (header) =>
    header.includes("image_id") && header.some((name) => /^other diseases?$/i.test(name)) && header.includes("COPD"),
  read: async (table, sink) => {
    const at = placesOf(table.header, ["image_id", "rad_id"]);
    const findings = table.header.flatMap((name, place) =>
      name === "image_id" || name === "rad_id" || name === "" ? [] : [[findingName(name), place] as const],
    );
    const votes = createReaderVotes(findings.map(([finding]) => finding));
    const vote = (record: CsvRecord): string | undefined => {
      const image = record.cell(at.image_id);
      if (image === "") return "the image_id is empty";
      for (const [finding, place] of findings) {
        const cell = Number(record.cell(place) || "0");
        if (cell !== 0 && cell !== 1)
          return `"${record.cell(place).slice(0, 40)}" stands under ${finding}, where 0 or 1 is read`;
        if (!votes.vote(image, record.cell(at.rad_id), finding, cell === 1, record.line)) return tooMany;
      }
      return undefined;
    };
    await readVotes(table, sink, votes, vote, at.rad_id < 0);
  },
};
