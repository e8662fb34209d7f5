import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MethodInput, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";
import { callMethod, unwrap } from "../../src-main/hosts/door.ts";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { succeed } from "../support/exact-maps.ts";
import { writeFiles } from "../support/tables.ts";
import { temporaryFolder } from "../support/workspace.ts";

const folder = temporaryFolder();
let bench: Workbench;

/** A call as the window makes it: the door checks both the question and the answer against the contract. */
async function ask<Name extends MethodName>(name: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
  return unwrap(await callMethod(bench.api, name, input)) as MethodOutput<Name>;
}

async function writeFilm(path: string, grey: number): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const background = { r: grey, g: grey, b: grey };
  writeFileSync(
    path,
    await sharp({ create: { width: 64, height: 32, channels: 3, background } })
      .png()
      .toBuffer(),
  );
}

async function importAll(request: MethodInput<"intake.import">): Promise<readonly { item: string }[]> {
  const { job } = await ask("intake.import", request);
  await succeed(bench, job);
  return ask("jobs.refusals", { job });
}

beforeAll(async () => {
  bench = await openWorkbench(join(folder.path, "Plan.lightbox"), { create: true });
});
afterAll(async () => {
  await bench.close();
  folder[Symbol.dispose]();
});

test("a plan says what an import does, and the import does it", async () => {
  const set = join(folder.path, "nih");
  for (const [place, name] of ["00000001_000.png", "00000001_001.png", "00000009_000.png"].entries())
    await writeFilm(join(set, "images", name), 10 + place);
  const table = writeFiles(set, {
    "Data_Entry_2017_v2020.csv": [
      "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],Extra",
      "00000001_000.png,Effusion|Mass,0,1,58,M,PA,2500,2048,0.2,0.1,x",
      "00000001_001.png,No Finding,1,1,58,M,AP,2500,2048,0.2,0.1,x",
      "00000001_001.png,Mass,1,1,58,M,AP,2500,2048,0.2,0.1,x",
      "00000002_000.png,Effusion,0,2,20,F,PA,2500,2048,0.2,0.1,x",
      "00000003_000.png,torn",
    ].join("\n"),
    "notes.txt": "not a film",
  });
  const plan = await ask("intake.plan", { paths: [set], table });
  expect(plan).toMatchObject({
    ...{
      layout: "NIH ChestX-ray14",
      dataSets: ["NIH ChestX-ray14"],
      rows: 4,
      films: 3,
      filmsWithRow: 2,
      otherFiles: 1,
    },
    filmsWithoutRow: { count: 1, first: [join(set, "images", "00000009_000.png")] },
    missing: { count: 1, first: ["00000002_000.png"] },
    ...{ elsewhere: 0, unreadColumns: ["Extra"], patients: 2, studies: 3, mapping: null },
    duplicates: { count: 1, first: ["line 4: 00000001_001.png"] },
    views: [{ value: "Frontal", rows: 3 }],
  });
  expect(plan.findings).toContainEqual({
    ...{ finding: "Pleural Effusion", present: 2, absent: 0, uncertain: 0, notMentioned: 1 },
  });
  expect(plan.problems.count).toBe(1);
  expect(plan.problems.first[0]?.error.message).toMatch(/line 6: it has 2 cells .*; the row is left out\.$/);
  expect(plan.firstRows).toHaveLength(3);
  expect(plan.firstRows[0]).toMatchObject({
    ...{ film: join(set, "images", "00000001_000.png"), labels: { "Pleural Effusion": 1, Mass: 1 } },
  });
  expect((await ask("images.list", {})).total).toBe(0);
  expect(await ask("dataSets.list", {})).toEqual([]);

  const refused = await importAll({ paths: [set], table });
  expect(refused.map(({ item }) => item)).toEqual([...[`${table}:6`, "00000002_000.png", join(set, "notes.txt")]]);
  const { images } = await ask("images.list", { dataSet: "NIH ChestX-ray14" });
  expect(images).toHaveLength(3);
  const stored = await ask("images.get", { image: images[0]?.image ?? "" });
  // The original is 500 mm wide and 204.8 mm high; this PNG has 64 × 32 pixels.
  expect(stored.pixelSpacing?.[0]).toBeCloseTo(204.8 / 32, 9);
  expect(stored.pixelSpacing?.[1]).toBeCloseTo(500 / 64, 9);
  const { labels, ...planned } = plan.firstRows[0] ?? { labels: {} };
  expect(stored.findings).toEqual(labels);
  for (const fact of ["patient", "study", "view", "projection", "sex", "age", "split", "labelSource"] as const)
    expect([fact, stored[fact]]).toEqual([fact, (planned as Record<string, unknown>)[fact]]);
});

