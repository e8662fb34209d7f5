import type { Database } from "better-sqlite3";
import { chexpertFindings } from "../../src-preload/contract/common.ts";
import type { ImageFacets, ImageFilter } from "../../src-preload/contract/intake.ts";
import { inTransaction } from "./connection.ts";
import { createImageWriter } from "./image-writer.ts";
import { createImageFacets } from "./image-facets.ts";
import type { ImageCounts } from "./image-facets.ts";
import { createImageList } from "./image-list.ts";
import type { ImagePage } from "./image-list.ts";

/** A finding's label: 1 present, 0 absent, -1 uncertain. */
export type LabelValue = 1 | 0 | -1;

/** What is known about one film file, without its pixels. */
export interface FilmRecord {
  /** The identity of the image: the SHA-256 of its file, for a later frame one made from that and its number. */
  readonly sha256: string;
  /** SHA-256 of the file's bytes. */
  readonly fileSha256: string;
  /** Which frame of its file it is, from 1. */
  readonly frame: number;
  /** Frames of its file; null where it was imported before they were counted. */
  readonly frames: number | null;
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
  /** Of the study, YYYY-MM-DD; moved back where who is on the film was removed. */
  readonly studyDate: string | null;
  /** Whether who is on a DICOM film was removed as it came in; null for pictures, and from before there was a choice. */
  readonly identity: "removed" | "kept" | null;
  /** Writing in the picture: the file says so, or it looks so; null where neither. */
  readonly burnedIn: "declared" | "likely" | null;
  /** Bytes, and milliseconds since 1970. */
  readonly fileSize: number;
  readonly fileModified: number;
}

export interface NewImage extends FilmRecord {
  readonly report?: string | null;
  readonly labels?: Readonly<Record<string, LabelValue>>;
  /** Name of the data set it comes with; an image that has one keeps it. */
  readonly dataSet?: string | null;
  /** "train", "valid", "test", or the data set's own word. */
  readonly split?: string | null;
  /** Who made the labels: "report-derived", "3 readers, majority"; null where nobody knows. */
  readonly labelSource?: string | null;
  /** JPEG. */
  readonly thumbnail: Uint8Array;
}

export interface StoredImage extends FilmRecord {
  readonly id: number;
  readonly report: string | null;
  /** By name; null for an image imported before data sets were kept. */
  readonly dataSet: string | null;
  readonly split: string | null;
  readonly labelSource: string | null;
  /** Findings with a label; a finding that is not mentioned is not here. */
  readonly labels: Readonly<Record<string, LabelValue>>;
  /** UTC, ISO 8601. */
  readonly importedAt: string;
}

/** Part of a filtered list. Text is looked for whatever its case; in reports only from three characters on. */
export interface ImageRange extends ImageFilter {
  readonly offset: number;
  readonly limit: number;
}

export interface ImageQueries {
  /** Adds an image; one that is known keeps its id, takes the new path and fills what was not known before. */
  insert(image: NewImage): { readonly id: number; readonly added: boolean };
  bySha(sha256: string): StoredImage | undefined;
  /** The image last imported from this frame (1 where left out) of the file at this path. */
  byPath(path: string, frame?: number): StoredImage | undefined;
  byId(id: number): StoredImage | undefined;
  /** One page in the order of import, and how many images pass the filter in all. */
  list(range: ImageRange): Promise<ImagePage>;
  /** Where an image stands in the whole list of a filter, from 0; undefined where it is not in it. */
  locate(filter: ImageFilter, sha256: string): Promise<number | undefined>;
  /**
   * All images of a patient by study, in natural order ("study2" before "study10"), then by import. None where more than
   * 1,000 bear the identifier: such a one ("ANON") names nobody.
   */
  ofPatient(patient: string): Promise<StoredImage[]>;
  count(): number;
  counts(): Promise<ImageCounts>;
  /** What images can be filtered by. Views, projections and sexes by falling count, data sets as they came in. */
  facets(): Promise<ImageFacets>;
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
  const thumbnail = db
    .prepare<[string], Buffer>("SELECT jpeg FROM thumbnails JOIN images ON image = id WHERE sha256 = ?")
    .pluck();
  const labels = db
    .prepare<[string, number, number], [number, LabelValue]>(
      `SELECT image, value FROM labels
       WHERE finding = (SELECT id FROM findings WHERE name = ?) AND image > ? ORDER BY image LIMIT ?`,
    )
    .raw();
  const named = db
    .prepare<[], string>(
      "SELECT name FROM findings WHERE EXISTS (SELECT 1 FROM labels WHERE finding = findings.id) ORDER BY name",
    )
    .pluck();
  const findings = (): string[] => chexpertFirst(named.all());
  return {
    ...images,
    ...createImageFacets(db, findings),
    insert: (image) => inTransaction(db, () => insert(image)),
    count: () => count.get() ?? 0,
    thumbnail: (sha256) => thumbnail.get(sha256),
    *labels(finding) {
      for (let rows = labels.all(finding, 0, labelPage); rows.length > 0;) {
        yield* rows;
        rows = labels.all(finding, rows.at(-1)?.[0] ?? 0, labelPage);
      }
    },
    findings,
  };
}

function chexpertFirst(names: readonly string[]): string[] {
  const known: readonly string[] = chexpertFindings;
  return [...known.filter((name) => names.includes(name)), ...names.filter((name) => !known.includes(name))];
}
