import { readJpegHeader } from "./dicom/jpeg-header.ts";
import { pillowGrey } from "./grey.ts";
import { refusal } from "./refusal.ts";
import { decodeWithSharp } from "./sharp-decode.ts";
import type { DecodedRaster } from "./sharp-decode.ts";
import type { Radiograph } from "./types.ts";

/** Largest value of a 16-bit picture that is taken for 12-bit detector values in a 16-bit file. */
const twelveBits = 4095;

/**
 * Values → 0…255. A 16-bit picture uses its whole range, unless nothing in it passes 4095: then it is a 12-bit detector
 * image that was written without scaling, and the full range would show it all but black.
 */
function greyScale(values: Uint8Array | Uint16Array, bits: 8 | 16): (value: number) => number {
  if (bits === 8) return (value) => value;
  let largest = 0;
  for (const value of values) if (value > largest) largest = value;
  const full = largest <= twelveBits ? twelveBits : 65535;
  return (value) => Math.floor((255 * value) / full + 0.5);
}

function toGreys(raster: DecodedRaster): Uint8Array<ArrayBuffer> {
  const { values, channels, bits } = raster;
  const scale = greyScale(values, bits);
  const greys = new Uint8Array(raster.width * raster.height);
  for (let pixel = 0, at = 0; pixel < greys.length; pixel++, at += channels) {
    const first = scale(values[at] ?? 0);
    greys[pixel] = channels < 3 ? first : pillowGrey(first, scale(values[at + 1] ?? 0), scale(values[at + 2] ?? 0));
  }
  return greys;
}

export interface RasterFilm {
  readonly radiograph: Radiograph;
  readonly bitsStored: number;
  readonly photometric: string;
}

/**
 * Reads a PNG or JPEG film. Alpha is dropped, colour becomes ITU-R 601 grey as in Pillow, EXIF orientation is ignored
 * (data sets ship pixels upright).
 * @throws LightboxError `intake/broken-file`, `intake/too-large` or `intake/unsupported-pixels`
 */
export async function readRaster(bytes: Uint8Array, format: "PNG" | "JPEG"): Promise<RasterFilm> {
  const header = format === "JPEG" ? readJpegHeader(bytes) : undefined;
  if (header !== undefined && (header.process > 2 || header.precision !== 8)) {
    throw refusal("intake/unsupported-pixels", "this kind of JPEG (lossless, arithmetic or 12-bit) is not read.");
  }
  const raster = await decodeWithSharp(bytes, format);
  const radiograph = { width: raster.width, height: raster.height, pixels: toGreys(raster) };
  return { radiograph, bitsStored: raster.bits, photometric: raster.channels < 3 ? "MONOCHROME2" : "RGB" };
}
