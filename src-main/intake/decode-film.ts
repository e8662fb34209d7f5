import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { parseChexpertPath } from "./tables/chexpert-path.ts";
import { decodeStored } from "./dicom/decode-stored.ts";
import { deepDisplay, display } from "./dicom/display.ts";
import { readFacts } from "./dicom/facts.ts";
import { parseDicom } from "./dicom/parse.ts";
import { readRaster } from "./raster.ts";
import { readFilmFile } from "./read-file.ts";
import type { FileBytes } from "./read-file.ts";
import { refusal, refusalOf } from "./refusal.ts";
import { sniff, sniffLength } from "./sniff.ts";
import type { DecodedFilm, DeepFilm, FilmFacts, KnownFilm, Radiograph } from "./types.ts";

/** A film whose values are decoded and not yet shown. */
interface Film {
  readonly radiograph: () => Radiograph;
  readonly deep: () => DeepFilm;
  readonly facts: FilmFacts;
}

async function decodeDicom(bytes: Uint8Array<ArrayBuffer>): Promise<Film> {
  const { header, ...parsed } = parseDicom(bytes);
  const stored = await decodeStored({ header, ...parsed });
  return {
    radiograph: () => display(stored, header),
    deep: () => deepDisplay(stored, header),
    facts: readFacts(header, stored),
  };
}

async function decodeRaster(bytes: Uint8Array, format: "PNG" | "JPEG", path: string): Promise<Film> {
  const { radiograph, deep, bitsStored, photometric } = await readRaster(bytes, format);
  const place = parseChexpertPath(path);
  const facts = {
    format,
    bitsStored,
    photometric,
    pixelSpacing: null,
    patient: place?.patient ?? null,
    study: place?.study ?? null,
    view: place?.view ?? null,
    projection: null,
    sex: null,
    age: null,
  };
  return { radiograph, deep, facts };
}

const remedyByKind: Readonly<Record<string, string>> = {
  "a gzip archive": "Unpack the archive and import what is in it.",
  "a ZIP archive": "Unpack the archive and import what is in it.",
  "a tar archive": "Unpack the archive and import what is in it.",
  "a text file": "Leave it out; a data-set table is given with --table.",
};

/**
 * Decodes the bytes of one film. Of several frames the first is read.
 * @param path only its CheXpert layout is looked at, never its extension
 * @throws LightboxError `intake/*` whose sentence does not name the file
 */
export async function decodeBytes(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Film> {
  const content = sniff(bytes.subarray(0, sniffLength));
  if (content.kind === "dicom") return decodeDicom(bytes);
  if (content.kind === "png") return decodeRaster(bytes, "PNG", path);
  if (content.kind === "jpeg") return decodeRaster(bytes, "JPEG", path);
  const remedy = remedyByKind[content.words] ?? "Leave this file out; Lightbox imports DICOM, PNG and JPEG films.";
  throw refusal("intake/not-an-image", `this is ${content.words}, not a film.`, remedy);
}

/**
 * Reads one film file whole: its radiograph and its record. Knows nothing of the store.
 * @throws LightboxError `intake/*`; the sentence names the file
 */
export async function decodeFilm(path: string): Promise<DecodedFilm> {
  const absolute = resolve(path);
  const name = basename(absolute);
  try {
    const { bytes, size, modified } = await readFilmFile(absolute);
    const film = await decodeBytes(bytes, absolute);
    const radiograph = film.radiograph();
    const record = {
      ...film.facts,
      sha256: hashOf(bytes),
      path: absolute,
      name,
      width: radiograph.width,
      height: radiograph.height,
      fileSize: size,
      fileModified: modified,
    };
    return { record, radiograph };
  } catch (error) {
    throw refusalOf(name, error);
  }
}

/**
 * Reads the pixels of one film, without making its record: the fast path for encoding. A film that was imported is
 * given with what it was then: where size or time of its file differ, its bytes are compared by their hash.
 * @throws LightboxError `intake/*`, and `image/changed` for an imported film; the sentence names the file
 */
export function readRadiograph(film: string | KnownFilm): Promise<Radiograph> {
  return read(film, (opened) => opened.radiograph());
}

/** The same film at full depth, for the screen; errors as {@link readRadiograph}. */
export function readDeepFilm(film: string | KnownFilm): Promise<DeepFilm> {
  return read(film, (opened) => opened.deep());
}

async function read<Result>(film: string | KnownFilm, show: (opened: Film) => Result): Promise<Result> {
  const path = typeof film === "string" ? film : film.path;
  try {
    const file = await readFilmFile(path);
    if (typeof film !== "string" && !isSame(film, file)) throw changed(path);
    return show(await decodeBytes(file.bytes, path));
  } catch (error) {
    if (!(error instanceof LightboxError)) throw refusalOf(basename(path), error);
    if (error.code === "image/changed") throw error;
    if (error.code === "intake/not-found" && typeof film !== "string") throw gone(path);
    throw refusalOf(basename(path), error);
  }
}

function isSame(film: KnownFilm, { bytes, size, modified }: FileBytes): boolean {
  if (size === film.fileSize && modified === film.fileModified) return true;
  return hashOf(bytes) === film.sha256;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function changed(path: string): LightboxError {
  return new LightboxError(
    "image/changed",
    `The file ${path} is no longer the film that was imported.`,
    "Put the original film back, or import this one as it is now.",
  );
}

function gone(path: string): LightboxError {
  return new LightboxError(
    "intake/not-found",
    `The film that was imported from ${path} is not there any more.`,
    "Connect the disk it lies on, or put it back; a film that was moved is imported again from its new place.",
  );
}
