import sharp from "sharp";
import { mostPixels, refusal, wordsOf } from "./refusal.ts";

export interface DecodedRaster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** 8 or 16 bits a value. */
  readonly bits: 8 | 16;
  /** width·height·channels, interleaved, alpha dropped. */
  readonly values: Uint8Array | Uint16Array;
}

// Lightbox runs its own threads, one file each.
sharp.concurrency(1);
sharp.cache(false);

// `ignoreIcc`: the values in the file are the film; a colour profile must not move them.
const options = { failOn: "error", limitInputPixels: mostPixels, ignoreIcc: true } as const;

/**
 * The values of a PNG or JPEG stream as they stand: no colour management, no gamma, no rotation by EXIF.
 * @throws LightboxError `intake/broken-file`, `intake/too-large` or `intake/unsupported-pixels`
 */
export async function decodeWithSharp(bytes: Uint8Array, format: "PNG" | "JPEG"): Promise<DecodedRaster> {
  try {
    const image = sharp(bytes, options);
    const { space, depth, hasAlpha } = await image.metadata();
    if (space === "cmyk") {
      throw refusal("intake/unsupported-pixels", "the picture has printing colours (CMYK), which are not read.");
    }
    const wide = depth === "ushort";
    const grey = space === "b-w" || space === "grey16";
    const opaque = hasAlpha ? image.removeAlpha() : image;
    const spaced = opaque.toColourspace(wide ? (grey ? "grey16" : "rgb16") : grey ? "b-w" : "srgb");
    const { data, info } = await spaced.raw({ depth: wide ? "ushort" : "uchar" }).toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const values = wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    return { width, height, channels, bits: wide ? 16 : 8, values };
  } catch (error) {
    throw inWords(error, format);
  }
}

function inWords(error: unknown, format: string): unknown {
  if (error instanceof Error && "code" in error && String(error.code).startsWith("intake/")) return error;
  const words = wordsOf(error);
  if (/pixel limit/i.test(words)) return refusal("intake/too-large", `the ${format} picture claims too many pixels.`);
  return refusal("intake/broken-file", `the ${format} picture cannot be decoded (${words}).`);
}
