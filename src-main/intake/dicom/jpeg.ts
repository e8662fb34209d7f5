import { decodeWithSharp } from "../sharp-decode.ts";
import { refusal } from "../refusal.ts";
import { decodeJpegDct } from "./jpeg-dct.ts";
import { checkBlocks, readJpegHeader } from "./jpeg-header.ts";
import type { JpegHeader } from "./jpeg-header.ts";
import type { PixelFormat } from "./pixel-format.ts";
import type { StoredPixels } from "./stored.ts";

/** "Adobe", version 100, no flags, transform 0: the samples are RGB as they stand. */
const adobeRgb = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

/**
 * Where DICOM says RGB and the stream itself says nothing about colours, a JPEG decoder would take it for YCbCr; the
 * Adobe segment it lacks is put in.
 */
function withColours(frame: Uint8Array, header: JpegHeader, format: PixelFormat): Uint8Array {
  const silent = header.components === 3 && !header.saysColours && !header.isJfif;
  if (!silent || format.photometric !== "RGB") return frame;
  const marked = new Uint8Array(frame.length + adobeRgb.length);
  marked.set(frame.subarray(0, 2));
  marked.set(adobeRgb, 2);
  marked.set(frame.subarray(2), 2 + adobeRgb.length);
  return marked;
}

/** The frame header of an encapsulated JPEG frame, checked against the size that DICOM says. */
export function checkedJpegHeader(frame: Uint8Array, format: PixelFormat): JpegHeader {
  const header = readJpegHeader(frame);
  if (header === undefined) throw refusal("intake/broken-file", "the pixel data holds no readable JPEG stream.");
  if (header.rows !== format.rows || header.columns !== format.columns) {
    const inside = `${String(header.columns)} × ${String(header.rows)}`;
    const said = `${String(format.columns)} × ${String(format.rows)}`;
    throw refusal("intake/broken-file", `the header says ${said} pixels, the JPEG inside has ${inside}.`);
  }
  return header;
}

/**
 * A JPEG baseline, extended or progressive frame. Colour of 8 bits comes back as RGB.
 * @throws LightboxError `intake/broken-file` or `intake/unsupported-pixels`
 */
export async function decodeJpeg(frame: Uint8Array, format: PixelFormat): Promise<StoredPixels> {
  const header = checkedJpegHeader(frame, format);
  if ((header.process === 1 || header.process === 2) && header.precision === 12) {
    return decodeJpegDct(frame, header, format);
  }
  if (header.process > 2 || header.precision !== 8) {
    throw refusal("intake/broken-file", "the JPEG stream is not of the kind the header says.");
  }
  checkBlocks(header, frame);
  const decoded = await decodeWithSharp(withColours(frame, header, format), "JPEG");
  const colour = decoded.channels >= 3;
  if (decoded.width !== format.columns || decoded.height !== format.rows) {
    throw refusal("intake/broken-file", "the JPEG stream has not the size that its header says.");
  }
  return {
    rows: format.rows,
    columns: format.columns,
    samples: colour ? 3 : 1,
    bits: 8,
    signed: false,
    photometric: colour ? "RGB" : format.samples === 1 ? format.photometric : "MONOCHROME2",
    values: Uint8Array.from(decoded.values),
  };
}
