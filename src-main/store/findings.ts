import type { Database } from "better-sqlite3";

export interface Findings {
  /** The row of a finding; a name that is new gets one. */
  idOf(name: string): number;
}

/** Findings by name. Not remembered between calls: a row made in a transaction that is rolled back is gone. */
export function createFindings(db: Database): Findings {
  const find = db.prepare<[string], number>("SELECT id FROM findings WHERE name = ?").pluck();
  const add = db.prepare<[string], number>("INSERT INTO findings (name) VALUES (?) RETURNING id").pluck();
  return {
    idOf: (name) => {
      const id = find.get(name) ?? add.get(name);
      if (id === undefined) throw new Error(`no row for the finding ${name}`);
      return id;
    },
  };
}
