import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import sharp from "sharp";
import { scoreNeurons } from "../../src-main/evidence/index.ts";
import { encodeThumbnail } from "../../src-main/intake/encode-picture.ts";
import { decodeFilm } from "../../src-main/intake/index.ts";
import { productRoot } from "../../src-main/jobs/index.ts";
import { createRandom, readPack, writePack, writeSafetensors } from "../../src-main/runtime/index.ts";
import type { Pack } from "../../src-main/runtime/index.ts";
import { codeVersion, createWorkspace, openStore } from "../../src-main/store/index.ts";
import type { FilmRecord, ImageCode, NewImage, Store } from "../../src-main/store/index.ts";
import { cohort } from "./cohort.ts";
import type { CohortFilm } from "./cohort.ts";
import { createCohortCodes } from "./cohort-codes.ts";
import { openGate } from "./film-gate.ts";

export interface LargeWorkspace {
  /** Rows to write. */
  readonly images?: number;
  readonly neurons?: number;
  /** Neurons that fire on a film. */
  readonly k?: number;
  /** Real film files, absolute; every row is one of them. */
  readonly films: readonly string[];
  readonly seed?: number;
}

/** Id of the SAE pack in a workspace that {@link writeLargeWorkspace} has written. */
export const largeSae = "large-sae";
const encoderId = "demo-encoder";
/** Rows of one transaction. */
const batch = 500;

/**
 * Writes a workspace as if a large data set had been imported, encoded with the bundled encoder, coded and scored: made-up
 * patients, labels and codes over a few real films, which can all be opened and explained. Embeddings are left out. By
 * default 224,000 images, 8,192 neurons and k = 32.
 */
export async function writeLargeWorkspace(folder: string, wanted: LargeWorkspace): Promise<void> {
  const { images = 224_000, neurons = 8192, k = 32, films, seed = 1 } = wanted;
  createWorkspace(folder);
  const store = openStore(folder);
  try {
    const encoder = await readPack(join(productRoot(), "models", encoderId));
    const sae = await writeLargeSae(join(folder, "models", largeSae), encoder, neurons, k, seed);
    const rows = {
      encoder: store.models.register({ packId: encoderId, kind: "encoder", hash: encoder.hash }),
      sae: store.models.register({ packId: largeSae, kind: "sae", hash: sae.hash }),
    };
    const proof = "written by a test: no encoder has run";
    store.encodings.startRun({ model: rows.encoder, device: "cpu", proof, preprocessingHash: "none", codeVersion });
    const sources = await Promise.all(films.map(sourceOf));
    writeRows(store, rows, sources, cohort(images, seed), createCohortCodes(neurons, k, seed));
    const context = { signal: new AbortController().signal, progress: () => undefined };
    await scoreNeurons(store, { row: rows.sae, neurons }, context);
    store.settings.set("encoder.current", encoderId);
    store.settings.set("sae.current", largeSae);
  } finally {
    store.close();
  }
}

interface Source {
  readonly record: FilmRecord;
  readonly thumbnail: Uint8Array;
}

async function sourceOf(path: string): Promise<Source> {
  const { record, radiograph } = await decodeFilm({ path, frame: 1, gate: openGate });
  // Smaller than an import makes it, as there are so many.
  const thumbnail = sharp(await encodeThumbnail(radiograph)).resize({ width: 96, height: 96, fit: "inside" });
  return { record, thumbnail: Uint8Array.from(await thumbnail.jpeg({ quality: 60 }).toBuffer()) };
}

function writeRows(
  store: Store,
  rows: { readonly encoder: number; readonly sae: number },
  sources: readonly Source[],
  films: Iterable<CohortFilm>,
  codeOf: ReturnType<typeof createCohortCodes>,
): void {
  let number = 0;
  const write = (some: readonly CohortFilm[]): void => {
    store.transaction(() => {
      const codes: ImageCode[] = [];
      for (const film of some) {
        const { id } = store.images.insert(imageOf(film, number++, sources));
        codes.push({ image: id, ...codeOf(film.labels) });
      }
      store.codes.add(rows.sae, codes, rows.encoder);
    });
  };
  let waiting: CohortFilm[] = [];
  for (const film of films) {
    waiting.push(film);
    if (waiting.length < batch) continue;
    write(waiting);
    waiting = [];
  }
  write(waiting);
}

function imageOf(film: CohortFilm, number: number, sources: readonly Source[]): NewImage {
  const source = sources[number % sources.length];
  if (source === undefined) throw new Error("a large workspace needs at least one film file");
  const name = `${film.patient}_${film.study}_${film.view.toLowerCase()}${extname(source.record.path)}`;
  const sha256 = createHash("sha256")
    .update(`large workspace ${String(number)}`)
    .digest("hex");
  return { ...source.record, ...film, sha256, name, thumbnail: source.thumbnail };
}

/** A TopK SAE of random directions on the embeddings of an encoder. */
async function writeLargeSae(folder: string, encoder: Pack, neurons: number, k: number, seed: number): Promise<Pack> {
  const { embedding } = encoder.manifest["dimensions"] as { readonly embedding: number };
  const random = createRandom(largeSae, seed);
  const normals = (): Float32Array => Float32Array.from({ length: neurons * embedding }, () => random.normal());
  const manifest = {
    ...{ format: "lightbox-pack/1", kind: "sae", id: largeSae, name: "A large SAE", version: "1.0.0" },
    ...{ licence: "Apache-2.0", intendedUse: "Tests.", trainingData: "None: random weights." },
    encoder: { id: encoderId, hash: encoder.hash },
    architecture: { neurons, embedding, gate: { type: "topk", k } },
    input: { normalised: true, scale: 1, mean: false },
  };
  return writePack(folder, manifest, {
    "weights.safetensors": writeSafetensors({
      "encoder.weight": { shape: [neurons, embedding], data: normals() },
      "encoder.bias": { shape: [neurons], data: new Float32Array(neurons) },
      "decoder.weight": { shape: [neurons, embedding], data: normals() },
    }),
  });
}
