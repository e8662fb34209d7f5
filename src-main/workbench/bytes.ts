import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DataReply } from "../../src-preload/contract/index.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { openFilms } from "../intake/index.ts";
import type { Store } from "../store/index.ts";
import type { Explaining } from "./explaining.ts";
import { imageOf } from "./reading.ts";
import { keepRecent } from "./recent.ts";

/** Films held as pixels, about 1–6 MB each. */
const heldFilms = 12;
const passingPrefix = ".receiving-";

export interface Bytes {
  /** Serves "film/<sha>", "thumbnail/<sha>", "maps/<sae>/<sha>" and "centred-maps/<sae>/<sha>". */
  read(path: string): Promise<DataReply>;
  /** Keeps a file that came as bytes (dropped on a browser window) in the workspace; `name` may be a relative path. */
  receive(name: string, bytes: AsyncIterable<Uint8Array>): Promise<{ path: string }>;
  close(): Promise<void>;
}

/** Bytes that stand beside the Api: pixels, thumbnails, maps. */
export function openBytes(store: Store, explaining: Explaining): Bytes {
  const films = openFilms(1);
  const radiograph = keepRecent(heldFilms, (path) => films.read(path));
  const readers: Record<string, (parts: readonly string[]) => Promise<DataReply>> = {
    film: async ([sha = ""]) => {
      const film = await radiograph(imageOf(store, sha).path);
      return { bytes: film.pixels, type: "application/octet-stream", dtype: "uint8", shape: [film.height, film.width] };
    },
    thumbnail: ([sha = ""]) => Promise.resolve({ bytes: thumbnail(store, sha), type: "image/jpeg" }),
    maps: (parts) => maps(store, explaining, parts, false),
    "centred-maps": (parts) => maps(store, explaining, parts, true),
  };
  return {
    read: async (path) => {
      const [kind = "", ...parts] = path.split("/");
      const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
      if (reader === undefined)
        throw new LightboxError("data/not-found", `There is nothing at ${path}.`, "Reload the window.");
      return reader(parts);
    },
    receive: (name, bytes) => receiveFile(join(store.folder, "films"), name, bytes),
    close: () => films.close(),
  };
}

function thumbnail(store: Store, sha: string): Uint8Array {
  const known = store.images.thumbnail(sha);
  if (known === undefined)
    throw new LightboxError("image/not-found", "This film is not in the workspace.", "Import it first.");
  return known;
}

async function maps(
  store: Store,
  explaining: Explaining,
  [sae = "", sha = ""]: readonly string[],
  centred: boolean,
): Promise<DataReply> {
  const { bytes, shape } = await explaining.maps(imageOf(store, sha), sae, centred);
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes: plain, type: "application/octet-stream", dtype: "float32", shape };
}

/** Removes what a stopped process left half received; what is younger than an hour may still be on its way. */
export async function sweepPassing(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(passingPrefix))) {
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts !== undefined && Date.now() - facts.mtimeMs > 3_600_000) await rm(join(folder, name), { force: true });
  }
}

/** Writes to a passing name first and renames, so that a broken upload leaves no half film. */
async function receiveFile(folder: string, name: string, bytes: AsyncIterable<Uint8Array>): Promise<{ path: string }> {
  const path = join(folder, ...safeParts(name));
  const passing = join(folder, `${passingPrefix}${randomUUID()}`);
  await mkdir(dirname(path), { recursive: true });
  try {
    await pipeline(Readable.from(bytes), createWriteStream(passing));
    await rename(passing, path);
    return { path };
  } finally {
    await rm(passing, { force: true });
  }
}

/** The parts of a relative path as plain names: nothing leaves the folder, whatever a page sends. */
export function safeParts(name: string): string[] {
  const parts = name
    .split(/[/\\]/)
    .map((part) => part.replaceAll(/[^\p{L}\p{N}._ ()-]/gu, "_").slice(0, 120))
    // No hidden files, and no name that Windows would shorten to "..".
    .map((part) => part.replace(/^[. ]+/, "").replace(/[. ]+$/, ""))
    .filter((part) => part !== "")
    .slice(-12);
  return parts.length > 0 ? parts : ["film"];
}
