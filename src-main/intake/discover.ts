import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { LightboxError } from "../../src-preload/contract/errors.ts";
import { refusal, refusalOf, wordsOf } from "./refusal.ts";

/** Something found under the paths that were given. */
export type Found =
  | {
      readonly kind: "file";
      /** Absolute. */
      readonly path: string;
      /** The folder that was given, absolute; for a file that was given itself, the folder that holds it. */
      readonly folder: string;
    }
  | { readonly kind: "problem"; readonly path: string; readonly error: LightboxError };

function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "__MACOSX" || name === "Thumbs.db" || name === "desktop.ini";
}

function problem(path: string, error: unknown): Found {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const cause =
    code === "ENOENT" || code === "ENOTDIR"
      ? refusal(
          "intake/not-found",
          "there is no such file or folder.",
          "Check the path, or connect the disk it lies on.",
        )
      : refusal(
          "intake/unreadable",
          `this cannot be opened (${wordsOf(error)}).`,
          "Check the permissions of the folder and the disk it lies on.",
        );
  return { kind: "problem", path, error: refusalOf(basename(path), cause) };
}

async function kindOf(entry: Dirent, path: string): Promise<"file" | "folder" | "other"> {
  const stats = entry.isSymbolicLink() ? await stat(path) : entry;
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "folder" : "other";
}

async function* walk(folder: string, given: string, visited: Set<string>): AsyncGenerator<Found> {
  let entries: Dirent[];
  try {
    const real = await realpath(folder);
    // A link to a folder above would go round for ever.
    if (visited.has(real)) return;
    visited.add(real);
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield problem(folder, error);
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (isHidden(entry.name)) continue;
    const path = join(folder, entry.name);
    try {
      const kind = await kindOf(entry, path);
      if (kind === "file") yield { kind: "file", path, folder: given };
      // Workspaces lie beside films; what they hold is ours.
      else if (kind === "folder" && !entry.name.endsWith(".lightbox")) yield* walk(path, given, visited);
    } catch (error) {
      yield problem(path, error);
    }
  }
}

/**
 * The files at and below `paths`, folder by folder in the order of their names, found as they are asked for. Hidden
 * files and workspaces are left out, links to folders are followed once.
 */
export async function* discover(paths: readonly string[]): AsyncGenerator<Found> {
  const visited = new Set<string>();
  for (const given of paths) {
    const path = resolve(given);
    try {
      const stats = await stat(path);
      if (stats.isDirectory()) yield* walk(path, path, visited);
      else yield { kind: "file", path, folder: dirname(path) };
    } catch (error) {
      yield problem(path, error);
    }
  }
}
