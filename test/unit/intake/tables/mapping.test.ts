import { renameSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TableMapping } from "../../../../src-preload/contract/tables.ts";
import { LightboxError } from "../../../../src-preload/contract/errors.ts";
import { createFilmRows } from "../../../../src-main/intake/tables/film-rows.ts";
import { ageOf, splitOf, viewOf } from "../../../../src-main/intake/tables/cells.ts";
import { findingName } from "../../../../src-main/intake/tables/findings.ts";
import { guessMapping, headerSignature, usualWords } from "../../../../src-main/intake/tables/mapping-guess.ts";
import { openTable } from "../../../../src-main/intake/tables/open-table.ts";
import { never, noMappings, readAll, writeFiles } from "../../../support/tables.ts";
import { temporaryFolder } from "../../../support/workspace.ts";

const clinic = [
  "file_name\tpatient_id\tGender\tAge\tview_position\tEffusion\tBleeding\tweight_kg\trace\tfold",
  "a/1.png\tp1\tm\t60\tap\tyes\tno\t1\tSECRET\ttrain",
  "a/2.dcm\tp2\tFemale\t0\tlateral\tno\tpossible\t1\tSECRET\tval",
  "a/3.png\tp2\t\t\t\t\tYES\t0\tSECRET\t",
].join("\n");

test("columns of an unknown table are guessed from names and values; sensitive ones stay out", async () => {
  using folder = temporaryFolder();
  const { rows, table } = await readAll(writeFiles(folder.path, { "clinic.tsv": clinic }));
  expect(table.mapping?.from).toBe("guessed");
  expect(rows).toMatchObject([
    {
      ...{ path: "a/1.png", patient: "p1", sex: "M", age: 60, view: "Frontal", projection: "AP", split: "train" },
      labels: { "Pleural Effusion": 1, Bleeding: 0 },
    },
    { sex: "F", age: null, view: "Lateral", split: "valid", labels: { "Pleural Effusion": 0, Bleeding: -1 } },
    { sex: null, view: null, split: null, labels: { Bleeding: 1 } },
  ]);
  expect(table.unreadColumns).toEqual(["weight_kg", "race"]);
  expect(JSON.stringify(rows)).not.toContain("SECRET");
});

const mapping: TableMapping = {
  columns: [
    { column: "Bild", as: "path" },
    { column: "Befund", as: "findings" },
    { column: "Stau", as: { finding: "pulmonary edema" } },
  ],
  words: { positive: ["Ja"], negative: ["Nein"], uncertain: ["?"], notMentioned: ["-"] },
  listSeparator: "/",
};

test("a mapping is followed to the word, and its findings come under their usual names", async () => {
  using folder = temporaryFolder();
  const path = writeFiles(folder.path, {
    "t.csv": "Bild;Befund;Stau;Rest\n1.png;effusion/Rundherd;ja;x\n2.png;;?;x\n3.png;;-;x\n4.png;;weiß nicht;x\n",
  });
  const { rows, table } = await readAll(path, { mapping });
  expect(rows.map((row) => row.labels)).toEqual([{ "Pleural Effusion": 1, Rundherd: 1, Edema: 1 }, { Edema: -1 }, {}]);
  expect(table.problems.first).toEqual([{ line: 5, reason: '"weiß nicht" stands under Edema, which is no label' }]);
  expect(table.mapping).toEqual({ from: "given", mapping });
  expect(table.signature).toBe(headerSignature(["Bild", "Befund", "Stau", "Rest"]));
  const remembered = {
    ...noMappings,
    get: (signature: string) => (signature === table.signature ? JSON.stringify(mapping) : undefined),
  };
  const again = await openTable({ table: path }, remembered, never);
  again.close();
  expect(again.mapping).toEqual({ from: "remembered", mapping });
});

test.each([
  ["names a column that is not there", [{ column: "Foto", as: "path" as const }], /names a column "Foto"/],
  ["names no films", [{ column: "Stau", as: { finding: "Edema" } }], /no column is known to name the films/],
  [
    "names them twice",
    [
      { column: "Bild", as: "path" as const },
      { column: "Rest", as: "path" as const },
    ],
    /two columns as path/,
  ],
])("a mapping that %s is refused", async (_, columns, message) => {
  using folder = temporaryFolder();
  const path = writeFiles(folder.path, { "t.csv": "Bild;Befund;Stau;Rest\n1.png;;ja;x\n" });
  await expect(readAll(path, { mapping: { ...mapping, columns } })).rejects.toMatchObject({
    ...{ code: "intake/bad-table", message: expect.stringMatching(message) as string },
  });
});

test("one name for one finding", () => {
  const names = ["Effusion", "Pleural effusion", "pleural_effusion", "PLEURAL EFFUSION"];
  expect(new Set(names.map(findingName))).toEqual(new Set(["Pleural Effusion"]));
  expect(["Infiltrate", "Other diseases", "No finding", "normal", "ILD"].map(findingName)).toEqual([
    ...["Infiltration", "Other Disease", "No Finding", "No Finding", "ILD"],
  ]);
  expect(["Rib fracture", "hiatal hernia", "Enlarged PA", "constructor"].map(findingName)).toEqual([
    ...["Rib Fracture", "Hiatal Hernia", "Enlarged PA", "Constructor"],
  ]);
});

