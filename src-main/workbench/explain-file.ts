import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { frameIdentity } from "../intake/index.ts";
import type { KnownFilm } from "../intake/index.ts";
import { fileHash } from "../runtime/index.ts";
import type { Bench } from "./bench.ts";
import type { Explained } from "./explanation.ts";
import type { Explaining } from "./explaining.ts";

/** One image explained as a single document: maps as rows of numbers, from the top of the film. */
export interface ExplanationDocument {
  readonly image: string;
  readonly file: string;
  readonly encoder: string;
  readonly sae: string;
  readonly device: string;
  readonly neurons: readonly {
    readonly neuron: number;
    readonly activation: number;
    readonly preActivation: number;
    readonly constant: number;
    readonly map: readonly (readonly number[])[];
  }[];
  readonly reconstruction: { readonly cosine: number; readonly fvu: number | null };
}

/** Explains a film by its identity, or a frame of a file by its path; a readable file need not be in the workspace. */
export async function explainImage(
  bench: Bench,
  explaining: Explaining,
  imageOrPath: string,
  saeId: string,
  frame = 1,
): Promise<ExplanationDocument> {
  const film = await findFilm(bench, imageOrPath, frame);
  return asDocument(film.sha256, film.path, await explaining.explainFilm(film, saeId));
}

async function findFilm(bench: Bench, imageOrPath: string, frame: number): Promise<KnownFilm> {
  if (/^[0-9a-f]{64}$/i.test(imageOrPath)) {
    const known = bench.store.images.bySha(imageOrPath.toLowerCase());
    if (known !== undefined) return known;
    throw new LightboxError(
      "image/not-found",
      `No image of this workspace has the SHA-256 ${imageOrPath}.`,
      "Import the film first, or give the path of a file.",
    );
  }
  const path = resolve(imageOrPath);
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true)
    throw new LightboxError(
      "image/not-found",
      `There is no file ${path}.`,
      "Give the path of a film, or the SHA-256 of an imported one.",
    );
  // Decoded in a thread later on; here only its bytes are gone through, in pieces.
  const fileSha256 = await fileHash(path);
  const sha256 = frameIdentity(fileSha256, frame);
  return { path, sha256, fileSha256, frame, fileSize: facts.size, fileModified: Math.round(facts.mtimeMs) };
}

function asDocument(image: string, file: string, explained: Explained): ExplanationDocument {
  const { encoder, sae, attribution } = explained;
  const [rows, columns] = encoder.grid;
  const cells = rows * columns;
  return {
    image,
    file,
    encoder: encoder.id,
    sae: sae.id,
    device: encoder.device,
    neurons: Array.from(attribution.code.indices, (neuron, place) => ({
      neuron,
      activation: attribution.code.values[place] ?? 0,
      preActivation: attribution.preActivations[place] ?? 0,
      constant: attribution.constants[place] ?? 0,
      map: Array.from({ length: rows }, (_, row) =>
        Array.from(attribution.maps.subarray(place * cells + row * columns, place * cells + (row + 1) * columns)),
      ),
    })),
    reconstruction: attribution.reconstruction,
  };
}
