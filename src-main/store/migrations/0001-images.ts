import type { Migration } from "../migrate.ts";

/** Images, what is known of them, and their thumbnails. Long text and blobs stand in tables of their own. */
export const imagesMigration: Migration = {
  number: 1,
  name: "images",
  sql: `
    CREATE TABLE images (
      id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4294967295),
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      path TEXT NOT NULL,
      name TEXT NOT NULL,
      format TEXT NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      bits_stored INTEGER NOT NULL,
      photometric TEXT NOT NULL,
      row_spacing REAL,
      column_spacing REAL,
      patient TEXT,
      study TEXT,
      view TEXT,
      projection TEXT,
      sex TEXT,
      age REAL,
      file_size INTEGER NOT NULL,
      file_modified REAL NOT NULL,
      imported_at TEXT NOT NULL,
      CHECK ((row_spacing IS NULL) = (column_spacing IS NULL))
    ) STRICT;
    CREATE INDEX images_path ON images (path);
    CREATE INDEX images_patient_study ON images (patient, study);

    CREATE TABLE reports (
      image INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
      text TEXT NOT NULL
    ) STRICT;

    CREATE TABLE thumbnails (
      image INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
      jpeg BLOB NOT NULL
    ) STRICT;

    CREATE TABLE findings (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE labels (
      finding INTEGER NOT NULL REFERENCES findings (id),
      image INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
      value INTEGER NOT NULL CHECK (value IN (-1, 0, 1)),
      PRIMARY KEY (finding, image)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX labels_image ON labels (image);

    -- Rises with every change of a label, so that statistics know when they are older than their labels.
    CREATE TABLE revisions (
      what TEXT PRIMARY KEY,
      number INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO revisions (what, number) VALUES ('labels', 0);

    -- Trigrams find any piece of text of three characters or more without reading every row.
    CREATE VIRTUAL TABLE image_words USING fts5 (
      name, patient, report, content = '', contentless_delete = 1, tokenize = 'trigram'
    );
  `,
};