test("ages, splits and views as data sets write them", () => {
  expect(["68", "058Y", "006M", "0", "414", "", "90.0", "-3"].map(ageOf)).toEqual([
    68,
    58,
    0.5,
    null,
    null,
    null,
    90,
    null,
  ]);
  expect(["validate", "val", "TRAIN", "", "fold 3"].map(splitOf)).toEqual(["valid", "valid", "train", null, "fold 3"]);
  expect(["AP", "PA", "LL", "L", "AP_horizontal", "COSTAL", "constructor"].map(viewOf)).toEqual([
    ...["Frontal", "Frontal", "Lateral", "Lateral", "Frontal", null, null],
  ]);
});

test("a row is found wherever its data set was unpacked", () => {
  const paths = [
    "./data/CheXpert/CheXpert-v1.0-small/train/patient1/study1/view1_frontal.jpg",
    "train/patient2/study1/view1_frontal.jpg",
    "valid/patient2/study1/view1_frontal.jpg",
    "train/patient3/study1/view1_frontal.jpg",
  ];
  const films = createFilmRows(3, (row) => paths[row] ?? "");
  expect(paths.map((path, row) => films.add(row, path))).toEqual([undefined, undefined, undefined, undefined]);
  expect(films.add(4, `CheXpert-v1.0/${paths[1] ?? ""}`)).toBe(1);
  expect(films.find("/data/CheXpert-v1.0-small/train/patient1/study1/view1_frontal.jpg")).toBe(0);
  expect(films.find("/any/where/train/patient1/study1/view1_frontal.jpg")).toBe(0);
  expect(films.find("/moved/patient1/study1/view1_frontal.png")).toBe(0);
  expect(films.find("C:\\films\\patient1\\study1\\view1_frontal.dcm")).toBe(0);
  expect(films.find("/any/valid/patient2/study1/view1_frontal.jpg")).toBe(2);
  expect(films.find("/moved/patient2/study1/view1_frontal.jpg")).toBeUndefined();
  expect(films.find("/data/valid/patient3/study1/view1_frontal.jpg")).toBeUndefined();
  expect(films.find("/data/patient11/study1/view1_frontal.jpg")).toBeUndefined();
});

/** Names that every plain object has, and headers of every layout. */
const word = fc.constantFrom(
  ...Object.getOwnPropertyNames(Object.prototype),
  ...[
    "Path",
    "Edema",
    "Image Index",
    "Finding Labels",
    "ImageID",
    "Labels",
    "StudyID",
    "image_id",
    "class_name",
    "x_min",
  ],
  ...[
    "path_to_image",
    "deid_patient_id",
    "subject_id",
    "study_id",
    "dicom_id",
    "COPD",
    "Other diseases",
    "['a']",
    "1",
    "",
    '"',
  ],
);

test("any table is rows or a refusal, whatever its header and bytes (property)", async () => {
  using folder = temporaryFolder();
  const text = fc
    .array(fc.array(word, { maxLength: 6 }), { maxLength: 6 })
    .map((rows) => rows.map((row) => row.join(",")).join("\n"));
  const content = fc.oneof(
    text.map((words) => Buffer.from(words)),
    fc.uint8Array({ maxLength: 300 }),
  );
  await fc.assert(
    fc.asyncProperty(content, fc.constantFrom("t.csv", "t.tsv", "t.csv.gz"), async (bytes, name) => {
      const outcome = await readAll(writeFiles(folder.path, { [name]: bytes })).catch((error: unknown) => error);
      if (outcome instanceof LightboxError) expect(outcome.code).toBe("intake/bad-table");
      else expect(outcome).toHaveProperty("rows");
    }),
    { numRuns: 150 },
  );
});

test("files that are no tables are refused with their reason", async () => {
  using folder = temporaryFolder();
  const refused = async (name: string, bytes: Uint8Array | string): Promise<unknown> =>
    readAll(writeFiles(folder.path, { [name]: bytes })).catch((error: unknown) =>
      error instanceof Error ? error.message : error,
    );
  expect(await refused("a.csv", "")).toBe("a.csv: the table is empty.");
  expect(await refused("b.csv", Buffer.from("\ufeffPath", "utf16le"))).toBe("b.csv: this text is UTF-16.");
  expect(await refused("c.csv", Uint8Array.of(1, 0, 2))).toBe("c.csv: this is no text.");
  expect(await refused("d.csv", "x".repeat(3_000_000))).toBe("d.csv: line 1: this row does not end.");
  await expect(readAll(`${folder.path}/none.csv`)).rejects.toMatchObject({ code: "intake/not-found" });
  writeFiles(folder.path, { "e.csv": "Path\na.png\n" });
  renameSync(`${folder.path}/e.csv`, `${folder.path}/e.csv.gz`);
  await expect(readAll(`${folder.path}/e.csv.gz`)).rejects.toMatchObject({
    code: "intake/bad-table",
    message: /cannot be unpacked/,
  });
});

test("numbers that are no labels are not taken for findings", () => {
  const header = ["image", "visit_count", "icu_offset", "Nodule", "odd"];
  const rows = [
    ["a.png", "1", "0", "", "1"],
    ["b.png", "0", "1", "", "7"],
  ];
  expect(guessMapping(header, rows)).toEqual({
    columns: [
      { column: "image", as: "path" },
      { column: "visit_count", as: "ignore" },
      { column: "icu_offset", as: "ignore" },
      { column: "Nodule", as: { finding: "Nodule" } },
      { column: "odd", as: "ignore" },
    ],
    words: usualWords,
    listSeparator: "|",
  });
});
