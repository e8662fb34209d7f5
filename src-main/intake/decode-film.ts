import { createHash } from "node:crypto";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { parseChexpertPath } from "./tables/chexpert-path.ts";
import { decodeStored } from "./dicom/decode-stored.ts";
import { deepDisplay, display } from "./dicom/display.ts";
import { readFacts } from "./dicom/facts.ts";
import { headerOfFrame } from "./dicom/header.ts";
import { readPixelFormat } from "./dicom/pixel-format.ts";
import { frameIdentity, frameName } from "./frames.ts";
import { parseDicom } from "./dicom/parse.ts";
import { squarePixels } from "./dicom/square-pixels.ts";
import type { ParsedDicom } from "./dicom/parse.ts";
import { looksWritten } from "./privacy/burned-in-text.ts";
import { withoutIdentity } from "./privacy/copy.ts";
import { passGate } from "./privacy/gate.ts";
import type { Gate, Gated } from "./privacy/gate.ts";
import { readIdentity } from "./privacy/identity.ts";
import type { DicomIdentity } from "./privacy/identity.ts";
import { filmKind } from "./film-kind.ts";
import { readRaster } from "./raster.ts";
import { readFilmFile } from "./read-file.ts";
import type { FileBytes, OnRead } from "./read-file.ts";
import { noSuchFrame, refusalOf } from "./refusal.ts";
import type { DecodedFilm, DeepFilm, FilmFacts, KnownFilm, Radiograph } from "./types.ts";

/** A film whose values are decoded and not yet shown. */
export interface Film {
  readonly radiograph: () => Radiograph;
  readonly deep: () => DeepFilm;
  /** What is known of it without asking who is on it. */
  readonly facts: Omit<FilmFacts, "studyDate" | "identity" | "burnedIn">;
  /** A DICOM file, and who is on the film; null for a picture. */
  readonly dicom: { readonly parsed: ParsedDicom; readonly identity: DicomIdentity } | null;
}

async function decodeDicom(bytes: Uint8Array<ArrayBuffer>, frame: number): Promise<Film> {
  const parsed = parseDicom(bytes);
  const header = headerOfFrame(parsed.header, frame - 1);
  const stored = squarePixels(await decodeStored(parsed, frame - 1), header);
  const { frames } = readPixelFormat(parsed.header);
  return {
    radiograph: () => display(stored, header),
    deep: () => deepDisplay(stored, header),
    facts: { ...readFacts(header, stored), patient: null, study: null, frames },
    dicom: { parsed, identity: readIdentity(parsed.header) },
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
    frames: 1,
  };
  return { radiograph, deep, facts, dicom: null };
}

/**
 * Decodes the bytes of one film.
 * @param path only its CheXpert layout is looked at, never its extension
 * @param frame from 1
 * @throws LightboxError `intake/*`, and `data/not-found` for a frame that the file does not have; the sentence does not name
 * the file
 */
export async function decodeBytes(bytes: Uint8Array<ArrayBuffer>, path: string, frame = 1): Promise<Film> {
  const kind = filmKind(bytes);
  if (kind === "DICOM") return decodeDicom(bytes, frame);
  if (frame > 1) throw noSuchFrame(frame - 1, 1);
  return decodeRaster(bytes, kind, path);
}

/** Frames that a file has; errors as {@link decodeFilm}. */
export async function countFrames(path: string, onRead?: OnRead): Promise<number> {
  try {
    const { bytes, size } = await readFilmFile(path);
    onRead?.(size);
    return filmKind(bytes) === "DICOM" ? readPixelFormat(parseDicom(bytes).header).frames : 1;
  } catch (error) {
    throw refusalOf(basename(path), error);
  }
}

interface FilmWanted {
  readonly path: string;
  /** From 1. */
  readonly frame: number;
  readonly gate: Gate;
}

/**
 * Reads one frame of a film file whole: its radiograph and its record, which has passed the gate. A copy that Lightbox keeps itself is
 * written anew without who is on it. Knows nothing of the store.
 * @throws LightboxError `intake/*`; the sentence names the file
 */
