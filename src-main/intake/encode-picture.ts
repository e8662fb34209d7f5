import sharp from "sharp";
import type { Sharp } from "sharp";
import type { Radiograph } from "./types.ts";

/** Pixels on the long side of a thumbnail. */
export const thumbnailSide = 160;
const thumbnailQuality = 80;

function pictureOf(radiograph: Radiograph, maxSide: number | undefined): Sharp {
  const { width, height, pixels } = radiograph;
  const picture = sharp(pixels, { raw: { width, height, channels: 1 } });
  if (maxSide === undefined) return picture;
  return picture.resize({ width: maxSide, height: maxSide, fit: "inside", withoutEnlargement: true });
}

async function bytesOf(picture: Sharp): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await picture.toBuffer());
}

/** The radiograph as an 8-bit grey PNG, made smaller to fit `maxSide` pixels where that is given; never larger. */
export async function encodePng(radiograph: Radiograph, maxSide?: number): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(pictureOf(radiograph, maxSide).toColourspace("b-w").png({ compressionLevel: 6 }));
}

/** A JPEG of at most 160 pixels on the long side. */
export async function encodeThumbnail(radiograph: Radiograph): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(pictureOf(radiograph, thumbnailSide).toColourspace("b-w").jpeg({ quality: thumbnailQuality }));
}
