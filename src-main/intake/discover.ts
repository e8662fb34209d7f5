import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, resolve, sep } from "node:path";
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

/** A folder whose entries are known, in the order of names, and the listings of folders in it that were asked for. */
interface OpenFolder {
  readonly path: string;
  /** Its path without links, once it is walked through. */
  real: string;
  readonly entries: readonly Dirent[];
  readonly listings: Map<number, Promise<Listing>>;
  /** The next entry to be looked at, and the next whose listing was not asked for. */
  at: number;
  asked: number;
}

/** An error where a folder cannot be listed. */
type Listing = OpenFolder | { readonly error: unknown };

/** Folders whose listing is asked for before their turn comes: a disk answers several at once. */
const listedAhead = 16;

/** Names of entries hold nothing that would have to be resolved. */
function below(folder: string, { name }: Dirent): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

/** Lists a folder, and those in it ahead of their turn where `deep` says so. */
async function list(path: string, deep: boolean): Promise<Listing> {
  try {
    const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !isHidden(name));
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const folder: OpenFolder = { path, real: path, entries, listings: new Map(), at: 0, asked: 0 };
    if (deep) askAhead(folder, false);
    return folder;
  } catch (error) {
    return { error };
  }
}

/** Asks for the listings of the next few folders in a folder. */
function askAhead(folder: OpenFolder, deep: boolean): void {
  for (; folder.asked < folder.entries.length && folder.listings.size < listedAhead; folder.asked++) {
    const entry = folder.entries[folder.asked];
    if (entry?.isDirectory() !== true || entry.name.endsWith(".lightbox")) continue;
    folder.listings.set(folder.asked, list(below(folder.path, entry), deep));
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
    found.real = real;
    open.push(found);
    return undefined;
  };
  const top = await enter(given, await realpath(given), list(given, false));
  if (top !== undefined) yield top;
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    askAhead(folder, true);
    const place = folder.at++;
    const entry = folder.entries[place];
    if (entry === undefined) {
      open.pop();
      continue;
    }
    const path = below(folder.path, entry);
    try {
      const kind = entry.isFile() ? "file" : await kindOf(entry, path);
      if (kind === "file") yield { kind: "file", path, folder: given };
      // Workspaces lie beside films; what they hold is ours.
      if (kind !== "folder" || entry.name.endsWith(".lightbox")) continue;
      const real = entry.isSymbolicLink() ? await realpath(path) : below(folder.real, entry);
      const listing = folder.listings.get(place) ?? list(path, false);
      folder.listings.delete(place);
      const failed = await enter(path, real, listing);
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
