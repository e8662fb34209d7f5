import type { Migration } from "../migrate.ts";

/** The standard error of every correlation, and which images were coded; what was scored before tells neither. */
export const correlationErrorsMigration: Migration = {
  number: 7,
  name: "correlation errors",
  sql: `
    ALTER TABLE associations ADD COLUMN correlation_error REAL;

    -- Smallest and largest image of the coding when it was scored: later images are no part of the statistics.
    ALTER TABLE generations ADD COLUMN first_image INTEGER;
    ALTER TABLE generations ADD COLUMN last_image INTEGER;
  `,
};
