import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ModelInfo } from "../../src-preload/contract/models.ts";
import { parseEncoderManifest } from "../encoder/index.ts";
import { productRoot } from "../jobs/index.ts";
import { packUnwritable, putInPlace, readPack } from "../runtime/index.ts";
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

const passingPrefix = ".adding-";
const anHour = 3_600_000;

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
  const passing = join(models, `${passingPrefix}${randomUUID()}`);
  await describe(pack, "workspace");
  try {
    await mkdir(passing, { recursive: true });
    for (const name of ["manifest.json", ...Object.keys(pack.manifest.files)])
      await cp(join(folder, name), join(passing, name));
    await readPack(passing);
    await putInPlace(passing, target);
  } catch (error) {
    throw packUnwritable(target, error);
  } finally {
    await rm(passing, { recursive: true, force: true }).catch(() => undefined);
  }
  return describe(await read(target), "workspace");
}

/**
 * Clears away what a stopped process left half added, once it is an hour old. An old version that had stepped aside for a
 * new one goes back to its place where that place is still empty.
 */
export async function sweepAdding(workspace: string, now: number = Date.now()): Promise<void> {
  const models = join(workspace, "models");
  const names = await readdir(models).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(passingPrefix))) {
    const left = join(models, name);
    const facts = await stat(left).catch(() => undefined);
    if (facts === undefined || now - Math.max(facts.mtimeMs, facts.ctimeMs) < anHour) continue;
    const id = name.endsWith("-old") ? (await readPack(left).catch(() => undefined))?.manifest.id : undefined;
    const back = id === undefined ? false : await putBack(left, join(models, id));
    if (!back) await rm(left, { recursive: true, force: true });
  }
}

async function putBack(left: string, target: string): Promise<boolean> {
  if ((await stat(target).catch(() => undefined)) !== undefined) return false;
  await rename(left, target);
  return true;
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
