import type { Migration } from "../migrate.ts";

/** Images that are one frame of a file with several. */
export const framesMigration: Migration = {
  number: 9,
  name: "frames",
  sql: `
    ALTER TABLE images ADD COLUMN frame INTEGER NOT NULL DEFAULT 1 CHECK (frame >= 1);
    -- How many the file has; null where it was imported before they were counted.
    ALTER TABLE images ADD COLUMN frames INTEGER CHECK (frames >= 1);
    -- SHA-256 of the file; null where it is the image's own, as for every first frame.
    ALTER TABLE images ADD COLUMN file_sha256 TEXT CHECK (length(file_sha256) = 64);
  `,
};
