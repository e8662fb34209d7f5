import { cp, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ModelInfo } from "../../src-preload/contract/models.ts";
import { parseEncoderManifest } from "../encoder/index.ts";
import { productRoot } from "../jobs/index.ts";
import { readPack } from "../runtime/index.ts";
import type { Pack } from "../runtime/index.ts";
import { parseSaeManifest } from "../sae/index.ts";
import { createPackReader } from "./known-packs.ts";
import { hasManifest, packFolder } from "./pack-folder.ts";

/** The model packs a workspace knows: its own, and those that come with the product. */
export interface Shelf {
  /** Packs that are whole. */
  list(): Promise<ModelInfo[]>;
  /** Throws `model/not-found` with the names there are. */
  find(id: string, kind: "encoder" | "sae"): Promise<Pack>;
  /** Copies a pack (its folder, its manifest.json or its .onnx graph) into the workspace, checked before it is put in place. */
  add(path: string): Promise<ModelInfo>;
}

type Source = ModelInfo["source"];

/** The shelf of one workspace folder. */
export function openShelf(workspace: string): Shelf {
  const places: readonly (readonly [Source, string])[] = [
    ["workspace", join(workspace, "models")],
    ["bundled", join(productRoot(), "models")],
  ];
  const read = createPackReader();
  const folders = async (): Promise<Map<string, readonly [Source, string]>> => {
    const found = new Map<string, readonly [Source, string]>();
    for (const [source, place] of places)
      for (const name of await packFolders(place)) if (!found.has(name)) found.set(name, [source, join(place, name)]);
    return found;
  };
  return {
    list: async () => {
      const models: ModelInfo[] = [];
      for (const [source, folder] of (await folders()).values()) {
        const model = await read(folder)
          .then((pack) => describe(pack, source))
          .catch(leaveOutBroken);
        if (model !== undefined) models.push(model);
      }
      return models;
    },
    find: async (id, kind) => {
      const known = await folders();
      const pack = known.has(id) ? await read(known.get(id)?.[1] ?? "") : undefined;
      if (pack?.manifest.kind === kind) return pack;
      throw new LightboxError(
        "model/not-found",
        `There is no ${kind === "sae" ? "SAE" : "encoder"} called "${id}" here.`,
        known.size === 0
          ? 'Add one with "lightbox models add".'
          : `Known packs: ${[...known.keys()].join(", ")}. Add another with "lightbox models add".`,
      );
    },
    add: (path) => addPack(path, join(workspace, "models"), read),
  };
}

async function packFolders(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name);
  const kept: string[] = [];
  for (const name of names.sort()) if (await hasManifest(join(place, name))) kept.push(name);
  return kept;
}

/** A broken pack must not hide the others; whoever asks for it by name is told what is wrong with it. */
function leaveOutBroken(error: unknown): undefined {
  if (!(error instanceof LightboxError)) throw error;
}

type Read = (folder: string) => Promise<Pack>;

async function addPack(path: string, models: string, read: Read): Promise<ModelInfo> {
  const folder = await packFolder(path);
  const pack = await read(folder);
  const target = join(models, pack.manifest.id);
  const passing = join(models, `.adding-${pack.manifest.id}-${String(process.pid)}`);
  await describe(pack, "workspace");
  await mkdir(passing, { recursive: true });
  try {
    for (const name of ["manifest.json", ...Object.keys(pack.manifest.files)])
      await cp(join(folder, name), join(passing, name));
    await readPack(passing);
    await rm(target, { recursive: true, force: true });
    await rename(passing, target);
  } finally {
    await rm(passing, { recursive: true, force: true });
  }
  return describe(await read(target), "workspace");
}

/** Says what a pack is; its kind's part of the manifest is checked. */
async function describe(pack: Pack, source: Source): Promise<ModelInfo> {
  const { manifest } = pack;
  const card = await readFile(join(pack.folder, "CARD.md"), "utf8").catch(() => "");
  const common = {
    id: manifest.id,
    name: manifest.name,
    version: manifest.version,
    licence: manifest.licence,
    intendedUse: manifest.intendedUse,
    trainingData: manifest.trainingData,
    hash: pack.hash,
    source,
    card,
  };
  if (manifest.kind === "sae") {
    const { architecture, encoder } = parseSaeManifest(manifest, manifest.id);
    const { embedding, neurons } = architecture;
    return { ...common, kind: "sae", grid: null, embedding, neurons, encoder: encoder.id };
  }
  const { dimensions } = parseEncoderManifest(manifest, manifest.id);
  const grid: [number, number] = [dimensions.grid[0], dimensions.grid[1]];
  return { ...common, kind: "encoder", grid, embedding: dimensions.embedding, neurons: null, encoder: null };
}
