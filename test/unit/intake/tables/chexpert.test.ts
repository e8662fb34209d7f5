import { expect, test } from "vitest";
import { parseChexpertPath } from "../../../../src-main/intake/tables/chexpert-path.ts";
import { readAll, writeFiles } from "../../../support/tables.ts";
import { temporaryFolder } from "../../../support/workspace.ts";

const findings =
  "No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices";
const header = `Path,Sex,Age,Frontal/Lateral,AP/PA,${findings}`;

async function read(name: string, text: string): Promise<Awaited<ReturnType<typeof readAll>>> {
  using folder = temporaryFolder();
  return await readAll(writeFiles(folder.path, { [name]: text }));
}

test("present, absent, uncertain and not mentioned are kept apart; the split is the path's", async () => {
  const { rows, table } = await read(
    "train.csv",
    [
      header,
      "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,-1.0,1.0",
      "CheXpert-v1.0/train/patient00002/study2/view2_lateral.jpg,Unknown,0,Lateral,,,,,,,,,,,,,,,",
      "CheXpert-v1.0/train/patient00003/study1/view1_frontal.jpg,Male,90,Frontal,LL,,,,,,,,,,,,,,",
    ].join("\n"),
  );
  expect(table.layout.name).toBe("CheXpert");
  expect(table.layout.dataSet).toBeNull();
  expect(rows[0]).toEqual({
    line: 2,
    path: "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg",
    ...{ patient: "patient00001", study: "study1", view: "Frontal", projection: "AP", sex: "F", age: 68 },
    ...{ split: "train", labelSource: "report-derived", report: null, extent: null },
    labels: { "No Finding": 1, Pneumothorax: 0, Fracture: -1, "Support Devices": 1 },
  });
  expect(rows[1]).toMatchObject({ sex: null, age: null, view: "Lateral", projection: null, labels: {} });
  expect(rows[2]).toMatchObject({ sex: "M", age: 90, view: "Frontal", projection: "LL" });
  expect(table.summary()).toMatchObject({ patients: 3, studies: 3, splits: [{ value: "train", rows: 3 }] });
  expect(table.summary().findings).toContainEqual({
    ...{ finding: "Pneumothorax", present: 0, absent: 1, uncertain: 0, notMentioned: 2 },
  });
});

test.each([
  ["valid.csv", "CheXpert-v1.0-small/valid/patient64541/study1/view1_frontal.jpg", "valid", "3 readers, majority"],
  ["test_labels.csv", "CheXpert-v1.0/test/patient64741/study1/view1_frontal.jpg", "test", "5 readers, majority"],
  ["mine.csv", "train/patient00001/study1/view1_frontal.png", "train", null],
])("%s knows its split and who made its labels", async (name, path, split, labelSource) => {
  const { rows } = await read(name, `Path,No Finding,Edema\n${path},0.0,1.0\n`);
  expect(rows).toMatchObject([{ split, labelSource, labels: { "No Finding": 0, Edema: 1 }, view: "Frontal" }]);
});

test("MedCLIP's list: an index, imgpath, 0 for the projection of laterals", async () => {
  const { rows, table } = await read(
    "chexpert-5x200-train-meta.csv",
    [
      `,imgpath,Sex,Age,Frontal/Lateral,AP/PA,${findings},subject_id`,
      "0,./data/CheXpert/CheXpert-v1.0-small/train/patient52284/study5/view2_lateral.jpg,Male,54,Lateral,0,0.0,,,,,,,,1.0,,,,,,patient52284-study5",
    ].join("\n"),
  );
  expect(table.layout.name).toBe("CheXpert");
  expect(table.unreadColumns).toEqual([]);
  expect(rows).toMatchObject([
    { patient: "patient52284", study: "study5", projection: null, split: "train", labels: { Atelectasis: 1 } },
  ]);
  expect(table.find("/films/CheXpert-v1.0-small/train/patient52284/study5/view2_lateral.jpg")).toBe(0);
});