export async function decodeFilm({ path, frame, gate }: FilmWanted, onRead?: OnRead): Promise<DecodedFilm> {
  const absolute = resolve(path);
  const name = basename(absolute);
  try {
    const file = await readFilmFile(absolute);
    onRead?.(file.size);
    const film = await decodeBytes(file.bytes, absolute, frame);
    const radiograph = film.radiograph();
    const likely = looksWritten(radiograph) ? ("likely" as const) : null;
    const { width, height } = radiograph;
    if (film.dicom === null) {
      const own = { studyDate: null, identity: null, burnedIn: likely };
      const record = { ...film.facts, ...own, ...placeOf(absolute, file, frame), name, width, height };
      return { record, radiograph, deed: null };
    }
    const { parsed, identity } = film.dicom;
    const { gated, deed } = passGate(film.facts, identity, absolute, gate);
    const place = isCopy(absolute, gate)
      ? await rewritten(absolute, parsed, gated, frame)
      : placeOf(absolute, file, frame);
    const burnedIn = identity.burnedIn === true ? ("declared" as const) : likely;
    const called = { ...gated, name: frameName(gated.name, frame) };
    return { record: { ...film.facts, ...called, burnedIn, ...place, width, height }, radiograph, deed };
  } catch (error) {
    throw refusalOf(name, error);
  }
}

type FilmPlace = Pick<DecodedFilm["record"], "sha256" | "fileSha256" | "frame" | "path" | "fileSize" | "fileModified">;

function placeOf(path: string, { bytes, size, modified }: FileBytes, frame: number): FilmPlace {
  const fileSha256 = hashOf(bytes);
  const sha256 = frameIdentity(fileSha256, frame);
  return { sha256, fileSha256, frame, path, fileSize: size, fileModified: modified };
}

function isCopy(path: string, { wish, copies }: Gate): boolean {
  return wish === "remove" && path.startsWith(copies + sep);
}

/** Puts the same film without who is on it in the place of a copy; its name goes too where it tells that. */
async function rewritten(path: string, parsed: ParsedDicom, gated: Gated, frame: number): Promise<FilmPlace> {
  const bytes = withoutIdentity(parsed, gated);
  const target = gated.name === basename(path) ? path : join(dirname(path), `${gated.name}.dcm`);
  const passing = `${path}.passing`;
  await writeFile(passing, bytes, { flush: true });
  await rename(passing, target);
  if (target !== path) await rm(path, { force: true });
  const { size, mtimeMs } = await stat(target);
  return placeOf(target, { bytes, size, modified: Math.round(mtimeMs) }, frame);
}

/**
 * Reads the pixels of one film, without making its record: the fast path for encoding. A film that was imported is
 * given with what it was then: where size or time of its file differ, its bytes are compared by their hash.
 * @throws LightboxError `intake/*`, and `image/changed` for an imported film; the sentence names the file
 */
export function readRadiograph(film: string | KnownFilm, onRead?: OnRead): Promise<Radiograph> {
  return read(film, onRead, (opened) => opened.radiograph());
}

/** The same film at full depth, for the screen; errors as {@link readRadiograph}. */
export function readDeepFilm(film: string | KnownFilm, onRead?: OnRead): Promise<DeepFilm> {
  return read(film, onRead, (opened) => opened.deep());
}

async function read<Result>(
  film: string | KnownFilm,
  onRead: OnRead | undefined,
  show: (opened: Film) => Result,
): Promise<Result> {
  const path = typeof film === "string" ? film : film.path;
  try {
    const file = await readFilmFile(path);
    onRead?.(file.size);
    if (typeof film !== "string" && !isSame(film, file)) throw changed(path);
    return show(await decodeBytes(file.bytes, path, typeof film === "string" ? 1 : film.frame));
  } catch (error) {
    if (!(error instanceof LightboxError)) throw refusalOf(basename(path), error);
    if (error.code === "image/changed") throw error;
    if (error.code === "intake/not-found" && typeof film !== "string") throw gone(path);
    throw refusalOf(basename(path), error);
  }
}

function isSame(film: KnownFilm, { bytes, size, modified }: FileBytes): boolean {
  if (size === film.fileSize && modified === film.fileModified) return true;
  return hashOf(bytes) === film.fileSha256;
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
