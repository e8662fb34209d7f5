import type { Migration } from "../migrate.ts";

/** How often each neuron fires how strongly. */
export const histogramsMigration: Migration = {
  number: 6,
  name: "histograms",
  sql: `
    -- uint32 counts of images by activation, in equal bins over (0, max]; null where scored before they were kept.
    ALTER TABLE neurons ADD COLUMN histogram BLOB CHECK (length(histogram) % 4 = 0);
  `,
};