test("a row with a label that is none, or of another length, is left out with its line; others stay", async () => {
  const { rows, table } = await read(
    "t.csv",
    "Path,Edema,Race\na.png,1,x\nb.png,maybe,x\nc.png,1\nd.png,0,x,,\n,1,x\n",
  );
  expect(rows.map(({ path }) => path)).toEqual(["a.png", "d.png"]);
  expect(table.problems.first).toEqual([
    { line: 3, reason: '"maybe" stands under Edema, which is no label' },
    { line: 4, reason: "it has 2 cells where the header has 3" },
    { line: 6, reason: "the Path is empty" },
  ]);
  expect(table.unreadColumns).toEqual(["Race"]);
  await expect(read("t.csv", "Path,Edema\na.png,maybe\n")).rejects.toMatchObject({
    code: "intake/bad-table",
    message: 't.csv: line 2: "maybe" stands under Edema, which is no label.',
  });
});

test("paths longer than any are left out", async () => {
  const { rows, table } = await read("t.csv", `Path,Edema\na.png,1\n${"x".repeat(5000)}.png,1\n`);
  expect(rows).toHaveLength(1);
  expect(table.problems.first).toMatchObject([{ line: 3, reason: expect.stringMatching(/longer than any/) as string }]);
});

test("the report of a table in this layout is read; of two rows for one film the first counts", async () => {
  const { rows, table } = await read("t.csv", 'Path,Edema,Report\na.png,1,"Clear, no ""edema"""\n./a.png,0,x\n');
  expect(rows).toMatchObject([{ report: 'Clear, no "edema"', labels: { Edema: 1 } }]);
  expect(table.duplicates).toMatchObject({ count: 1, first: [{ line: 3 }] });
});

test("paths of the layout tell patient, study and view", () => {
  expect(parseChexpertPath("/d/train/patient00012/study3/view2_lateral.jpg")).toEqual({
    ...{ patient: "patient00012", study: "study3", view: "Lateral" },
  });
  expect(parseChexpertPath("films/00000150_002.png")).toBeUndefined();
});

test("CheXpert Plus: labels are joined from lines of JSON, sensitive columns are not read", async () => {
  using folder = temporaryFolder();
  const names =
    "path_to_image,path_to_dcm,frontal_lateral,ap_pa,deid_patient_id,patient_report_date_order,report,section_findings,age,sex,race,insurance_type,split";
  const first = "train/patient42142/study5/view1_frontal.jpg";
  const path = writeFiles(folder.path, {
    "df_chexpert_plus_240401.csv": [
      names,
      `${first},x.dcm,Frontal,AP,patient42142,5,"NARRATIVE:\nNo edema, ""clear""",Clear,63,Male,SECRET,SECRET,train`,
      "valid/patient1/study1/view2_lateral.jpg,y.dcm,Lateral,,patient1,1,,,0,Female,SECRET,SECRET,valid",
    ].join("\n"),
    "chexbert_labels/findings_fixed.json": [
      `{"path_to_image": "${first}", "Edema": 0.0, "Pneumonia": -1.0, "Fracture": null, "No Finding": 1.0, "race": 1}`,
      "not json",
    ].join("\n"),
    "chexbert_labels/impression_fixed.json": "{}",
  });
  const { rows, table } = await readAll(path);
  expect(table.layout).toMatchObject({ name: "CheXpert Plus", dataSet: "CheXpert Plus" });
  expect(rows).toMatchObject([
    {
      ...{ patient: "patient42142", study: "study5", view: "Frontal", projection: "AP", sex: "M", age: 63 },
      ...{ split: "train", labelSource: "report-derived", report: 'NARRATIVE:\nNo edema, "clear"' },
      labels: { Edema: 0, Pneumonia: -1, "No Finding": 1 },
    },
    { labels: {}, labelSource: null, projection: null, age: null, view: "Lateral", report: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain("SECRET");
  expect(Object.keys(rows[0]?.labels ?? {})).toEqual(["Edema", "Pneumonia", "No Finding"]);
  expect(table.unreadColumns).toContain("race");
  expect(table.companions.map((file) => file.slice(folder.path.length + 1))).toEqual([
    "chexbert_labels/findings_fixed.json",
  ]);
  expect(table.warnings).toEqual([
    "1 lines of findings_fixed.json are not labels of a film.",
    "Labels are those of findings_fixed.json; impression_fixed.json is not read.",
  ]);
  // Films come as PNG, too.
  expect(table.find(`/data/PNG/${first.replace("jpg", "png")}`)).toBe(0);
});
