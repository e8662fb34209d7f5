import type { Migration } from "../migrate.ts";

/** When a study was made, whether who is on a film was removed, writing in the picture, and what came of an import. */
export const privacyMigration: Migration = {
  number: 8,
  name: "privacy",
  sql: `
    ALTER TABLE images ADD COLUMN study_date TEXT;
    ALTER TABLE images ADD COLUMN identity TEXT CHECK (identity IN ('removed', 'kept'));
    ALTER TABLE images ADD COLUMN burned_in TEXT CHECK (burned_in IN ('declared', 'likely'));

    CREATE INDEX images_burned_in ON images (id) WHERE burned_in IS NOT NULL;

    -- JSON; null while a job runs, and for kinds of jobs that leave none.
    ALTER TABLE jobs ADD COLUMN outcome TEXT;
  `,
};
