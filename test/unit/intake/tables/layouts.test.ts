import { expect, test } from "vitest";
import { pythonList } from "../../../../src-main/intake/tables/listed-labels.ts";
import { readAll, writeFiles } from "../../../support/tables.ts";
import { temporaryFolder } from "../../../support/workspace.ts";

const nihHeader =
  "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]";

test.each(["", ","])(
  "NIH: brackets are two columns each, labels are parted by |, lines may end with '%s'",
  async (end) => {
    using folder = temporaryFolder();
    const path = writeFiles(folder.path, {
      "Data_Entry_2017.csv": [
        nihHeader + end,
        `00000001_000.png,Cardiomegaly|Effusion|Pleural_Thickening,0,1,058Y,M,PA,2682,2749,0.143,0.171${end}`,
        `00000001_001.png,No Finding,1,1,0,F,AP,2500,2048,0.168,0.168${end}`,
        `00000002_000.png,Infiltrate|Mass,0,2,414,F,PA,2500,2048,0,0${end}`,
      ].join("\r\n"),
    });
    const { rows, table } = await readAll(path);
    expect(table.layout.name).toBe("NIH ChestX-ray14");
    expect(table.unreadColumns).toEqual([]);
    expect(rows).toMatchObject([
      {
        ...{ path: "00000001_000.png", patient: "1", study: "0", view: "Frontal", projection: "PA", sex: "M", age: 58 },
        labels: { Cardiomegaly: 1, "Pleural Effusion": 1, "Pleural Thickening": 1 },
        labelSource: "report-derived",
      },
      { labels: { "No Finding": 1 }, age: null, projection: "AP" },
      { labels: { Infiltration: 1, Mass: 1 }, age: null, extent: null },
    ]);
    // The PNG of 1024 rows has 2749 · 0.171 / 1024 mm to a row.
    expect(rows[0]?.extent?.[0]).toBeCloseTo(2749 * 0.171, 9);
    expect(rows[0]?.extent?.[1]).toBeCloseTo(2682 * 0.143, 9);
    expect(table.find("/nih/images_003/images/00000001_001.png")).toBe(1);
    expect(table.find("/nih/100000001_001.png")).toBeUndefined();
  },
);

test("NIH's boxes are not its labels", async () => {
  using folder = temporaryFolder();
  const path = writeFiles(folder.path, {
    "BBox.csv": "Image Index,Finding Label,Bbox [x,y,w,h],,,\na.png,Mass,1,2,3,4\n",
  });
  await expect(readAll(path)).rejects.toMatchObject({ code: "intake/bad-table", message: /these are boxes/ });
});

const mimicFiles = {
  metadata: [
    "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns,StudyDate,StudyTime",
    "aaa-1,10000032,50414267,CHEST (PA AND LAT),PA,3056,2544,21800506,213014.531",
    "aaa-2,10000032,50414267,CHEST (PA AND LAT),LATERAL,3056,2544,21800506,213014.531",
    "bbb-1,11000033,50000001,CHEST,,1,1,21800506,1",
  ].join("\n"),
  chexpert:
    "subject_id,study_id,Pleural Effusion,No Finding,Edema\n10000032,50414267,-1.0,,0.0\n99999999,50000001,1.0,,\n",
  negbio: "subject_id,study_id,Pleural Effusion,No Finding,Edema\n10000032,50414267,1.0,,\n",
  split: "dicom_id,study_id,subject_id,split\naaa-1,50414267,10000032,validate\nbbb-1,50000001,11000033,train\n",
};

test.each(["", ".gz"])(
  "MIMIC: labels of studies and splits are joined on all identifiers, as .csv%s",
  async (packed) => {
    using folder = temporaryFolder();
    const named = (part: keyof typeof mimicFiles): [string, string] => [
      `mimic-cxr-2.0.0-${part}.csv${packed}`,
      mimicFiles[part],
    ];
    const files = Object.fromEntries([named("metadata"), named("chexpert"), named("negbio"), named("split")]);
    const { rows, table } = await readAll(writeFiles(folder.path, files));
    expect(table.layout.name).toBe("MIMIC-CXR-JPG");
    expect(rows).toMatchObject([
      {
        path: "files/p10/p10000032/s50414267/aaa-1.jpg",
        ...{ patient: "10000032", study: "50414267", view: "Frontal", projection: "PA", split: "valid" },
        ...{ labels: { "Pleural Effusion": -1, Edema: 0 }, labelSource: "report-derived, per study" },
      },
      { view: "Lateral", projection: "LATERAL", split: null, labels: { "Pleural Effusion": -1, Edema: 0 } },
      // Another patient's study of the same number is not this one's.
      { path: "files/p11/p11000033/s50000001/bbb-1.jpg", labels: {}, labelSource: null, view: null, split: "train" },
    ]);
    expect(table.companions.map((file) => /-(\w+)\.csv/.exec(file)?.[1])).toEqual(["split", "chexpert"]);
    expect(table.find("/somewhere/else/aaa-2.dcm")).toBe(1);
    const labels = await readAll(`${folder.path}/mimic-cxr-2.0.0-negbio.csv${packed}`);
    expect(labels.rows[0]).toMatchObject({ labels: { "Pleural Effusion": 1 }, split: "valid", projection: "PA" });
  },
);

test("MIMIC: labels without the films' table are refused, films without labels are not", async () => {
  using folder = temporaryFolder();
  const path = writeFiles(folder.path, { "mimic-cxr-2.0.0-chexpert.csv": mimicFiles.chexpert });
  await expect(readAll(path)).rejects.toMatchObject({ code: "intake/bad-table", message: /names no films/ });
  const { rows, table } = await readAll(
    writeFiles(`${folder.path}/b`, { "mimic-cxr-2.0.0-split.csv": mimicFiles.split }),
  );
  expect(rows).toMatchObject([{ split: "valid", labels: {} }, { split: "train" }]);
  expect(table.warnings[0]).toMatch(/^No labels lie beside/);
});

