import type { Database } from "better-sqlite3";
import { inTransaction } from "./connection.ts";

export type ModelKind = "encoder" | "sae";

export interface NewModel {
  readonly packId: string;
  readonly kind: ModelKind;
  /** SHA-256 of the manifest, which holds those of the other files. */
  readonly hash: string;
}

export interface StoredModel {
  readonly id: number;
  readonly hash: string;
}

export interface ModelQueries {
  /** Row id of a pack; the same pack id with another hash is another row. The pack is the newest of its id from now on. */
  register(model: NewModel): number;
  /** The copy of this pack that was registered last. */
  find(packId: string, kind: ModelKind): StoredModel | undefined;
}

export function createModelQueries(db: Database): ModelQueries {
  const find = db.prepare<[string, ModelKind], StoredModel>(
    "SELECT id, hash FROM models WHERE pack_id = ? AND kind = ? ORDER BY sequence DESC LIMIT 1",
  );
  const put = db
    .prepare<[NewModel & { readonly at: string }], number>(
      `INSERT INTO models (pack_id, kind, hash, registered_at, sequence)
       VALUES (@packId, @kind, @hash, @at, (SELECT ifnull(max(sequence), 0) + 1 FROM models))
       ON CONFLICT (pack_id, kind, hash) DO UPDATE SET sequence = excluded.sequence
       RETURNING id`,
    )
    .pluck();
  return {
    find: (packId, kind) => find.get(packId, kind),
    register: ({ packId, kind, hash }) => {
      const newest = find.get(packId, kind);
      // Every job that uses a pack registers it: most often there is nothing to write.
      if (newest?.hash === hash) return newest.id;
      return inTransaction(db, () => {
        const id = put.get({ packId, kind, hash, at: new Date().toISOString() });
        if (id === undefined) throw new Error("the insert of a model gave no id");
        return id;
      });
    },
  };
}
