import type { Database, Statement } from "better-sqlite3";
import type { ImageFilter, ImageQueries, LabelValue, StoredImage } from "./images.ts";

export interface ImagePage {
  readonly total: number;
  readonly images: StoredImage[];
}

interface Row extends Omit<StoredImage, "pixelSpacing" | "labels"> {
  readonly rowSpacing: number | null;
  readonly columnSpacing: number | null;
}

const select = `
  SELECT id, sha256, path, name, format, width, height, bits_stored AS bitsStored, photometric,
    row_spacing AS rowSpacing, column_spacing AS columnSpacing, patient, study, view, projection, sex, age,
    file_size AS fileSize, file_modified AS fileModified, imported_at AS importedAt,
    (SELECT text FROM reports WHERE image = images.id) AS report
  FROM images`;

const everything = "SELECT id FROM images";
const present = "SELECT image FROM labels WHERE value = 1 AND finding";
const byFinding = `${present} = (SELECT id FROM findings WHERE name = @finding)`;
const byFindingText = `${present} IN (SELECT id FROM findings WHERE name LIKE @like ESCAPE '\\')`;
const byWords = "SELECT rowid FROM image_words WHERE image_words MATCH @match";
/** Trigrams need three characters; shorter text is looked for in names, patients and findings only. */
const byShortText = "SELECT id FROM images WHERE name LIKE @like ESCAPE '\\' OR patient LIKE @like ESCAPE '\\'";

/**
 * SQL that gives the ids of the images that pass a filter, unordered. Parameters: @finding, @like and @match.
 * `findingText` says that the text is part of a finding's name.
 */
export function filterSql(filter: Pick<ImageFilter, "text" | "finding">, findingText: boolean): string {
  const text = searched(filter);
  if (text === undefined) return filter.finding === undefined ? everything : byFinding;
  const words = characters(text) < 3 ? byShortText : byWords;
  const hits = findingText ? `${words} UNION ${byFindingText}` : words;
  return filter.finding === undefined ? hits : `SELECT * FROM (${hits}) INTERSECT ${byFinding}`;
}

/** Reading of images, one or a page at a time. */
export function createImageList(db: Database): Pick<ImageQueries, "bySha" | "byPath" | "byId" | "list"> {
  const bySha = db.prepare<[string], Row>(`${select} WHERE sha256 = ?`);
  const byPath = db.prepare<[string], Row>(`${select} WHERE path = ? ORDER BY id DESC LIMIT 1`);
  const byId = db.prepare<[number], Row>(`${select} WHERE id = ?`);
  const labels = db
    .prepare<[number], [string, LabelValue]>(
      "SELECT name, value FROM labels JOIN findings ON findings.id = finding WHERE image = ? ORDER BY finding",
    )
    .raw();
  const page = createPages(db);
  const image = (row: Row | undefined): StoredImage | undefined =>
    row === undefined ? undefined : toImage(row, Object.fromEntries(labels.all(row.id)));

  return {
    bySha: (sha256) => image(bySha.get(sha256)),
    byPath: (path) => image(byPath.get(path)),
    byId: (id) => image(byId.get(id)),
    list: (filter) => {
      const { total, ids } = page(filter);
      return { total, images: ids.map((id) => image(byId.get(id))).filter((found) => found !== undefined) };
    },
  };
}

/** The function that gives the ids of one page and the number of all images that pass the filter. */
function createPages(db: Database): (filter: ImageFilter) => { readonly total: number; readonly ids: number[] } {
  const findingHolds = db.prepare<[string]>("SELECT 1 FROM findings WHERE name LIKE ? ESCAPE '\\' LIMIT 1");
  const largestId = db.prepare<[], number>("SELECT max(id) FROM images").pluck();
  const prepared = new Map<string, Statement<[Record<string, unknown>], number>>();
  const statement = (sql: string): Statement<[Record<string, unknown>], number> => {
    const known = prepared.get(sql) ?? db.prepare<[Record<string, unknown>], number>(sql).pluck();
    prepared.set(sql, known);
    return known;
  };
  return (filter) => {
    const text = searched(filter) ?? "";
    const like = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const sql = filterSql(filter, text !== "" && findingHolds.get(like) !== undefined);
    const values = { ...filter, like, match: `"${text.replaceAll('"', '""')}"` };
    const total = statement(`SELECT count(*) FROM (${sql})`).get(values) ?? 0;
    // Ids from 1 to n without a gap: the page is found by its ids instead of walking there.
    const isDense = sql === everything && largestId.get() === total;
    const place = isDense ? "WHERE id > @offset ORDER BY id LIMIT @limit" : "ORDER BY 1 LIMIT @limit OFFSET @offset";
    return { total, ids: statement(`${sql} ${place}`).all(values) };
  };
}

function toImage(row: Row, labels: Readonly<Record<string, LabelValue>>): StoredImage {
  const { rowSpacing, columnSpacing, ...rest } = row;
  const pixelSpacing = rowSpacing === null || columnSpacing === null ? null : ([rowSpacing, columnSpacing] as const);
  return { ...rest, pixelSpacing, labels };
}

/** The text to look for, or undefined; SQLite ends a text at a NUL character, so there is none in it. */
function searched(filter: Pick<ImageFilter, "text">): string | undefined {
  const text = filter.text?.replaceAll("\0", "").trim();
  return text === "" ? undefined : text;
}

function characters(text: string): number {
  return Array.from(text).length;
}
