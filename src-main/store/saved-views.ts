import type { Database } from "better-sqlite3";
import type { SavedView } from "../../src-preload/contract/views.ts";
import { inTransaction } from "./connection.ts";

export interface SavedViewQueries {
  /** By name, whatever its case. */
  list(): SavedView[];
  /** One of the same name gives way. */
  save(view: SavedView): void;
  /** A name that is not there is left alone. */
  remove(name: string): void;
}

export function createSavedViewQueries(db: Database): SavedViewQueries {
  const list = db.prepare<[], SavedView>("SELECT name, address FROM saved_views ORDER BY name COLLATE NOCASE, name");
  const save = db.prepare<[string, string]>(
    "INSERT INTO saved_views (name, address) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET address = excluded.address",
  );
  const remove = db.prepare<[string]>("DELETE FROM saved_views WHERE name = ?");
  return {
    list: () => list.all(),
    save: ({ name, address }) => {
      inTransaction(db, () => save.run(name, address));
    },
    remove: (name) => {
      inTransaction(db, () => remove.run(name));
    },
  };
}
