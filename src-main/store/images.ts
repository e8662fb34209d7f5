import type { Database } from "better-sqlite3";
import { chexpertFindings } from "../../src-preload/contract/common.ts";
import { inTransaction } from "./connection.ts";
import { createImageWriter } from "./image-writer.ts";
import { createImageList } from "./image-list.ts";
import type { ImagePage } from "./image-list.ts";

/** A finding's label: 1 present, 0 absent, -1 uncertain. */
export type LabelValue = 1 | 0 | -1;

/** What is known about one film file, without its pixels. */
export interface FilmRecord {
  /** SHA-256 of the file's bytes: the identity of the image. */
  readonly sha256: string;
  /** Absolute, and the name without its folder. */
  readonly path: string;
  readonly name: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bitsStored: number;
  /** DICOM's word: "MONOCHROME1", "MONOCHROME2", "RGB", …; PNG and JPEG are named the same way. */
  readonly photometric: string;
  /** Millimetres per pixel, row then column, at the detector where nothing better is written. */
  readonly pixelSpacing: readonly [row: number, column: number] | null;
  readonly patient: string | null;
  readonly study: string | null;
  /** "Frontal" or "Lateral". */
  readonly view: string | null;
  /** "AP", "PA", "LL", … as written. */
  readonly projection: string | null;
  /** "F", "M" or "O". */
  readonly sex: string | null;
  /** Years. */
  readonly age: number | null;
  /** Bytes, and milliseconds since 1970. */
  readonly fileSize: number;
  readonly fileModified: number;
}

export interface NewImage extends FilmRecord {
  readonly report?: string | null;
  readonly labels?: Readonly<Record<string, LabelValue>>;
  /** JPEG. */
  readonly thumbnail: Uint8Array;
}

export interface StoredImage extends FilmRecord {
  readonly id: number;
  readonly report: string | null;
  /** Findings with a label; a finding that is not mentioned is not here. */
  readonly labels: Readonly<Record<string, LabelValue>>;
  /** UTC, ISO 8601. */
  readonly importedAt: string;
}

export interface ImageFilter {
  readonly offset: number;
  readonly limit: number;
  /**
   * Only images whose name, patient, report or present finding holds this text, whatever its case. Reports are not
   * looked through for one or two characters.
   */
  readonly text?: string | undefined;
  /** Only images on which this finding is present. */
  readonly finding?: string | undefined;
}

export interface ImageQueries {
  /** Adds an image; one that is known keeps its id, takes the new path and fills what was not known before. */
  insert(image: NewImage): { readonly id: number; readonly added: boolean };
  bySha(sha256: string): StoredImage | undefined;
  /** The image last imported from this path. */
  byPath(path: string): StoredImage | undefined;
  byId(id: number): StoredImage | undefined;
  /** One page in the order of import, and how many images pass the filter in all. */
  list(filter: ImageFilter): ImagePage;
  count(): number;
  counts(): { readonly images: number; readonly studies: number; readonly patients: number };
  /** JPEG. */
  thumbnail(sha256: string): Uint8Array | undefined;
  /** Labels of one finding by image id; read page by page, so writing in between is allowed. */
  labels(finding: string): Iterable<readonly [image: number, value: LabelValue]>;
  /** Findings with a label in this workspace: those of CheXpert in its order, then others by name. */
  findings(): string[];
}

/** Labels read at once, in less than a millisecond or two. */
const labelPage = 2048;

export function createImageQueries(db: Database): ImageQueries {
  const images = createImageList(db);
  const insert = createImageWriter(db);
  const count = db.prepare<[], number>("SELECT count(*) FROM images").pluck();
  const studies = db
    .prepare<[], number>("SELECT count(*) FROM (SELECT DISTINCT patient, study FROM images WHERE study IS NOT NULL)")
    .pluck();
  const patients = db.prepare<[], number>("SELECT count(DISTINCT patient) FROM images").pluck();
  const thumbnail = db
    .prepare<[string], Buffer>("SELECT jpeg FROM thumbnails JOIN images ON image = id WHERE sha256 = ?")
    .pluck();
  const labels = db
    .prepare<[string, number, number], [number, LabelValue]>(
      `SELECT image, value FROM labels
       WHERE finding = (SELECT id FROM findings WHERE name = ?) AND image > ? ORDER BY image LIMIT ?`,
    )
    .raw();
  const findings = db
    .prepare<[], string>(
      "SELECT name FROM findings WHERE EXISTS (SELECT 1 FROM labels WHERE finding = findings.id) ORDER BY name",
    )
    .pluck();
  return {
    ...images,
    insert: (image) => inTransaction(db, () => insert(image)),
    count: () => count.get() ?? 0,
    counts: () => ({ images: count.get() ?? 0, studies: studies.get() ?? 0, patients: patients.get() ?? 0 }),
    thumbnail: (sha256) => thumbnail.get(sha256),
    *labels(finding) {
      for (let rows = labels.all(finding, 0, labelPage); rows.length > 0;) {
        yield* rows;
        rows = labels.all(finding, rows.at(-1)?.[0] ?? 0, labelPage);
      }
    },
    findings: () => chexpertFirst(findings.all()),
  };
}

function chexpertFirst(names: readonly string[]): string[] {
  const known: readonly string[] = chexpertFindings;
  return [...known.filter((name) => names.includes(name)), ...names.filter((name) => !known.includes(name))];
}
