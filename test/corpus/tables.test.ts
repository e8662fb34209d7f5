import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { dryRun } from "../../src-main/intake/index.ts";
import { noMappings, never, readAll } from "../support/tables.ts";

const root = process.env["LIGHTBOX_REAL_DATA"] ?? "";
if (root === "") console.log("Real tables are not read: LIGHTBOX_REAL_DATA does not say where they are.");
const cxr = join(root, "cxr");

const store = { folder: join(cxr, "none"), tableMappings: noMappings };

/** Rows of a table as another reader has them, without the header. */
function cells(table: string): string[][] {
  return parse(readFileSync(table, "utf8")).slice(1);
}

describe.skipIf(root === "")("tables of real films", () => {
  test("NIH ChestX-ray14: every film has its row, and labels are those of the table", async () => {
    const table = join(cxr, "nih", "labels.csv");
    const plan = await dryRun(store, { paths: [join(cxr, "nih")], table }, never);
    expect(plan).toMatchObject({ layout: "NIH ChestX-ray14", rows: 102, films: 102, filmsWithRow: 102 });
    expect(plan).toMatchObject({ missing: { count: 0 }, problems: { count: 0 }, duplicates: { count: 0 } });
    const { rows } = await readAll(table);
    for (const [place, row] of cells(table).entries()) {
      const [path, labels = "", , patient, age, sex, projection, width, height, across, down] = row;
      expect(rows[place]).toMatchObject({ path, patient, age: Number(age), sex, projection });
      const findings = labels
        .replace("Effusion", "Pleural Effusion")
        .replace("Pleural_Thickening", "Pleural Thickening");
      expect(Object.keys(rows[place]?.labels ?? {}).sort()).toEqual(findings.split("|").sort());
      expect(rows[place]?.extent?.[0]).toBeCloseTo(Number(height) * Number(down), 9);
      expect(rows[place]?.extent?.[1]).toBeCloseTo(Number(width) * Number(across), 9);
    }
  });

  test.each([
    ["train", 825],
    ["valid", 175],
  ])("CheXpert's layout, %s.csv: every label as another reader has it", async (split, count) => {
    const set = join(cxr, "nih_chexpert_style", "CheXpert-v1.0-small");
    const table = join(set, `${split}.csv`);
    const plan = await dryRun(store, { paths: [set], table }, never);
    expect(plan).toMatchObject({ layout: "CheXpert", rows: count, films: 1000, filmsWithRow: count });
    expect(plan).toMatchObject({ filmsWithoutRow: { count: 1000 - count }, missing: { count: 0 }, unreadColumns: [] });
    const header = parse(readFileSync(table, "utf8"), { to: 1 })[0] ?? [];
    const wanted = cells(table);
    for (const { finding, present, notMentioned } of plan.findings) {
      const column = wanted.map((row) => row[header.indexOf(finding)]);
      expect([finding, present]).toEqual([finding, column.filter((cell) => cell === "1.0").length]);
      expect([finding, notMentioned]).toEqual([finding, column.filter((cell) => cell === "").length]);
    }
    expect(plan.splits).toEqual([{ value: split, rows: count }]);
    expect(plan.patients).toBe(new Set(wanted.map(([path = ""]) => /patient\d+/.exec(path)?.[0])).size);
  });

  test("Hannover's table of unknown layout: films, patients, sex and projection are guessed", async () => {
    const set = join(cxr, "hannover_covid19");
    const plan = await dryRun(store, { paths: [set], table: join(set, "data.csv") }, never);
    expect(plan).toMatchObject({ layout: "mapped", rows: 24, films: 24, filmsWithRow: 24, findings: [] });
    expect(plan.mapping?.mapping.columns.filter(({ as }) => as !== "ignore")).toEqual([
      { column: "patient_id", as: "patient" },
      { column: "image_id", as: "path" },
      { column: "sex", as: "sex" },
      { column: "age", as: "age" },
      { column: "projection", as: "projection" },
    ]);
    const wanted = cells(join(set, "data.csv"));
    expect(plan.projections.find(({ value }) => value === "PA")?.rows).toBe(
      wanted.filter((row) => row[11] === "pa").length,
    );
  });
});
