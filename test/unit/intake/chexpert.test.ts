import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseChexpertPath } from "../../../src-main/intake/chexpert-path.ts";
import type { TableRow } from "../../../src-main/intake/chexpert-row.ts";
import { readChexpertTable } from "../../../src-main/intake/chexpert-table.ts";
import { strings } from "../../../src-main/intake/dicom/header.ts";
import { indexRows, withoutDataSetFolder } from "../../../src-main/intake/row-index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lightbox-table-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function rows(text: string): Promise<TableRow[]> {
  const path = join(folder, "table.csv");
  await writeFile(path, text);
  return Array.fromAsync(readChexpertTable(path));
}

const header = "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Edema,Fracture,Pneumonia";

test("present, absent, uncertain and not mentioned are kept apart; columns go by name", async () => {
  const film = "CheXpert-v1.0-small/train/patient00001/study2/view1_frontal.jpg";
  const [row] = await rows(`${header},Report\n${film},Female,68,Frontal,AP,,1.0,0.0,-1.0,"Clear, no ""edema"""\n`);
  expect(row).toEqual({
    line: 2,
    path: film,
    patient: "patient00001",
    study: "study2",
    view: "Frontal",
    projection: "AP",
    sex: "F",
    age: 68,
    labels: { Edema: 1, Fracture: 0, Pneumonia: -1 },
    report: 'Clear, no "edema"',
  });
  const [turned] = await rows(`\uFEFFEdema,Race,Path\r\n1,x,a.png\r\n`);
  expect(turned).toMatchObject({ path: "a.png", labels: { Edema: 1 }, sex: null, age: null, report: null });
});

test("lateral films without a projection, unknown sex and age 0", async () => {
  const [row] = await rows(`${header}\nvalid/patient3/study1/view2_lateral.jpg,Unknown,0,Lateral,0,,,,\n`);
  expect(row).toMatchObject({ view: "Lateral", projection: null, sex: null, age: null, labels: {} });
});

test.each([
  ["no Path column", "Image Index,Labels\na,b\n", /^table\.csv: line 1: there is no Path column/],
  ["a label that is none", `${header}\na.jpg,,,,,,maybe,,\n`, /^table\.csv: line 2: "maybe" stands under Edema/],
  [
    "a row of another length",
    `${header}\na.jpg,,,,,,,,\nb.jpg,1\n`,
    /^table\.csv: line 3: this is not a comma-separated/,
  ],
  ["an open quote", `${header}\n"a.jpg,,,,,,,,\n`, /not a comma-separated table/],
  ["an empty Path", `${header}\n,,,,,,,,\n`, /line 2: the Path is empty/],
  ["an empty file", "", /the table is empty/],
])("%s is refused with its line", async (_, text, message) => {
  await expect(rows(text)).rejects.toMatchObject({
    code: "intake/bad-table",
    message: expect.stringMatching(message) as string,
  });
});

test("a table that is not there and a file without lines", async () => {
  await expect(Array.fromAsync(readChexpertTable(join(folder, "none.csv")))).rejects.toMatchObject({
    code: "intake/not-found",
  });
  await expect(rows("x".repeat(3_000_000))).rejects.toMatchObject({ code: "intake/bad-table" });
});

test("paths of the layout tell patient, study and view", () => {
  expect(parseChexpertPath("/d/train/patient00012/study3/view2_lateral.jpg")).toEqual({
    patient: "patient00012",
    study: "study3",
    view: "Lateral",
  });
  expect(parseChexpertPath("films/00000150_002.png")).toBeUndefined();
});

/** Names that every plain object has. */
const inherited = fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype));

test("words that every object knows are cells and views like any other (property)", async () => {
  await fc.assert(
    fc.asyncProperty(inherited, async (word) => {
      const [row] = await rows(`Path,Sex\na/patient1/study1/view1_${word}.png,${word}\n`);
      expect(row).toMatchObject({ sex: null, view: null, patient: "patient1" });
      await expect(rows(`Path,Edema\na.png,${word}\n`)).rejects.toMatchObject({ code: "intake/bad-table" });
      const header = { bytes: Buffer.from(`${word}Ä`, "latin1"), littleEndian: true };
      const element = { tag: "x00080005", length: word.length, dataOffset: 0 };
      const name = { tag: "x00100010", length: word.length + 1, dataOffset: 0 };
      const elements = { x00080005: element, x00100010: name };
      expect(strings({ ...header, bytes: new Uint8Array(header.bytes), elements }, "x00100010")).toEqual([`${word}Ä`]);
    }),
    { numRuns: 40 },
  );
});

test("a row is found wherever its data set was unpacked", () => {
  const row = (path: string): TableRow => ({
    line: 2,
    path,
    ...{ patient: null, study: null, view: null, projection: null, sex: null, age: null, report: null },
    labels: {},
  });
  const train = row("./data/CheXpert/CheXpert-v1.0-small/train/patient1/study1/view1_frontal.jpg");
  const twice = [row("train/patient2/study1/view1_frontal.jpg"), row("valid/patient2/study1/view1_frontal.jpg")];
  const bare = row("00000001_000.png");
  const index = indexRows([train, ...twice, bare], "/tables");
  expect(withoutDataSetFolder(train.path)).toBe("train/patient1/study1/view1_frontal.jpg");
  expect(index.rowFor("/data/CheXpert-v1.0-small/train/patient1/study1/view1_frontal.jpg")).toBe(train);
  expect(index.rowFor("/any/where/train/patient1/study1/view1_frontal.jpg")).toBe(train);
  expect(index.rowFor("/moved/patient1/study1/view1_frontal.jpg")).toBe(train);
  expect(index.rowFor("/any/valid/patient2/study1/view1_frontal.jpg")).toBe(twice[1]);
  expect(index.rowFor("/moved/patient2/study1/view1_frontal.jpg")).toBeUndefined();
  expect(index.rowFor("/nih/images/00000001_000.png")).toBe(bare);
  expect(index.rowFor("/nih/images/100000001_000.png")).toBeUndefined();
});
