import { randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import Connection from "better-sqlite3";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { configure, explain } from "./connection.ts";
import { codeOf, databaseName, unwritable } from "./files.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";

/** Folders of a workspace, and what a process that is making one (or was stopped doing so) has lying there. */
const ownName = /^(models|exports|lightbox\.db\.(unfinished|\d+-[0-9a-f-]{36})(-wal|-shm|-journal)?)$/;
/** What file managers leave in any folder they have shown. */
const systemName = /^(\.DS_Store|\.localized|Thumbs\.db|desktop\.ini)$/i;
/** File systems without hard links answer one of these. */
const noLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/**
 * Makes a workspace: the folder, models/, exports/ and an empty database. Of several processes that make the same one at
 * the same time, one does. Throws `workspace/exists` for a workspace or a folder with other files in it,
 * `store/unwritable` where nothing can be written.
 */
export function createWorkspace(folder: string): void {
  const place = resolve(folder);
  try {
    refuseTaken(place);
    for (const name of ["models", "exports"]) mkdirSync(join(place, name), { recursive: true });
    buildDatabase(place);
  } catch (error) {
    throw unwritable(place, explain(error));
  }
}

/** Makes a workspace where there is none; one that another process makes meanwhile is as good. */
export function ensureWorkspace(folder: string): void {
  const file = join(resolve(folder), databaseName);
  if (existsSync(file)) return;
  try {
    createWorkspace(folder);
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
}

/** Builds under a name of its own and gives it the true one last: a workspace that carries it is whole. */
function buildDatabase(place: string): void {
  const unfinished = join(place, `${databaseName}.${String(process.pid)}-${randomUUID()}`);
  try {
    const db = new Connection(unfinished);
    try {
      configure(db);
      migrate(db, place, migrations);
      // Everything into the one file that gets the name. It stays in WAL: two first openings that both had to change the
      // mode would find each other busy, which no timeout covers.
      db.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      db.close();
    }
    putInPlace(unfinished, join(place, databaseName));
  } finally {
    for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(unfinished + end, { force: true });
  }
}

/** A link, unlike a rename, never takes the place of a file that is there. */
function putInPlace(unfinished: string, file: string): void {
  try {
    linkSync(unfinished, file);
  } catch (error) {
    const code = codeOf(error) ?? "";
    if (code === "EEXIST" || existsSync(file)) throw exists(resolve(file, ".."));
    if (!noLinks.includes(code)) throw error;
    renameSync(unfinished, file);
  }
}

function refuseTaken(place: string): void {
  const names = namesIn(place);
  if (names.includes(databaseName)) throw exists(place);
  if (names.every((name) => ownName.test(name) || systemName.test(name))) return;
  const sentence = `${place} holds files that are not Lightbox's.`;
  throw new LightboxError("workspace/exists", sentence, "Give a new or an empty folder; films stay where they are.");
}

function namesIn(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

function exists(place: string): LightboxError {
  const sentence = `${place} is a Lightbox workspace already.`;
  return new LightboxError("workspace/exists", sentence, "Open it, or give another folder.");
}