test("a mapping that was used is remembered for the next table with the same columns", async () => {
  const set = join(folder.path, "clinic");
  await writeFilm(join(set, "one.png"), 90);
  const table = writeFiles(set, { "a.csv": "Bild,Stau,Rest\none.png,ja,x\n" });
  const mapping = {
    columns: [
      { column: "Bild", as: "path" as const },
      { column: "Stau", as: { finding: "Edema" } },
    ],
    words: { positive: ["ja"], negative: ["nein"], uncertain: [], notMentioned: [] },
    listSeparator: "|",
  };
  const guessed = await ask("intake.plan", { paths: [set], table });
  expect(guessed.mapping?.from).toBe("guessed");
  expect(guessed.findings).toEqual([]);
  expect(await ask("intake.plan", { paths: [set], table, mapping })).toMatchObject({
    ...{ mapping: { from: "given" }, findings: [{ finding: "Edema", present: 1 }], dataSets: ["clinic"] },
  });
  // A plan writes nothing, not even the mapping.
  expect((await ask("intake.plan", { paths: [set], table })).mapping?.from).toBe("guessed");
  expect(await importAll({ paths: [join(set, "one.png")], table, mapping })).toEqual([]);
  const { images } = await ask("images.list", { dataSet: "clinic" });
  expect(images[0]?.findings).toEqual({ Edema: 1 });
  expect(await ask("intake.plan", { paths: [set], table })).toMatchObject({ mapping: { from: "remembered", mapping } });
});

test("rows whose film lies beside the table, but outside the paths, were not asked for", async () => {
  const set = join(folder.path, "CheXpert-v1.0-small");
  const film = (patient: number): string => `valid/patient${String(patient)}/study1/view1_frontal.jpg`;
  for (const patient of [1, 2]) await writeFilm(join(set, film(patient)), 150 + patient);
  const lines = [1, 2, 3].map((patient) => `CheXpert-v1.0-small/${film(patient)},Male,50,Frontal,PA,-1.0`);
  const table = writeFiles(set, { "valid.csv": ["Path,Sex,Age,Frontal/Lateral,AP/PA,Edema", ...lines].join("\n") });
  const paths = [join(set, "valid", "patient1")];
  expect(await ask("intake.plan", { paths, table })).toMatchObject({
    ...{ layout: "CheXpert", dataSets: ["CheXpert-v1.0-small"], films: 1, filmsWithRow: 1, elsewhere: 1 },
    missing: { count: 1, first: [`CheXpert-v1.0-small/${film(3)}`] },
    findings: [{ finding: "Edema", present: 0, absent: 0, uncertain: 3, notMentioned: 0 }],
    splits: [{ value: "valid", rows: 3 }],
  });
});

test("reports of MIMIC-CXR beside its studies come with the films, and are no films", async () => {
  const set = join(folder.path, "mimic");
  const study = join(set, "files", "p10", "p10000032", "s50414267");
  await writeFilm(join(study, "aaa-1.png"), 120);
  writeFileSync(`${study}.txt`, "FINAL REPORT\n Clear lungs.\n");
  const table = writeFiles(set, {
    "mimic-cxr-2.0.0-metadata.csv.gz": "dicom_id,subject_id,study_id,ViewPosition\naaa-1,10000032,50414267,PA\n",
    "mimic-cxr-2.0.0-chexpert.csv.gz": "subject_id,study_id,Edema,No Finding\n10000032,50414267,-1.0,\n",
  });
  const plan = await ask("intake.plan", { paths: [set], table });
  expect(plan).toMatchObject({ films: 1, filmsWithRow: 1, otherFiles: 0, missing: { count: 0 } });
  expect(await importAll({ paths: [set], table })).toEqual([]);
  const { images } = await ask("images.list", { dataSet: "MIMIC-CXR-JPG" });
  expect(await ask("images.get", { image: images[0]?.image ?? "" })).toMatchObject({
    ...{ report: "FINAL REPORT\n Clear lungs.", findings: { Edema: -1 }, labelSource: "report-derived, per study" },
  });
});

test("films without a table are counted; plans are stopped when asked", async () => {
  expect(await ask("intake.plan", { paths: [join(folder.path, "nih")] })).toMatchObject({
    ...{ layout: null, films: 3, otherFiles: 2, rows: 0, firstRows: [], missing: { count: 0 } },
  });
  const nowhere = await ask("intake.plan", { paths: [join(folder.path, "nowhere")] });
  expect(nowhere.problems).toMatchObject({ count: 1, first: [{ error: { code: "intake/not-found" } }] });
  const plans = [1, 2].map(() => ask("intake.plan", { paths: [folder.path] }).catch((error: unknown) => error));
  expect(await ask("intake.stopPlans", {})).toEqual({ stopped: 2 });
  for (const plan of plans) expect(await plan).toMatchObject({ code: "job/cancelled" });
  expect(await ask("intake.stopPlans", {})).toEqual({ stopped: 0 });
});

test("the policy of a data set is kept, and unknown ones are refused", async () => {
  const changed = await ask("dataSets.setPolicy", { dataSet: "clinic", policy: "ones" });
  expect(changed.map(({ name, images, policy }) => [name, images, policy])).toEqual([
    ["NIH ChestX-ray14", 3, "ignore"],
    ["clinic", 1, "ones"],
    ["MIMIC-CXR-JPG", 1, "ignore"],
  ]);
  expect(await ask("dataSets.list", {})).toEqual(changed);
  await expect(ask("dataSets.setPolicy", { dataSet: "none", policy: "ones" })).rejects.toMatchObject({
    code: "data/not-found",
  });
});
