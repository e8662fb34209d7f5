import { join } from "node:path";
import type { DataReply } from "../../src-preload/contract/index.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { openFilms } from "../intake/index.ts";
import type { Store } from "../store/index.ts";
import type { Explaining } from "./explaining.ts";
import { imageOf } from "./reading.ts";
import { receiveFile } from "./receive.ts";
import { keepRecent } from "./recent.ts";

/** Films held as pixels, about 1–6 MB each. */
const heldFilms = 12;

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
  const radiograph = keepRecent(heldFilms, (sha: string) => films.read(imageOf(store, sha)));
  const readers: Record<string, (parts: readonly string[]) => Promise<DataReply>> = {
    film: async ([sha = ""]) => {
      const film = await radiograph(sha);
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
