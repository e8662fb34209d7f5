import type { Database } from "better-sqlite3";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { backUp } from "./backup.ts";
import { explain, inTransaction } from "./connection.ts";

/** One numbered step of the schema; `number` is the user_version the file has afterwards. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** "LBOX": written into the header of every Lightbox database. */
export const applicationId = 0x4c424f58;

/** PRAGMA user_version: the number of the last migration the file has seen. */
export function schemaVersion(db: Database): number {
  return Number(db.pragma("user_version", { simple: true }));
}

/**
 * Brings a database to the last of `steps`, each step in one transaction. A file that already held something is copied
 * into `folder` before every step. A step that fails leaves the file as it was and throws `store/corrupt`.
 */
export function migrate(db: Database, folder: string, steps: readonly Migration[]): void {
  const isNew = schemaVersion(db) === 0;
  for (const step of steps) {
    if (schemaVersion(db) >= step.number) continue;
    if (!isNew) backUp(db, folder, step.number);
    try {
      inTransaction(db, () => {
        takeStep(db, step);
      });
    } catch (error) {
      throw failed(step, error);
    }
  }
}

function takeStep(db: Database, step: Migration): void {
  // Another process may have taken the step while this one waited for the write lock.
  if (schemaVersion(db) >= step.number) return;
  db.exec(step.sql);
  const broken = db.pragma("foreign_key_check") as readonly unknown[];
  if (broken.length > 0) throw new Error(`${String(broken.length)} rows point at nothing`);
  db.pragma(`application_id = ${String(applicationId)}`);
  db.pragma(`user_version = ${String(step.number)}`);
}

function failed(step: Migration, error: unknown): LightboxError {
  const reason = explain(error);
  if (reason instanceof LightboxError) return reason;
  const message = reason instanceof Error ? reason.message : String(reason);
  return new LightboxError(
    "store/corrupt",
    `The workspace could not be brought to schema ${String(step.number)} (${step.name}): ${message}.`,
    "Nothing was changed; a copy made before the attempt lies beside lightbox.db. Please report this sentence.",
    { cause: error },
  );
}
