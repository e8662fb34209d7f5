import type { Migration } from "../migrate.ts";

/** Long work with its progress and refusals, and the settings of the workspace. */
export const jobsMigration: Migration = {
  number: 4,
  name: "jobs",
  sql: `
    CREATE TABLE jobs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      state TEXT NOT NULL
        CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
      step TEXT NOT NULL DEFAULT '',
      step_number INTEGER NOT NULL DEFAULT 0,
      steps INTEGER NOT NULL DEFAULT 0,
      done INTEGER NOT NULL DEFAULT 0,
      total INTEGER NOT NULL DEFAULT 0,
      eta_seconds REAL,
      error_code TEXT,
      error_message TEXT,
      error_remedy TEXT,
      started_at TEXT NOT NULL,
      ended_at TEXT,
      cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
      -- The process that owns the job; a process id alone may be given to another process later.
      process INTEGER NOT NULL,
      process_start TEXT NOT NULL,
      parameters TEXT NOT NULL,
      CHECK ((error_code IS NULL) = (error_message IS NULL) AND (error_code IS NULL) = (error_remedy IS NULL))
    ) STRICT;
    CREATE INDEX jobs_open ON jobs (state) WHERE state IN ('queued', 'running');

    CREATE TABLE refusals (
      job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
      item TEXT NOT NULL,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      remedy TEXT NOT NULL,
      PRIMARY KEY (job, item)
    ) STRICT;

    CREATE TABLE settings (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
