import type { Database } from "better-sqlite3";
import { inTransaction } from "./connection.ts";

/** How tables of unknown layout are read, as JSON by a hash of their header. */
export interface TableMappingQueries {
  get(signature: string): string | undefined;
  /** The mapping before gives way. */
  set(signature: string, mapping: string): void;
}

export function createTableMappingQueries(db: Database): TableMappingQueries {
  const get = db.prepare<[string], string>("SELECT mapping FROM table_mappings WHERE signature = ?").pluck();
  const set = db.prepare<[string, string]>(
    "INSERT INTO table_mappings (signature, mapping) VALUES (?, ?) ON CONFLICT (signature) DO UPDATE SET mapping = excluded.mapping",
  );
  return {
    get: (signature) => get.get(signature),
    set: (signature, mapping) => {
      inTransaction(db, () => set.run(signature, mapping));
    },
  };
}
