import { setImmediate } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import type { ImageFacets } from "../../src-preload/contract/intake.ts";
import { createRevisionCache } from "./revision-cache.ts";

export interface ImageCounts {
  readonly images: number;
  readonly studies: number;
  readonly patients: number;
}

const countSql = "SELECT count(*) FROM images";
/** A study is counted within its patient. */
const studiesSql = "SELECT count(*) FROM (SELECT DISTINCT patient, study FROM images WHERE study IS NOT NULL)";
const patientsSql = "SELECT count(DISTINCT patient) FROM images";
const dataSetsSql = `
  SELECT name AS value, images, imported_at AS importedAt
  FROM (SELECT data_set, count(*) AS images FROM images WHERE data_set IS NOT NULL GROUP BY data_set)
  JOIN data_sets ON data_sets.id = data_set ORDER BY data_set`;
/** Two searches in the index, where one for both ends would read every row. */
const agesSql = "SELECT (SELECT min(age) FROM images) AS youngest, (SELECT max(age) FROM images) AS oldest";
const labelsSql = `
  SELECT count(*) FILTER (WHERE value = 1) AS present, count(*) FILTER (WHERE value = -1) AS uncertain,
    count(*) FILTER (WHERE value = 0) AS absent
  FROM labels WHERE finding = (SELECT id FROM findings WHERE name = ?)`;

function valuesSql(column: "view" | "projection" | "sex"): string {
  return `SELECT ${column} AS value, count(*) AS images FROM images WHERE ${column} IS NOT NULL
    GROUP BY ${column} ORDER BY images DESC, value`;
}

/**
 * The functions that count what there is, over all images. Every count is one search of an index of its own; others get
 * a turn between two of them. The answers are kept until images or labels change; where they change meanwhile, single
 * counts may be of before or after.
 */
export function createImageFacets(
  db: Database,
  findings: () => readonly string[],
): { facets(): Promise<ImageFacets>; counts(): Promise<ImageCounts> } {
  type ValueCount = ImageFacets["views"][number];
  const facetsCache = createRevisionCache<ImageFacets>(db, 1);
  const countsCache = createRevisionCache<ImageCounts>(db, 1);
  const count = (sql: string): (() => Promise<number>) => {
    const statement = db.prepare<[], number>(sql).pluck();
    return () => inTurn(() => statement.get() ?? 0);
  };
  const [images, studies, patients] = [count(countSql), count(studiesSql), count(patientsSql)];
  const values = (column: "view" | "projection" | "sex"): (() => Promise<ValueCount[]>) => {
    const statement = db.prepare<[], ValueCount>(valuesSql(column));
    return () => inTurn(() => statement.all());
  };
  const [views, projections, sexes] = [values("view"), values("projection"), values("sex")];
  const dataSets = db.prepare<[], ImageFacets["dataSets"][number]>(dataSetsSql);
  const ages = db.prepare<[], { youngest: number | null; oldest: number | null }>(agesSql);
  const labels = db.prepare<[string], Omit<ImageFacets["findings"][number], "finding">>(labelsSql);
  const labelCounts = async (): Promise<ImageFacets["findings"]> => {
    const counted: ImageFacets["findings"] = [];
    for (const finding of findings()) {
      const found = await inTurn(() => labels.get(finding));
      if (found !== undefined) counted.push({ finding, ...found });
    }
    return counted;
  };
  const make = async (): Promise<ImageFacets> => ({
    images: await images(),
    dataSets: await inTurn(() => dataSets.all()),
    findings: await labelCounts(),
    views: await views(),
    projections: await projections(),
    sexes: await sexes(),
    ages: range(ages.get()),
  });
  return {
    facets: () => facetsCache.get("", make),
    counts: () =>
      countsCache.get("", async () => ({
        images: await images(),
        studies: await studies(),
        patients: await patients(),
      })),
  };
}

/** Does a piece of work and lets others have their turn after it. */
async function inTurn<Value>(work: () => Value): Promise<Value> {
  const value = work();
  await setImmediate();
  return value;
}

function range(ages: { youngest: number | null; oldest: number | null } | undefined): [number, number] | null {
  if (ages === undefined || ages.youngest === null || ages.oldest === null) return null;
  return [ages.youngest, ages.oldest];
}
