import type { Migration } from "../migrate.ts";

/** Model packs by hash, the runs that used them, and the embeddings those runs made. */
export const embeddingsMigration: Migration = {
  number: 2,
  name: "embeddings",
  sql: `
    CREATE TABLE models (
      id INTEGER PRIMARY KEY,
      pack_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('encoder', 'sae')),
      hash TEXT NOT NULL,
      registered_at TEXT NOT NULL,
      -- Rises with every registration: the pack on disk today is the newest, even if an older copy came back.
      sequence INTEGER NOT NULL UNIQUE,
      UNIQUE (pack_id, kind, hash)
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      model INTEGER NOT NULL REFERENCES models (id),
      device TEXT NOT NULL,
      proof TEXT NOT NULL,
      preprocessing_hash TEXT NOT NULL,
      code_version TEXT NOT NULL,
      started_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX runs_model ON runs (model);

    CREATE TABLE embeddings (
      id INTEGER PRIMARY KEY,
      model INTEGER NOT NULL REFERENCES models (id),
      image INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
      run INTEGER NOT NULL REFERENCES runs (id),
      vector BLOB NOT NULL,
      UNIQUE (model, image)
    ) STRICT;
    CREATE INDEX embeddings_image ON embeddings (image);
    CREATE INDEX embeddings_run ON embeddings (run);

    CREATE TABLE token_sums (
      model INTEGER PRIMARY KEY REFERENCES models (id),
      images INTEGER NOT NULL,
      sum BLOB NOT NULL
    ) STRICT;
  `,
};
