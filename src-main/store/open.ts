import { accessSync, constants, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import Connection from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { createCodeQueries } from "./codes.ts";
import type { CodeQueries } from "./codes.ts";
import { configure, connect, explain, inTransaction, restoreRemedy } from "./connection.ts";
import { createEncodingQueries } from "./encodings.ts";
import type { EncodingQueries } from "./encodings.ts";
import { createEvidenceQueries } from "./evidence.ts";
import type { EvidenceQueries } from "./evidence.ts";
import { asArgument, databaseName, unwritable } from "./files.ts";
import { createImageQueries } from "./images.ts";
import type { ImageQueries } from "./images.ts";
import { createJobQueries } from "./jobs.ts";
import type { JobQueries } from "./jobs.ts";
import { applicationId, migrate, schemaVersion } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { createModelQueries } from "./models.ts";
import type { ModelQueries } from "./models.ts";
import { createSavedViewQueries } from "./saved-views.ts";
import type { SavedViewQueries } from "./saved-views.ts";
import { createSettingQueries } from "./settings.ts";
import type { SettingQueries } from "./settings.ts";
import { createDataSetQueries } from "./data-set-policies.ts";
import type { DataSetQueries } from "./data-set-policies.ts";
import { createTableMappingQueries } from "./table-mappings.ts";
import type { TableMappingQueries } from "./table-mappings.ts";

/** An open workspace: one connection, synchronous queries. */
export interface Store {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  readonly images: ImageQueries;
  readonly models: ModelQueries;
  readonly encodings: EncodingQueries;
  readonly codes: CodeQueries;
  readonly evidence: EvidenceQueries;
  readonly jobs: JobQueries;
  readonly settings: SettingQueries;
  readonly views: SavedViewQueries;
  readonly dataSets: DataSetQueries;
  readonly tableMappings: TableMappingQueries;
  /** All or nothing; takes the write lock at its start. `work` is synchronous and short. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

/**
 * Opens a workspace, checks its file and brings it to today's schema.
 * Throws `workspace/not-found`, `store/not-lightbox`, `store/newer`, `store/corrupt`, `store/unwritable`, `workspace/busy`.
 */
export function openStore(folder: string): Store {
  const place = resolve(folder);
  const file = join(place, databaseName);
  if (!existsSync(file)) {
    const sentence = `There is no Lightbox workspace in ${place}.`;
    throw new LightboxError("workspace/not-found", sentence, `Make one with: lightbox init ${asArgument(folder)}`);
  }
  let db: Database | undefined;
  try {
    accessSync(place, constants.W_OK);
    accessSync(file, constants.W_OK);
    db = connect(file);
    checkIdentity(db, file);
    configure(db);
    checkContent(db, file);
    migrate(db, place, migrations);
    return createStore(db, place);
  } catch (error) {
    db?.close();
    throw unwritable(place, explain(error));
  }
}

function createStore(db: Database, folder: string): Store {
  return {
    folder,
    images: createImageQueries(db),
    models: createModelQueries(db),
    encodings: createEncodingQueries(db),
    codes: createCodeQueries(db),
    evidence: createEvidenceQueries(db),
    jobs: createJobQueries(db),
    settings: createSettingQueries(db),
    views: createSavedViewQueries(db),
    dataSets: createDataSetQueries(db),
    tableMappings: createTableMappingQueries(db),
    transaction: (work) => inTransaction(db, work),
    close: () => {
      if (!db.open) return;
      db.pragma("optimize");
      db.close();
    },
  };
}

/** Reads the header only: a file that is not ours must not be changed, not even its journal mode. */
function checkIdentity(db: Database, file: string): void {
  if (readHeader(db) !== applicationId) {
    const sentence = `${file} is not a Lightbox workspace.`;
    throw new LightboxError("store/not-lightbox", sentence, "Choose a folder that Lightbox has made.");
  }
  const version = schemaVersion(db);
  const known = migrations.at(-1)?.number ?? 0;
  if (version <= known) return;
  const sentence = `This workspace was written by a newer Lightbox (schema ${String(version)}; this one knows ${String(known)}).`;
  throw new LightboxError("store/newer", sentence, "Update Lightbox; the workspace was not touched.");
}

function readHeader(db: Database): number | undefined {
  try {
    return Number(db.pragma("application_id", { simple: true }));
  } catch (error) {
    if (error instanceof Connection.SqliteError && error.code === "SQLITE_NOTADB") return undefined;
    throw error;
  }
}

/**
 * PRAGMA quick_check of every b-tree. The index of words is left out as such (its own check alone takes longer than all
 * the others, and it can be built anew), but the tables it is kept in are read like any other.
 */
function checkContent(db: Database, file: string): void {
  const tables = db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')");
  for (const name of tables.pluck().all() as readonly string[]) {
    const verdict = String(db.pragma(`quick_check('${name.replaceAll("'", "''")}')`, { simple: true }));
    if (verdict === "ok") continue;
    throw new LightboxError("store/corrupt", `${file} is damaged: ${verdict}.`, restoreRemedy);
  }
}
