import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import Connection from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { LightboxError } from "../../src-preload/contract/errors.ts";

const kept = 3;
const pattern = /^lightbox-before-(\d+)\.db$/;

/**
 * Copies a database to `lightbox-before-N.db` in `folder`: whole, checked, synced to disk and only then named.
 * The three copies with the highest numbers stay. Throws `store/corrupt` when the copy does not pass its check.
 */
export function backUp(db: Database, folder: string, number: number): string {
  const target = join(folder, `lightbox-before-${String(number).padStart(4, "0")}.db`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  db.prepare("VACUUM INTO ?").run(partial);
  checkCopy(partial);
  syncToDisk(partial);
  renameSync(partial, target);
  for (const name of backups(folder).slice(0, -kept)) rmSync(join(folder, name));
  return target;
}

/** Names of the copies in a workspace folder, oldest schema first. */
export function backups(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort((a, b) => Number(pattern.exec(a)?.[1]) - Number(pattern.exec(b)?.[1]));
}

function checkCopy(file: string): void {
  const copy = new Connection(file, { readonly: true, fileMustExist: true });
  try {
    const verdict = String(copy.pragma("quick_check(1)", { simple: true }));
    if (verdict === "ok") return;
    throw new LightboxError(
      "store/corrupt",
      `The copy made before a change of the workspace is damaged: ${verdict}.`,
      "Check the disk; nothing was changed.",
    );
  } finally {
    copy.close();
  }
}

function syncToDisk(file: string): void {
  const handle = openSync(file, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
