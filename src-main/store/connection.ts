import Connection from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { LightboxError } from "../../src-preload/contract/errors.ts";

/** Opens an existing database file without changing it. */
export function connect(file: string): Database {
  return new Connection(file, { fileMustExist: true, timeout: 5000 });
}

/**
 * Settings of every connection. WAL: readers of another process do not wait for a writer. FULL: a commit that was
 * reported is on the disk, also after a power cut. The schema is not trusted, since a workspace may come from elsewhere.
 */
export function configure(db: Database): void {
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("foreign_keys = ON");
  db.pragma("busy_timeout = 5000");
  db.pragma("trusted_schema = OFF");
  db.pragma("cell_size_check = ON");
  db.pragma("temp_store = MEMORY");
  db.pragma("cache_size = -65536");
}

/**
 * Runs `work` in one transaction that takes the write lock at its start (a nested call is a savepoint).
 * Throws `workspace/busy` when another process holds the lock for longer than five seconds.
 */
export function inTransaction<Result>(db: Database, work: () => Result): Result {
  try {
    return db.transaction(work).immediate();
  } catch (error) {
    throw explain(error);
  }
}

/** Turns the failures of SQLite that a user can do something about into sentences; anything else comes back as it is. */
export function explain(error: unknown): unknown {
  if (!(error instanceof Connection.SqliteError)) return error;
  const options = { cause: error };
  const kind = error.code.split("_").slice(0, 2).join("_");
  if (kind === "SQLITE_BUSY" || kind === "SQLITE_LOCKED") {
    const sentence = "Another Lightbox is writing to this workspace and did not finish in five seconds.";
    return new LightboxError("workspace/busy", sentence, "Wait for its job to end, or cancel it there.", options);
  }
  if (["SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM"].includes(kind)) {
    const sentence = `The workspace cannot be written: ${error.message}.`;
    return new LightboxError("store/unwritable", sentence, "Check free space and permissions of its folder.", options);
  }
  if (kind === "SQLITE_CORRUPT" || kind === "SQLITE_NOTADB") {
    const sentence = `The workspace file is damaged: ${error.message}.`;
    return new LightboxError("store/corrupt", sentence, restoreRemedy, options);
  }
  return error;
}

export const restoreRemedy =
  "Keep the folder as it is, and put back a copy of lightbox.db (a backup, or a lightbox-before-N.db beside it).";
