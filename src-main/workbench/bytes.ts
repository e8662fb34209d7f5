import { join } from "node:path";
import type { DataReply } from "../../src-preload/contract/index.ts";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { Store } from "../store/index.ts";
import type { Displaying } from "./displaying.ts";
import type { Explaining, Numbers } from "./explaining.ts";
import { imageOf } from "./reading.ts";
import { receiveFile } from "./receive.ts";

export interface Bytes {
  /**
   * Serves "pixels/<sha>", "greys/<sha>", "thumbnail/<sha>", "maps/<sae>/<sha>" and "neuron-map/<sae>/<neuron>/<sha>", the
   * last two also as "centred-…".
   */
  read(path: string): Promise<DataReply>;
  /** Keeps a file that came as bytes (dropped on a browser window) in the workspace; `name` may be a relative path. */
  receive(name: string, bytes: AsyncIterable<Uint8Array>): Promise<{ path: string }>;
}

/** Bytes that stand beside the Api: pixels, thumbnails, maps. */
export function openBytes(store: Store, displaying: Displaying, explaining: Explaining): Bytes {
  const readers: Record<string, (parts: readonly string[]) => Promise<DataReply>> = {
    pixels: ([sha = ""]) => displaying.pixels(sha),
    greys: ([sha = ""]) => displaying.greys(sha),
    thumbnail: ([sha = ""]) => Promise.resolve({ bytes: thumbnail(store, sha), type: "image/jpeg" }),
    maps: (parts) => maps(store, explaining, parts, false),
    "centred-maps": (parts) => maps(store, explaining, parts, true),
    "neuron-map": (parts) => neuronMap(store, explaining, parts, false),
    "centred-neuron-map": (parts) => neuronMap(store, explaining, parts, true),
  };
  return {
    read: async (path) => {
      const [kind = "", ...parts] = path.split("/");
      const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
      if (reader === undefined) throw nothingAt(path);
      return reader(parts);
    },
    receive: (name, bytes) => receiveFile(join(store.folder, "films"), name, bytes),
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
  return numberReply(await explaining.maps(imageOf(store, sha), sae, centred));
}

async function neuronMap(
  store: Store,
  explaining: Explaining,
  parts: readonly string[],
  centred: boolean,
): Promise<DataReply> {
  const [sae = "", neuron = "", sha = ""] = parts;
  if (!/^\d{1,5}$/.test(neuron)) throw nothingAt(parts.join("/"));
  return numberReply(await explaining.neuronMap(imageOf(store, sha), sae, Number(neuron), centred));
}

function numberReply({ bytes, shape }: Numbers): DataReply {
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes: plain, type: "application/octet-stream", dtype: "float32", shape };
}

function nothingAt(path: string): LightboxError {
  return new LightboxError("data/not-found", `There is nothing at ${path}.`, "Reload the window.");
}
