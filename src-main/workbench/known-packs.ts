import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readPack } from "../runtime/index.ts";
import type { Pack } from "../runtime/index.ts";

interface Known {
  readonly pack: Pack;
  readonly stamp: string;
}

/**
 * Reads packs and remembers them: a pack is checked whole (every SHA-256) when it is first met and again whenever the
 * size or the time of one of its files has changed, because hashing 500 MB for every question would be felt.
 */
export function createPackReader(): (folder: string) => Promise<Pack> {
  const known = new Map<string, Known>();
  return async (folder) => {
    const held = known.get(folder);
    if (held !== undefined && (await stampOf(held.pack)) === held.stamp) return held.pack;
    const pack = await readPack(folder);
    known.set(folder, { pack, stamp: await stampOf(pack) });
    return pack;
  };
}

async function stampOf(pack: Pack): Promise<string> {
  const names = ["manifest.json", ...Object.keys(pack.manifest.files)];
  const facts = await Promise.all(names.map((name) => stat(join(pack.folder, name)).catch(() => undefined)));
  return facts.map((fact) => (fact === undefined ? "gone" : `${String(fact.size)} ${String(fact.mtimeMs)}`)).join();
}
