import type { Database } from "better-sqlite3";

export interface DataSets {
  /** The row of a data set; a name that is new gets one. */
  idOf(name: string): number;
}

/** Data sets by name. Not remembered between calls: a row made in a transaction that is rolled back is gone. */
export function createDataSets(db: Database): DataSets {
  const find = db.prepare<[string], number>("SELECT id FROM data_sets WHERE name = ?").pluck();
  const add = db
    .prepare<[string, string], number>("INSERT INTO data_sets (name, imported_at) VALUES (?, ?) RETURNING id")
    .pluck();
  return {
    idOf: (name) => {
      const id = find.get(name) ?? add.get(name, new Date().toISOString());
      if (id === undefined) throw new Error(`no row for the data set ${name}`);
      return id;
    },
  };
}
