import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
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
    await putInPlace(passing, target, checked.id);
  } catch (error) {
    throw isFileError(error) ? unwritable(target, error) : error;
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

async function putInPlace(passing: string, target: string, id: string): Promise<void> {
  const there = await readdir(target).catch(() => undefined);
  if (there === undefined) {
    await rename(passing, target);
  } else if (there.length === 0) {
    await rmdir(target);
    await rename(passing, target);
  } else {
    const earlier = await readPack(target).catch(() => undefined);
    const known = new Set(["manifest.json", ...Object.keys(earlier?.manifest.files ?? {})]);
    if (earlier?.manifest.id !== id || there.some((name) => !known.has(name))) throw occupied(target);
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
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && !(error instanceof LightboxError) && "syscall" in error;
}

function unwritable(target: string, cause: NodeJS.ErrnoException): LightboxError {
  return new LightboxError(
    "model/unwritable",
    `The pack could not be written to ${target} (${cause.code ?? cause.message}).`,
    "Choose a folder that you may write to, on a disk with room.",
    { cause },
  );
}

function occupied(target: string): LightboxError {
  return new LightboxError(
    "model/exists",
    `The folder ${target} already holds something else than an earlier version of this pack.`,
    "Choose another folder, or move what is in it away.",
  );
}
