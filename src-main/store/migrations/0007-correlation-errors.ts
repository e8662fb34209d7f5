import type { Migration } from "../migrate.ts";

/** The standard error of every correlation; those scored before have none until they are scored again. */
export const correlationErrorsMigration: Migration = {
  number: 7,
  name: "correlation errors",
  sql: "ALTER TABLE associations ADD COLUMN correlation_error REAL;",
};
