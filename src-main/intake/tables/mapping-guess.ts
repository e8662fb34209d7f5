import { createHash } from "node:crypto";
import type { ColumnRole, TableMapping } from "../../../src-preload/contract/tables.ts";
import { findingName, isKnownFinding } from "./findings.ts";

type Column = TableMapping["columns"][number];

/** Words that tables write under a finding. */
export const usualWords: TableMapping["words"] = {
  positive: ["1", "1.0", "yes", "y", "true", "t", "positive", "pos", "present", "+"],
  negative: ["0", "0.0", "no", "n", "false", "f", "negative", "neg", "absent", "-"],
  uncertain: ["-1", "-1.0", "uncertain", "possible", "maybe", "equivocal", "u"],
  notMentioned: ["", "nan", "na", "n/a", "null", "none", "not mentioned"],
};

/** Names of columns by what they hold, lower case without marks between words; the first names are the likelier ones. */
const roleNames: readonly (readonly [ColumnRole, ...string[]])[] = [
  [
    "path",
    "path",
    "imgpath",
    "imagepath",
    "filepath",
    "pathtoimage",
    "filename",
    "file",
    "imagefile",
    "image",
    "imagename",
    "imageid",
    "imageindex",
    "dicomid",
    "sopinstanceuid",
  ],
  ["patient", "patient", "patientid", "subject", "subjectid", "deidpatientid", "patientcode"],
  ["study", "study", "studyid", "studyinstanceuid", "accession", "accessionnumber", "examid", "visit"],
  ["view", "view", "frontallateral", "viewtype"],
  ["projection", "projection", "appa", "viewposition", "position"],
  ["sex", "sex", "gender", "patientsex", "patientgender"],
  ["age", "age", "patientage", "ageyears", "ageatstudy"],
  ["report", "report", "reporttext", "findingstext", "text"],
  ["split", "split", "fold", "subset", "partition"],
  ["findings", "findings", "labels", "findinglabels", "finding", "label", "diagnosis", "class", "classname"],
];
/** Numbers that look like labels and are none. */
const noFinding =
  /(^|[^a-z])(id|index|count|number|num|offset|val|value|fold|age|size|weight|rows|columns|race|ethnicity|insurance|deceased|survival|icu)([^a-z]|$)/i;
const filmName = /\.(dcm|dicom|png|jpe?g)$/i;

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, "");
}

/** A hash of a header: tables with the same columns in the same order have the same. */
export function headerSignature(header: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(header)).digest("hex");
}

/** Guesses what the columns of a table hold from their names and the values of some rows. */
export function guessMapping(header: readonly string[], rows: readonly (readonly string[])[]): TableMapping {
  const valuesOf = (at: number): string[] => rows.map((row) => row[at] ?? "");
  const taken = new Map<number, ColumnRole>();
  for (const [role, ...names] of roleNames) {
    const places = names.map((name) => header.findIndex((column, at) => plain(column) === name && !taken.has(at)));
    const at = places.find((place) => place >= 0 && fits(role, valuesOf(place)));
    if (at !== undefined) taken.set(at, role);
  }
  if (![...taken.values()].includes("path")) {
    const at = header.findIndex(
      (_, place) =>
        !taken.has(place) && valuesOf(place).filter((value) => filmName.test(value)).length > rows.length / 2,
    );
    if (at >= 0 && rows.length > 0) taken.set(at, "path");
  }
  const columns = header.map((column, at): Column => {
    const role = taken.get(at);
    if (role !== undefined) return { column, as: role };
    return isFinding(column, valuesOf(at))
      ? { column, as: { finding: findingName(column) } }
      : { column, as: "ignore" };
  });
  const listed = [...taken].find(([, role]) => role === "findings")?.[0] ?? -1;
  return { columns: firstOfEach(columns), words: usualWords, listSeparator: separatorIn(valuesOf(listed)) };
}

/** "image" may be a number, and "findings" the words of a report. */
function fits(role: ColumnRole, values: readonly string[]): boolean {
  if (role === "findings") return values.every((value) => value.length <= 300 && !/[.!?] /.test(value));
  return role !== "path" || values.some((value) => value !== "");
}

function isFinding(column: string, values: readonly string[]): boolean {
  if (column.trim() === "" || (noFinding.test(column) && !isKnownFinding(column))) return false;
  const found = new Set(values.map((value) => value.toLowerCase()));
  const all = [...usualWords.positive, ...usualWords.negative, ...usualWords.uncertain, ...usualWords.notMentioned];
  if (![...found].every((value) => all.includes(value))) return false;
  return isKnownFinding(column) || (usualWords.positive.some((word) => found.has(word)) && found.size > 1);
}

/** Of two columns of one name only the first can be named. */
function firstOfEach(columns: readonly Column[]): Column[] {
  const met = new Set<string>();
  return columns.filter(({ column }) => {
    const isNew = column !== "" && !met.has(column);
    met.add(column);
    return isNew;
  });
}

function separatorIn(values: readonly string[]): string {
  const counts = ["|", ";", ","].map((mark) => ({
    mark,
    times: values.filter((value) => value.includes(mark)).length,
  }));
  return counts.reduce((most, next) => (next.times > most.times ? next : most)).mark;
}
