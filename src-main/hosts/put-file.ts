import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LightboxError } from "../../src-preload/contract/index.ts";

/**
 * Writes a file under a passing name beside `path` and renames it into place, so that nobody sees half of it; an earlier
 * file is replaced.
 * @throws LightboxError `data/unwritable`
 */
export async function putFile(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const passing = join(dirname(path), `.${basename(path)}-${randomUUID()}`);
  try {
    const file = await open(passing, "wx");
    try {
      for (const part of parts) await file.writeFile(part);
    } finally {
      await file.close();
    }
    await rename(passing, path);
  } catch (error) {
    await rm(passing, { force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new LightboxError(
      "data/unwritable",
      `${path} cannot be written (${reason}).`,
      "Choose another place, or free some space there.",
    );
  }
}
