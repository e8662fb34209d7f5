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

type Kind = "file" | "folder" | "other";

async function kindOf(entry: Dirent, path: string): Promise<Kind> {
  const stats = entry.isSymbolicLink() ? await stat(path) : entry;
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "folder" : "other";
}

/** What lies in a folder, in the order of names; an error where it cannot be listed. */
type Listing = { readonly entries: readonly Dirent[] } | { readonly error: unknown };

async function list(folder: string): Promise<Listing> {
  try {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isHidden(name));
    return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  } catch (error) {
    return { error };
  }
}

/** Folders whose listing is asked for before their turn comes: a disk answers several at once. */
const listedAhead = 16;

/** A folder that is being walked through. */
interface OpenFolder {
  readonly path: string;
  /** Its path without links. */
  readonly real: string;
  readonly entries: readonly Dirent[];
  readonly listings: Map<number, Promise<Listing>>;
  at: number;
  asked: number;
}

/** Asks for the listings of the next few folders in a folder. */
function askAhead(folder: OpenFolder): void {
  for (; folder.asked < folder.entries.length && folder.listings.size < listedAhead; folder.asked++) {
    const entry = folder.entries[folder.asked];
    if (entry?.isDirectory() !== true || entry.name.endsWith(".lightbox")) continue;
    folder.listings.set(folder.asked, list(join(folder.path, entry.name)));
  }
}

async function* walk(given: string, visited: Set<string>): AsyncGenerator<Found> {
  const open: OpenFolder[] = [];
  const enter = async (path: string, real: string, listing: Promise<Listing>): Promise<Found | undefined> => {
    // A link to a folder above would go round for ever.
    if (visited.has(real)) return undefined;
    visited.add(real);
    const found = await listing;
    if ("error" in found) return problem(path, found.error);
    open.push({ path, real, entries: found.entries, listings: new Map(), at: 0, asked: 0 });
    return undefined;
  };
  const top = await enter(given, await realpath(given), list(given));
  if (top !== undefined) yield top;
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    askAhead(folder);
    const place = folder.at++;
    const entry = folder.entries[place];
    if (entry === undefined) {
      open.pop();
      continue;
    }
    const path = join(folder.path, entry.name);
    try {
      const kind = entry.isFile() ? "file" : await kindOf(entry, path);
      if (kind === "file") yield { kind: "file", path, folder: given };
      // Workspaces lie beside films; what they hold is ours.
      if (kind !== "folder" || entry.name.endsWith(".lightbox")) continue;
      const real = entry.isSymbolicLink() ? await realpath(path) : join(folder.real, entry.name);
      const failed = await enter(path, real, folder.listings.get(place) ?? list(path));
      folder.listings.delete(place);
      if (failed !== undefined) yield failed;
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
      if (stats.isDirectory()) yield* walk(path, visited);
      else yield { kind: "file", path, folder: dirname(path) };
    } catch (error) {
      yield problem(path, error);
    }
  }
}
