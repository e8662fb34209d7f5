import { basename } from "node:path";
import { decodeStored } from "./dicom/decode-stored.ts";
import { headerOfFrame } from "./dicom/header.ts";
import { modalityValues } from "./dicom/modality-values.ts";
import { parseDicom } from "./dicom/parse.ts";
import { readPixelFormat } from "./dicom/pixel-format.ts";
import { decodeRaster } from "./raster.ts";
import { readFilmFile } from "./read-file.ts";
import { noSuchFrame, refusalOf } from "./refusal.ts";
import { filmKind } from "./film-kind.ts";
import type { FilmValues } from "./types.ts";

async function dicomValues(bytes: Uint8Array<ArrayBuffer>, frame: number): Promise<FilmValues> {
  const parsed = parseDicom(bytes);
  const stored = await decodeStored(parsed, frame);
  const { rows, columns, samples, photometric } = stored;
  const { values, unit } = modalityValues(stored, headerOfFrame(parsed.header, frame));
  return { rows, columns, samples, photometric, unit, values, frame, frames: readPixelFormat(parsed.header).frames };
}

async function rasterValues(
  bytes: Uint8Array<ArrayBuffer>,
  format: "PNG" | "JPEG",
  frame: number,
): Promise<FilmValues> {
  if (frame > 0) throw noSuchFrame(frame, 1);
  const { width, height, channels, values } = await decodeRaster(bytes, format);
  const samples = channels >= 3 ? 3 : 1;
  const photometric = samples === 3 ? "RGB" : "MONOCHROME2";
  return { rows: height, columns: width, samples, photometric, unit: null, values, frame: 0, frames: 1 };
}

/**
 * The numbers of one frame of a film file before anything is made of them for the eye: no window, no inversion, no padding.
 * @param frame from 0
 * @throws LightboxError `intake/*`, and `data/not-found` for a frame that the file does not have; the sentence names the file
 */
export async function readFilmValues(path: string, frame: number): Promise<FilmValues> {
  try {
    const { bytes } = await readFilmFile(path);
    const kind = filmKind(bytes);
    return kind === "DICOM" ? await dicomValues(bytes, frame) : await rasterValues(bytes, kind, frame);
  } catch (error) {
    throw refusalOf(basename(path), error);
  }
}
