import type { Database } from "better-sqlite3";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { inTransaction } from "./connection.ts";
import { packVector, unpackSum, unpackVector } from "./packed.ts";

export interface NewRun {
  readonly model: number;
  readonly device: string;
  /** In words: how we know that this device did the work. */
  readonly proof: string;
  readonly preprocessingHash: string;
  readonly codeVersion: string;
}

export interface ImageVector {
  readonly image: number;
  /** Embedding before normalisation, [D]. */
  readonly vector: Float32Array;
}

export interface PendingImage {
  readonly id: number;
  readonly path: string;
  readonly sha256: string;
  readonly fileSha256: string;
  readonly frame: number;
  readonly fileSize: number;
  readonly fileModified: number;
}

export interface EncodingQueries {
  /** Row of a run, to be named by every embedding it makes. */
  startRun(run: NewRun): number;
  /** Images with an id above `after` that have no embedding of this model, by id. */
  pending(model: number, limit: number, after: number): PendingImage[];
  /**
   * Stores a batch with its share of the token sums, Σ over these images of h_t/|u|, [T*C], in one transaction.
   * Throws `model/mismatch` when widths differ from what is stored; an image that has an embedding fails the batch.
   */
  add(model: number, run: number, rows: readonly ImageVector[], tokenSum: Float64Array): void;
  count(model: number): number;
  /** Every embedding by image id; read page by page, so writing in between is allowed. */
  iterate(model: number): Iterable<ImageVector>;
  /** Mean over images of h_t/|u|, [T*C]; ARCHITECTURE.md, The exact map. */
  tokenMean(model: number): { readonly images: number; readonly mean: Float64Array } | undefined;
  lastRun(model: number): { readonly device: string; readonly proof: string; readonly startedAt: string } | undefined;
}

interface VectorRow {
  readonly image: number;
  readonly vector: Buffer;
}

const pageSize = 256;
const pendingSql = `
  SELECT id, path, sha256, ifnull(file_sha256, sha256) AS fileSha256, frame, file_size AS fileSize, file_modified AS fileModified FROM images
  WHERE id > ? AND NOT EXISTS (SELECT 1 FROM embeddings WHERE model = ? AND image = images.id)
  ORDER BY id LIMIT ?`;

export function createEncodingQueries(db: Database): EncodingQueries {
  const pending = db.prepare<[number, number, number], PendingImage>(pendingSql);
  const count = db.prepare<[number], number>("SELECT count(*) FROM embeddings WHERE model = ?").pluck();
  const page = db.prepare<[number, number, number], VectorRow>(
    "SELECT image, vector FROM embeddings WHERE model = ? AND image > ? ORDER BY image LIMIT ?",
  );
  const tokens = db.prepare<[number], { images: number; sum: Buffer }>(
    "SELECT images, sum FROM token_sums WHERE model = ?",
  );
  const addBatch = createBatchWriter(db);
  return {
    ...createRuns(db),
    pending: (model, limit, after) => pending.all(after, model, limit),
    add: (model, run, rows, tokenSum) => {
      inTransaction(db, () => {
        addBatch(model, run, rows, tokenSum);
      });
    },
    count: (model) => count.get(model) ?? 0,
    *iterate(model) {
      for (let rows = page.all(model, 0, pageSize); rows.length > 0;) {
        for (const row of rows) yield { image: row.image, vector: unpackVector(row.vector) };
        rows = page.all(model, rows.at(-1)?.image ?? 0, pageSize);
      }
    },
    tokenMean: (model) => {
      const row = tokens.get(model);
      return row && { images: row.images, mean: unpackSum(row.sum).map((sum) => sum / row.images) };
    },
  };
}

function createRuns(db: Database): Pick<EncodingQueries, "startRun" | "lastRun"> {
  const start = db
    .prepare<[NewRun & { readonly at: string }], number>(
      `INSERT INTO runs (model, device, proof, preprocessing_hash, code_version, started_at)
       VALUES (@model, @device, @proof, @preprocessingHash, @codeVersion, @at) RETURNING id`,
    )
    .pluck();
  const last = db.prepare<[number], { device: string; proof: string; startedAt: string }>(
    "SELECT device, proof, started_at AS startedAt FROM runs WHERE model = ? ORDER BY id DESC LIMIT 1",
  );
  return {
    startRun: (run) =>
      inTransaction(db, () => {
        const id = start.get({ ...run, at: new Date().toISOString() });
        if (id === undefined) throw new Error("the insert of a run gave no id");
        return id;
      }),
    lastRun: (model) => last.get(model),
  };
}

type BatchWriter = EncodingQueries["add"];

function createBatchWriter(db: Database): BatchWriter {
  const add = db.prepare<[number, number, number, Uint8Array]>(
    "INSERT INTO embeddings (model, image, run, vector) VALUES (?, ?, ?, ?)",
  );
  const width = db.prepare<[number], number>("SELECT length(vector) FROM embeddings WHERE model = ? LIMIT 1").pluck();
  const tokens = db.prepare<[number], Buffer>("SELECT sum FROM token_sums WHERE model = ?").pluck();
  const putTokens = db.prepare<[number, number, Uint8Array]>(
    `INSERT INTO token_sums (model, images, sum) VALUES (?, ?, ?)
     ON CONFLICT (model) DO UPDATE SET images = images + excluded.images, sum = excluded.sum`,
  );
  return (model, run, rows, tokenSum) => {
    const first = rows[0];
    if (first === undefined) return;
    const bytes = width.get(model) ?? first.vector.byteLength;
    for (const row of rows) {
      if (row.vector.byteLength !== bytes) throw otherWidth("embeddings", row.vector.byteLength / 4, bytes / 4);
      add.run(model, row.image, run, packVector(row.vector));
    }
    const before = tokens.get(model);
    putTokens.run(model, rows.length, packVector(before === undefined ? tokenSum : sum(unpackSum(before), tokenSum)));
  };
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length !== b.length) throw otherWidth("token sums", b.length, a.length);
  return a.map((value, place) => value + (b[place] ?? 0));
}

function otherWidth(what: string, given: number, stored: number): LightboxError {
  const sentence = `This encoder gave ${what} of width ${String(given)}; those stored before have ${String(stored)}.`;
  return new LightboxError("model/mismatch", sentence, "A pack must change its files with its hash: add it again.");
}
