import { setImmediate } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import { placeOf } from "./id-lists.ts";
import { createImageFilter } from "./image-filter.ts";
import type { ImageQueries, LabelValue, StoredImage } from "./images.ts";

export interface ImagePage {
  readonly total: number;
  readonly images: StoredImage[];
}

interface Row extends Omit<StoredImage, "pixelSpacing" | "labels"> {
  readonly rowSpacing: number | null;
  readonly columnSpacing: number | null;
}

const select = `
  SELECT id, sha256, ifnull(file_sha256, sha256) AS fileSha256, frame, frames, path, name, format, width, height, bits_stored AS bitsStored, photometric,
    row_spacing AS rowSpacing, column_spacing AS columnSpacing, patient, study, view, projection, sex, age,
    study_date AS studyDate, identity, burned_in AS burnedIn,
    file_size AS fileSize, file_modified AS fileModified, imported_at AS importedAt,
    split, label_source AS labelSource,
    (SELECT name FROM data_sets WHERE data_sets.id = data_set) AS dataSet,
    (SELECT text FROM reports WHERE image = images.id) AS report
  FROM images`;

/** Images read in one go, in a few milliseconds. */
const readAtOnce = 200;
/** An identifier that more images bear names nobody, such as "ANON". */
const imagesOfPatientAtMost = 1000;

type Reading = Pick<ImageQueries, "bySha" | "byPath" | "byId" | "list" | "locate" | "ofPatient">;

/** Reading of images: one, a page of a filtered list, or those of a patient. */
export function createImageList(db: Database): Reading {
  const bySha = db.prepare<[string], Row>(`${select} WHERE sha256 = ?`);
  const byPath = db.prepare<[string, number], Row>(`${select} WHERE path = ? AND frame = ? ORDER BY id DESC LIMIT 1`);
  const byId = db.prepare<[number], Row>(`${select} WHERE id = ?`);
  const idOf = db.prepare<[string], number>("SELECT id FROM images WHERE sha256 = ?").pluck();
  const labels = db
    .prepare<[number], [string, LabelValue]>(
      "SELECT name, value FROM labels JOIN findings ON findings.id = finding WHERE image = ? ORDER BY finding",
    )
    .raw();
  const image = (row: Row | undefined): StoredImage | undefined =>
    row === undefined ? undefined : toImage(row, Object.fromEntries(labels.all(row.id)));
  const images = (ids: Iterable<number>): StoredImage[] =>
    Array.from(ids, (id) => image(byId.get(id))).filter((found) => found !== undefined);
  const passing = createImageFilter(db);
  const ofPatient = createPatientOrder(db);

  return {
    bySha: (sha256) => image(bySha.get(sha256)),
    byPath: (path, frame = 1) => image(byPath.get(path, frame)),
    byId: (id) => image(byId.get(id)),
    list: async ({ offset, limit, ...filter }) => {
      const ids = await passing(filter);
      return { total: ids.length, images: images(ids.subarray(offset, offset + limit)) };
    },
    locate: async (filter, sha256) => {
      const id = idOf.get(sha256);
      return id === undefined ? undefined : placeOf(await passing(filter), id);
    },
    ofPatient: async (patient) => {
      const ids = ofPatient(patient);
      const found: StoredImage[] = [];
      for (let from = 0; from < ids.length; from += readAtOnce) {
        if (from > 0) await setImmediate();
        found.push(...images(ids.slice(from, from + readAtOnce)));
      }
      return found;
    },
  };
}

/** The function that gives the ids of a patient's images by study, in natural order, then by import; no study comes last. */
function createPatientOrder(db: Database): (patient: string) => number[] {
  const ofPatient = db.prepare<[string], { id: number; study: string | null; date: string | null }>(
    `SELECT id, study, study_date AS date FROM images WHERE patient = ? LIMIT ${String(imagesOfPatientAtMost + 1)}`,
  );
  const natural = new Intl.Collator("en", { numeric: true });
  const byStudy = (a: string | null, b: string | null): number => {
    if (a === b) return 0;
    if (a === null || b === null) return a === null ? 1 : -1;
    // "study2" and "study02" stand beside each other, but not mixed.
    return natural.compare(a, b) || (a < b ? -1 : 1);
  };
  // A date says which came first; where only one is known nothing does.
  const byDate = (a: string | null, b: string | null): number => {
    if (a === b || a === null || b === null) return 0;
    return a < b ? -1 : 1;
  };
  return (patient) => {
    const all = ofPatient.all(patient);
    if (all.length > imagesOfPatientAtMost) return [];
    return all.sort((a, b) => byDate(a.date, b.date) || byStudy(a.study, b.study) || a.id - b.id).map(({ id }) => id);
  };
}

function toImage(row: Row, labels: Readonly<Record<string, LabelValue>>): StoredImage {
  const { rowSpacing, columnSpacing, ...rest } = row;
  const pixelSpacing = rowSpacing === null || columnSpacing === null ? null : ([rowSpacing, columnSpacing] as const);
  return { ...rest, pixelSpacing, labels };
}
