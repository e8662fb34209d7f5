import { checkBlocks, readJpegHeader } from "./dicom/jpeg-header.ts";
import { greyLevels, plainLevels } from "./grey-levels.ts";
import { pillowGrey } from "./grey.ts";
import { refusal } from "./refusal.ts";
import { decodeWithSharp } from "./sharp-decode.ts";
import type { DecodedRaster } from "./sharp-decode.ts";
import type { DeepFilm, Radiograph } from "./types.ts";

/** Largest value of a 16-bit picture that is taken for 12-bit detector values in a 16-bit file. */
const twelveBits = 4095;

/**
 * Grey of every value up to `largest`. A 16-bit picture uses its whole range, unless nothing in it passes 4095: then it is
 * a 12-bit detector image that was written without scaling, and the full range would show it all but black.
 */
function greyTable(bits: 8 | 16, largest: number): Uint8Array<ArrayBuffer> {
  const full = bits === 8 ? 255 : largest <= twelveBits ? twelveBits : 65535;
  const table = new Uint8Array(largest + 1);
  for (let value = 0; value <= largest; value++) table[value] = Math.floor((255 * value) / full + 0.5);
  return table;
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, values[index] ?? 0);
  return largest;
}

function toGreys(raster: DecodedRaster, table: Uint8Array): Uint8Array<ArrayBuffer> {
  const { values, channels, bits } = raster;
  if (channels === 1 && bits === 8) return Uint8Array.from(values);
  const greys = new Uint8Array(raster.width * raster.height);
  for (let pixel = 0, at = 0; pixel < greys.length; pixel++, at += channels) {
    const first = table[values[at] ?? 0] ?? 0;
    greys[pixel] =
      channels < 3 ? first : pillowGrey(first, table[values[at + 1] ?? 0] ?? 0, table[values[at + 2] ?? 0] ?? 0);
  }
  return greys;
}

/** Grey of 16 bits keeps its values as levels; all else is no deeper than it is shown. */
function deepRaster(raster: DecodedRaster, table: Uint8Array): DeepFilm {
  const { width, height, values, channels, bits } = raster;
  const place = { width, height, orientation: null };
  if (bits === 8 || channels !== 1) return { ...place, ...greyLevels(toGreys(raster, table)) };
  const greys = new Uint8Array(65536).fill(255);
  greys.set(table);
  return { ...place, ...plainLevels(Uint16Array.from(values), greys) };
}

export interface RasterFilm {
  readonly radiograph: () => Radiograph;
  readonly deep: () => DeepFilm;
  readonly bitsStored: number;
  readonly photometric: string;
}

/**
 * Reads a PNG or JPEG film. Alpha is dropped, colour becomes ITU-R 601 grey as in Pillow, EXIF orientation is ignored
 * (data sets ship pixels upright).
 * @throws LightboxError `intake/broken-file`, `intake/too-large` or `intake/unsupported-pixels`
 */
export async function readRaster(bytes: Uint8Array, format: "PNG" | "JPEG"): Promise<RasterFilm> {
  const raster = await decodeRaster(bytes, format);
  const { width, height, bits } = raster;
  const table = greyTable(bits, bits === 8 ? 255 : largestOf(raster.values));
  return {
    radiograph: () => ({ width, height, pixels: toGreys(raster, table) }),
    deep: () => deepRaster(raster, table),
    bitsStored: bits,
    photometric: raster.channels < 3 ? "MONOCHROME2" : "RGB",
  };
}

/** The values of a PNG or JPEG film as they stand in the file, alpha dropped; errors as {@link readRaster}. */
export async function decodeRaster(bytes: Uint8Array, format: "PNG" | "JPEG"): Promise<DecodedRaster> {
  const header = format === "JPEG" ? readJpegHeader(bytes) : undefined;
  if (header !== undefined && (header.process > 2 || header.precision !== 8)) {
    throw refusal("intake/unsupported-pixels", "this kind of JPEG (lossless, arithmetic or 12-bit) is not read.");
  }
  if (header !== undefined) checkBlocks(header, bytes);
  return decodeWithSharp(bytes, format);
}