test("PadChest: labels are a list of Python's, ages come from the year of birth", async () => {
  using folder = temporaryFolder();
  const path = writeFiles(folder.path, {
    "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv.gz": [
      ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,ViewPosition_DICOM,Projection,Pediatric,Report,MethodLabel,Labels,LabelsLocalizationsBySentence",
      `0,20536686_a.png,0,20140915,s1,p1,1930.0,F,POSTEROANTERIOR,PA,No,derrame .,Physician,"['pleural effusion', 'tuberculosis sequelae', ""kerley's lines""]","[['x']]"`,
      "1,b.png,1,20140915,s2,p2,,M,,L,No,,RNN_model,\"['normal', 'unchanged']\",",
      "2,c.png,1,20140915,s2,p2,2014,O,,AP_horizontal,No,,Physician,nan,",
      "3,d.png,2,20140915,s3,p3,1950,M,,COSTAL,No,,Physician,[],",
    ].join("\n"),
  });
  const { rows, table } = await readAll(path);
  expect(table.layout.name).toBe("PadChest");
  expect(rows).toMatchObject([
    {
      ...{ path: "0/20536686_a.png", patient: "p1", study: "s1", sex: "F", age: 84, view: "Frontal", projection: "PA" },
      labels: { "Pleural Effusion": 1, "Tuberculosis Sequelae": 1, "Kerley's Lines": 1 },
      ...{ labelSource: "report-derived, by physicians", report: "derrame ." },
    },
    { view: "Lateral", age: null, labels: { "No Finding": 1 }, labelSource: "report-derived, by a network" },
    { view: "Frontal", projection: "AP_horizontal", sex: "O", age: null, labels: {}, labelSource: null },
    { view: null, projection: "COSTAL", labels: {} },
  ]);
  expect(table.warnings).toEqual(["1 rows have no list of labels; their films come without."]);
  expect(table.find("/padchest/images-224/20536686_a.png")).toBe(0);
});

test("a list of Python's strings", () => {
  expect(pythonList("['a', \"b's\", 'c\\'d']")).toEqual(["a", "b's", "c'd"]);
  expect(pythonList("[]")).toEqual([]);
  expect([pythonList("nan"), pythonList("['a'")]).toEqual([undefined, undefined]);
});

const kaggle = [
  "image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max",
  ...["R1", "R2", "R3"].map((reader) => `none,No finding,14,${reader},,,,`),
  "two,Cardiomegaly,3,R8,1,2,3,4",
  "two,Pleural effusion,10,R8,1,2,3,4",
  "two,Pleural effusion,10,R8,5,2,3,4",
  "other,Nodule/Mass,8,R1,1,2,3,4",
  "two,Cardiomegaly,3,R9,1,2,3,4",
  "two,No finding,14,R10,,,,",
].join("\n");

test("VinDr's boxes: several readers become one label by majority, by any, or by all", async () => {
  using folder = temporaryFolder();
  const path = writeFiles(folder.path, { "train.csv": kaggle });
  const labelled = async (readers?: "majority" | "any" | "all") => {
    const { rows } = await readAll(path, { readers });
    const two = rows.find((row) => row.path === "two");
    const present = Object.entries(two?.labels ?? {}).flatMap(([finding, value]) => (value === 1 ? [finding] : []));
    return { present, source: two?.labelSource, asked: Object.keys(two?.labels ?? {}).length };
  };
  expect(await labelled()).toEqual({ present: ["Cardiomegaly"], source: "3 readers, majority", asked: 15 });
  expect(await labelled("any")).toEqual({
    ...{ present: ["Cardiomegaly", "Pleural Effusion"], source: "3 readers, any", asked: 15 },
  });
  expect(await labelled("all")).toEqual({ present: [], source: "3 readers, all", asked: 15 });
  const { rows, table } = await readAll(path);
  expect(rows.map((row) => [row.path, row.line, row.split, row.labelSource])).toEqual([
    ["none", 2, "train", "3 readers, majority"],
    ["two", 5, "train", "3 readers, majority"],
    ["other", 8, "train", "1 reader"],
  ]);
  expect(rows[0]?.labels).toMatchObject({ "No Finding": 1, Cardiomegaly: 0 });
  for (const ending of ["dicom", "png", "jpg", "dcm"]) expect(table.find(`/vindr/train/two.${ending}`)).toBe(1);
});

test("VinDr's labels of whole films, 'Other diseases' in one file and 'Other disease' in the other", async () => {
  using folder = temporaryFolder();
  const path = writeFiles(folder.path, {
    "image_labels_train.csv":
      "image_id,rad_id,Edema,COPD,Other diseases,No finding\na,R1,1,0,0,0\na,R2,1,0,1,0\na,R3,0,0,0,1\nb,R1,2,0,0,1\n",
    "image_labels_test.csv": "image_id,Edema,COPD,Other disease,No finding\nz,0,0,1,0\n",
  });
  const train = await readAll(path);
  expect(train.rows).toMatchObject([
    {
      split: "train",
      labels: { Edema: 1, COPD: 0, "Other Disease": 0, "No Finding": 0 },
      labelSource: "3 readers, majority",
    },
  ]);
  expect(train.table.problems.first).toEqual([{ line: 5, reason: '"2" stands under Edema, where 0 or 1 is read' }]);
  const { rows } = await readAll(`${folder.path}/image_labels_test.csv`);
  expect(rows).toMatchObject([{ split: "test", labels: { "Other Disease": 1 }, labelSource: "consensus of readers" }]);
});
