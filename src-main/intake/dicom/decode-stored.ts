import type { Element } from "dicom-parser";
import { noSuchFrame, refusal } from "../refusal.ts";
import { encapsulatedFrame } from "./frame.ts";
import { string } from "./header.ts";
import type { Header } from "./header.ts";
import { decodeJpegLs } from "./jpeg-ls.ts";
import { decodeJpeg2000 } from "./jpeg2000.ts";
import { decodeJpegLossless } from "./jpeg-lossless.ts";
import { decodeJpeg } from "./jpeg.ts";
import { inflatedFrame } from "./inflated-frame.ts";
import { decodeNative } from "./native.ts";
import type { ParsedDicom } from "./parse.ts";
import { readPixelFormat } from "./pixel-format.ts";
import type { PixelFormat } from "./pixel-format.ts";
import { decodeRle } from "./rle.ts";
import { objectWithoutPicture } from "./sop-classes.ts";
import type { StoredPixels } from "./stored.ts";
import type { FrameCoding } from "./transfer-syntaxes.ts";
import { unsupportedSyntax } from "./unsupported.ts";

const pixelData = "x7fe00010";

type Decode = (frame: Uint8Array<ArrayBuffer>, format: PixelFormat) => StoredPixels | Promise<StoredPixels>;

const wholeFrame = { frame: 0, littleEndian: true, swapped: false } as const;

const decoders: Readonly<Record<Exclude<FrameCoding, "native" | "none">, Decode>> = {
  encapsulated: (frame, format) => decodeNative(frame, format, wholeFrame),
  deflated: (frame, format) => decodeNative(inflatedFrame(frame, format), format, wholeFrame),
  rle: decodeRle,
  jpeg: decodeJpeg,
  "jpeg-lossless": decodeJpegLossless,
  "jpeg-ls": decodeJpegLs,
  "jpeg-2000": decodeJpeg2000,
};

function withoutPixels(parsed: ParsedDicom): Error {
  const { header, stopped } = parsed;
  if (header.elements["x7fe00008"] !== undefined || header.elements["x7fe00009"] !== undefined) {
    return refusal("intake/unsupported-pixels", "the pixels are floating-point numbers, which are not read.");
  }
  const object = objectWithoutPicture(string(header, "x00080016") ?? string(header, "x00041220"));
  const directory = header.elements["x00041220"] !== undefined ? "a DICOM directory (DICOMDIR)" : undefined;
  const words = object ?? directory;
  if (words !== undefined) return refusal("intake/not-an-image", `this is ${words}, not an image.`);
  if (stopped !== undefined) {
    return refusal("intake/broken-file", `the file breaks off before its pixel data (${stopped}).`);
  }
  if (header.elements["x00280010"] !== undefined) {
    return refusal("intake/broken-file", "the header describes an image, but the file holds no pixel data.");
  }
  return refusal("intake/not-an-image", "this DICOM object holds no pixel data.");
}

/** Values of one byte in a big-endian file are swapped in pairs where they were written as words (PS3.5 annex A.3). */
function areWordsSwapped(header: Header, bitsAllocated: number): boolean {
  return !header.littleEndian && bitsAllocated <= 8 && header.elements[pixelData]?.vr === "OW";
}

function decodeNativeFrame(header: Header, element: Element, format: PixelFormat, frame: number): StoredPixels {
  if (element.fragments !== undefined) {
    throw refusal("intake/broken-file", "the pixels are compressed, but the header does not say how.");
  }
  const end = Math.min(element.dataOffset + element.length, header.bytes.length);
  const bytes = header.bytes.subarray(element.dataOffset, end);
  if (bytes.length === 0) throw refusal("intake/broken-file", "the pixel data is empty.");
  const swapped = areWordsSwapped(header, format.bitsAllocated);
  return decodeNative(bytes, format, { frame, littleEndian: header.littleEndian, swapped });
}

/**
 * The stored values of one frame of a parsed file.
 * @param frame from 0
 * @throws LightboxError `data/not-found` for a frame that the header does not count, `intake/not-an-image`,
 * `intake/broken-file`, `intake/too-large`, `intake/unsupported-pixels` or `intake/unsupported-transfer-syntax`
 */
export async function decodeStored(parsed: ParsedDicom, frame = 0): Promise<StoredPixels> {
  const { header, syntax } = parsed;
  const element = header.elements[pixelData];
  if (element === undefined) throw withoutPixels(parsed);
  if (syntax.coding === "none") throw unsupportedSyntax(syntax.name);
  const format = readPixelFormat(header);
  if (frame >= format.frames) throw noSuchFrame(frame, format.frames);
  if (syntax.coding === "native") return decodeNativeFrame(header, element, format, frame);
  return decoders[syntax.coding](encapsulatedFrame(header, element, format.frames, frame), format);
}
