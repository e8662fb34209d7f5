import { basename } from "node:path";
import { labelOf, splitOf } from "./cells.ts";
import { findingName, isKnownFinding } from "./findings.ts";
import { createLabelLists } from "./label-lists.ts";
import type { LabelLists } from "./label-lists.ts";
import { mostRows, placesOf, readLabels, tornRow } from "./layout.ts";
import type { RowSink } from "./layout.ts";
import { readTable } from "./read-table.ts";

/** Labels of studies by "subject/study" (mimic-cxr-2.0.0-chexpert.csv or -negbio.csv), columns in any order. */
export async function readStudyLabels(path: string, sink: RowSink, signal: AbortSignal): Promise<LabelLists> {
  const lists = createLabelLists();
  let columns = placesOf<"subject_id" | "study_id">([], ["subject_id", "study_id"]);
  let findings: (readonly [string, number])[] = [];
  let width = 0;
  let torn = 0;
  let example = "";
  const reader = {
    header: (header: readonly string[]) => {
      width = header.length;
      columns = placesOf(header, ["subject_id", "study_id"]);
      findings = header.flatMap((name, at) => (isKnownFinding(name) ? [[findingName(name), at] as const] : []));
    },
    record: (record: Parameters<typeof tornRow>[0]) => {
      const labels = tornRow(record, width) ?? readLabels(record, findings, labelOf);
      if (typeof labels === "string") {
        if (torn++ === 0) example = `line ${String(record.line)}: ${labels}`;
      } else lists.set(`${record.cell(columns.subject_id)}/${record.cell(columns.study_id)}`, labels);
    },
  };
  await readTable(path, reader, signal);
  if (torn > 0) sink.warn(`${String(torn)} rows of ${basename(path)} give no labels (${example}).`);
  return lists;
}

/** The split of every film by its dicom_id (mimic-cxr-2.0.0-split.csv). */
export async function readSplits(
  path: string,
  sink: RowSink,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const splits = new Map<string, string>();
  let columns = placesOf<"dicom_id" | "split">([], ["dicom_id", "split"]);
  const reader = {
    header: (header: readonly string[]) => {
      columns = placesOf(header, ["dicom_id", "split"]);
    },
    record: (record: Parameters<typeof tornRow>[0]) => {
      const split = splitOf(record.cell(columns.split));
      if (split !== null && splits.size < mostRows) splits.set(record.cell(columns.dicom_id), split);
    },
  };
  await readTable(path, reader, signal);
  if (splits.size === 0) sink.warn(`${basename(path)} gives no split.`);
  return splits;
}
