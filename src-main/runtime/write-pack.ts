import { createHash, randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { readPack } from "./pack.ts";
import type { Pack } from "./pack.ts";

/** The fields every manifest begins with, in the order in which people read them. */
const firstFields = ["format", "kind", "id", "name", "version", "licence", "intendedUse", "trainingData"];

/**
 * Writes a pack: the files, and a manifest.json with their hashes. It is put together and checked beside `folder` and
 * renamed into place, so nobody ever sees half of it. An earlier pack of the same id in `folder` is replaced; anything else
 * that lies there is left alone. Errors: `model/bad-manifest`, `model/exists`, `model/unwritable`.
 */
export async function writePack(
  folder: string,
  manifest: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Pack> {
  const target = resolve(folder);
  const passing = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
  try {
    await mkdir(passing, { recursive: true });
    const hashes: Record<string, string> = {};
    for (const name of Object.keys(files).sort()) {
      const bytes = files[name] ?? new Uint8Array(0);
      if (basename(name) !== name) throw new Error(`"${name}" is not a plain file name`);
      hashes[name] = createHash("sha256").update(bytes).digest("hex");
      await writeFile(join(passing, name), bytes, { flush: true });
    }
    await writeFile(join(passing, "manifest.json"), manifestText(manifest, hashes), { flush: true });
    const { manifest: checked } = await readPack(passing);
    await refuseOccupied(target, checked.id);
    await putInPlace(passing, target);
  } catch (error) {
    throw packUnwritable(target, error);
  } finally {
    // Where nothing could be written there is nothing to remove, and that error has been told.
    await rm(passing, { recursive: true, force: true }).catch(() => undefined);
  }
  return readPack(target);
}

/** Pretty JSON: the common fields, then the rest by name, then the files; the same pack gives the same bytes. */
function manifestText(manifest: Readonly<Record<string, unknown>>, files: Readonly<Record<string, string>>): string {
  const rest = Object.keys(manifest).filter((field) => !firstFields.includes(field) && field !== "files");
  const fields = [...firstFields.filter((field) => Object.hasOwn(manifest, field)), ...rest.sort()];
  const ordered = Object.fromEntries(fields.map((field) => [field, sorted(manifest[field])]));
  return `${JSON.stringify({ ...ordered, files }, undefined, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** An empty folder or an earlier version of the pack may be replaced, and nothing else. */
async function refuseOccupied(target: string, id: string): Promise<void> {
  const there = await readdir(target).catch(() => []);
  if (there.length === 0) return;
  const earlier = await readPack(target).catch(() => undefined);
  const known = new Set(["manifest.json", ...Object.keys(earlier?.manifest.files ?? {})]);
  if (earlier?.manifest.id !== id || there.some((name) => !known.has(name))) throw occupied(target);
}

/**
 * Renames a finished folder to where it belongs. What is there steps aside to `PASSING-old` and goes only when the new one
 * is in its place: it is never lost, whenever this is stopped.
 */
export async function putInPlace(passing: string, target: string): Promise<void> {
  if ((await lstat(target).catch(() => undefined)) === undefined) {
    await rename(passing, target);
    return;
  }
  const old = `${passing}-old`;
  await rename(target, old);
  try {
    await rename(passing, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

/** What went wrong while a pack was written: `model/unwritable` where the disk said no, else the error as it came. */
export function packUnwritable(target: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LightboxError || !("syscall" in error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? error.message;
  return new LightboxError(
    "model/unwritable",
    `The pack could not be written to ${target} (${code}).`,
    "Choose a folder that you may write to, on a disk with room.",
    { cause: error },
  );
}

function occupied(target: string): LightboxError {
  return new LightboxError(
    "model/exists",
    `The folder ${target} already holds something else than an earlier version of this pack.`,
    "Choose another folder, or move what is in it away.",
  );
}
