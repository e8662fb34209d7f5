import type { Migration } from "../migrate.ts";

/** The data set of every image, indexes for all that images are filtered by, and the saved views of the window. */
export const dataSetsMigration: Migration = {
  number: 5,
  name: "data sets",
  sql: `
    CREATE TABLE data_sets (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      imported_at TEXT NOT NULL
    ) STRICT;

    ALTER TABLE images ADD COLUMN data_set INTEGER REFERENCES data_sets (id);
    CREATE INDEX images_data_set ON images (data_set);
    CREATE INDEX images_view ON images (view);
    CREATE INDEX images_projection ON images (projection);
    CREATE INDEX images_sex ON images (sex);
    CREATE INDEX images_age ON images (age);

    -- Rises with every change of an image, whoever makes it, so that lists kept in memory know when they are old.
    INSERT INTO revisions (what, number) VALUES ('images', 0);
    CREATE TRIGGER images_added AFTER INSERT ON images
      BEGIN UPDATE revisions SET number = number + 1 WHERE what = 'images'; END;
    CREATE TRIGGER images_changed AFTER UPDATE ON images
      BEGIN UPDATE revisions SET number = number + 1 WHERE what = 'images'; END;
    CREATE TRIGGER images_removed AFTER DELETE ON images
      BEGIN UPDATE revisions SET number = number + 1 WHERE what = 'images'; END;

    CREATE TABLE saved_views (
      name TEXT PRIMARY KEY,
      address TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
