import type { Migration } from "../migrate.ts";

/** What tables tell of films beside their labels, how uncertain labels are scored, and mappings of tables of unknown layout. */
export const tablesMigration: Migration = {
  number: 10,
  name: "tables",
  sql: `
    ALTER TABLE images ADD COLUMN split TEXT;
    ALTER TABLE images ADD COLUMN label_source TEXT;

    -- What an uncertain label counts as when neurons are scored; null, before anybody chose, is 'ignore'.
    ALTER TABLE data_sets ADD COLUMN policy TEXT CHECK (policy IN ('ignore', 'zeros', 'ones'));

    -- JSON: the policy of each data set when neurons were scored; null where that was before there were any.
    ALTER TABLE generations ADD COLUMN policies TEXT;

    -- Keyed by a hash of the header, so that the same kind of table is read the same way again.
    CREATE TABLE table_mappings (
      signature TEXT PRIMARY KEY,
      mapping TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
