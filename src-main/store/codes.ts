import type { Database } from "better-sqlite3";
import { codeVersion } from "./code-version.ts";
import { inTransaction } from "./connection.ts";
import type { ImageVector } from "./encodings.ts";
import { packCode, tooLarge, unpackCode, unpackVector, unstorable } from "./packed.ts";
import type { PackedCode } from "./packed.ts";

export interface ImageCode extends PackedCode {
  readonly image: number;
}

export interface CodeQueries {
  /** Embeddings of this encoder, of images with an id above `after`, that have no code of this SAE; by image id. */
  pending(sae: number, encoder: number, limit: number, after: number): ImageVector[];
  /**
   * Stores codes in one transaction, in any order of their neurons; an image that has a code keeps it. `encoder` is the
   * model whose embeddings were read; left out, it is that of the first image's newest embedding. Throws `compute/failed`
   * naming the image for an activation that cannot be stored (see `unstorable`); then none of the batch is.
   */
  add(sae: number, rows: readonly ImageCode[], encoder?: number): void;
  /** Every code by image id, read page by page, so writing in between is allowed. */
  iterate(sae: number): Iterable<ImageCode>;
  /** Images coded from the encoder that is in use now: the one registered last. */
  count(sae: number): number;
  /** The code of one image in a set of codes (see `ScoredState.coding`); undefined where it has none. */
  ofImage(coding: number, image: number): PackedCode | undefined;
  /** Smallest and largest id of the images in a set of codes; undefined where it is empty. */
  idRange(coding: number): readonly [smallest: number, largest: number] | undefined;
}

interface CodeRow {
  readonly image: number;
  readonly code: Buffer;
}

const pageSize = 1024;

const pendingSql = `
  SELECT image, vector FROM embeddings
  WHERE model = @encoder AND image > @after AND NOT EXISTS (
    SELECT 1 FROM codes
    WHERE coding = (SELECT id FROM codings WHERE sae = @sae AND ifnull(encoder, 0) = @encoder)
      AND image = embeddings.image
  )
  ORDER BY image LIMIT @limit`;

/** The set of codes that readers see: of the encoder registered last, so that an older encoder's codes never mix in. */
export const currentCodingSql = `
  SELECT codings.id FROM codings LEFT JOIN models ON models.id = encoder
  WHERE sae = ? ORDER BY sequence DESC LIMIT 1`;

export function createCodeQueries(db: Database): CodeQueries {
  const pending = db.prepare<
    [{ sae: number; encoder: number; limit: number; after: number }],
    { image: number; vector: Buffer }
  >(pendingSql);
  const coding = db.prepare<[number], number>(currentCodingSql).pluck();
  const count = db.prepare<[number], number>("SELECT images FROM codings WHERE id = ?").pluck();
  const page = db.prepare<[number, number, number], CodeRow>(
    "SELECT image, code FROM codes WHERE coding = ? AND image > ? ORDER BY image LIMIT ?",
  );
  const one = db.prepare<[number, number], Buffer>("SELECT code FROM codes WHERE coding = ? AND image = ?").pluck();
  const end = (order: "ASC" | "DESC") =>
    db.prepare<[number], number>(`SELECT image FROM codes WHERE coding = ? ORDER BY image ${order} LIMIT 1`).pluck();
  const [first, last] = [end("ASC"), end("DESC")];
  const addBatch = createBatchWriter(db);
  return {
    pending: (sae, encoder, limit, after) =>
      pending
        .all({ sae, encoder, limit, after })
        .map((row) => ({ image: row.image, vector: unpackVector(row.vector) })),
    add: (sae, rows, encoder) => {
      inTransaction(db, () => {
        addBatch(sae, rows, encoder);
      });
    },
    *iterate(sae) {
      // Fixed at the start: a coding that begins meanwhile is another set.
      const set = coding.get(sae) ?? 0;
      for (let rows = page.all(set, 0, pageSize); rows.length > 0;) {
        for (const row of rows) yield { image: row.image, ...unpackCode(row.code) };
        rows = page.all(set, rows.at(-1)?.image ?? 0, pageSize);
      }
    },
    count: (sae) => count.get(coding.get(sae) ?? 0) ?? 0,
    ofImage: (set, image) => {
      const code = one.get(set, image);
      return code && unpackCode(code);
    },
    idRange: (set) => {
      const [smallest, largest] = [first.get(set), last.get(set)];
      return smallest === undefined || largest === undefined ? undefined : [smallest, largest];
    },
  };
}

function createBatchWriter(db: Database): CodeQueries["add"] {
  const newestEncoder = db
    .prepare<[number], number>("SELECT model FROM embeddings WHERE image = ? ORDER BY id DESC LIMIT 1")
    .pluck();
  const find = db
    .prepare<[number, number], number>("SELECT id FROM codings WHERE sae = ? AND ifnull(encoder, 0) = ?")
    .pluck();
  const begin = db
    .prepare<[number, number | null, string, string], number>(
      `INSERT INTO codings (sae, encoder, images, code_version, started_at) VALUES (?, ?, 0, ?, ?) RETURNING id`,
    )
    .pluck();
  const add = db.prepare<[number, number, Uint8Array]>(
    "INSERT INTO codes (coding, image, code) VALUES (?, ?, ?) ON CONFLICT (coding, image) DO NOTHING",
  );
  const grow = db.prepare<[number, number]>("UPDATE codings SET images = images + ? WHERE id = ?");
  const name = db.prepare<[number], string>("SELECT name FROM images WHERE id = ?").pluck();
  return (sae, rows, encoder) => {
    const first = rows[0];
    if (first === undefined) return;
    const origin = encoder ?? newestEncoder.get(first.image) ?? null;
    const coding = find.get(sae, origin ?? 0) ?? begin.get(sae, origin, codeVersion, new Date().toISOString());
    if (coding === undefined) throw new Error("the insert of a coding gave no id");
    let added = 0;
    for (const row of rows) {
      const value = unstorable(row.values);
      if (value !== undefined) throw tooLarge(`An activation of ${name.get(row.image) ?? "an image"}`, value);
    }
    for (const row of rows) added += add.run(coding, row.image, packCode(row.indices, row.values)).changes;
    grow.run(added, coding);
  };
}
