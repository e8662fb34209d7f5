import type { Migration } from "../migrate.ts";

/** Sparse codes by SAE and encoder, and the statistics made from them, one generation at a time. */
export const codesMigration: Migration = {
  number: 3,
  name: "codes",
  sql: `
    -- What made a set of codes: one SAE reading the embeddings of one encoder. Codes of two encoders never mix.
    CREATE TABLE codings (
      id INTEGER PRIMARY KEY,
      sae INTEGER NOT NULL REFERENCES models (id),
      encoder INTEGER REFERENCES models (id),
      images INTEGER NOT NULL,
      code_version TEXT NOT NULL,
      started_at TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX codings_origin ON codings (sae, ifnull(encoder, 0));

    -- code: k × uint16 neurons, then k × float16 activations, by falling activation.
    CREATE TABLE codes (
      coding INTEGER NOT NULL REFERENCES codings (id),
      image INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
      code BLOB NOT NULL CHECK (length(code) % 4 = 0),
      PRIMARY KEY (coding, image)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX codes_image ON codes (image);

    CREATE TABLE generations (
      id INTEGER PRIMARY KEY,
      sae INTEGER NOT NULL REFERENCES models (id),
      coding INTEGER REFERENCES codings (id),
      images INTEGER NOT NULL,
      labels_revision INTEGER NOT NULL,
      code_version TEXT NOT NULL,
      scored_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX generations_sae ON generations (sae);

    -- The one generation of an SAE that readers see.
    CREATE TABLE scores (
      sae INTEGER PRIMARY KEY REFERENCES models (id),
      generation INTEGER NOT NULL REFERENCES generations (id)
    ) STRICT;

    CREATE TABLE neurons (
      generation INTEGER NOT NULL REFERENCES generations (id),
      neuron INTEGER NOT NULL CHECK (neuron BETWEEN 0 AND 65535),
      fires INTEGER NOT NULL,
      sum REAL NOT NULL,
      max REAL NOT NULL,
      strongest INTEGER REFERENCES findings (id),
      PRIMARY KEY (generation, neuron)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE associations (
      generation INTEGER NOT NULL REFERENCES generations (id),
      neuron INTEGER NOT NULL,
      finding INTEGER NOT NULL REFERENCES findings (id),
      correlation REAL,
      auroc REAL,
      positives INTEGER NOT NULL,
      negatives INTEGER NOT NULL,
      PRIMARY KEY (generation, neuron, finding)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE strongest_neurons (
      generation INTEGER NOT NULL REFERENCES generations (id),
      finding INTEGER NOT NULL REFERENCES findings (id),
      neuron INTEGER NOT NULL,
      PRIMARY KEY (generation, finding)
    ) STRICT, WITHOUT ROWID;

    -- id = generation × 65536 + neuron: one integer key finds a list without an index beside it.
    -- list: n × uint32 image ids, then n × float16 activations, by falling activation.
    CREATE TABLE postings (
      id INTEGER PRIMARY KEY,
      n INTEGER NOT NULL,
      list BLOB NOT NULL CHECK (length(list) = 6 * n)
    ) STRICT;
  `,
};
