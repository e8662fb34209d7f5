import createCharls from "@cornerstonejs/codec-charls/decodewasmjs";
import { refusal } from "../refusal.ts";
import { checkAgainst, storedFromCodec } from "./from-codec.ts";
import { readJpegHeader } from "./jpeg-header.ts";
import type { PixelFormat } from "./pixel-format.ts";
import type { StoredPixels } from "./stored.ts";
import { wasmCodec } from "./wasm-codec.ts";

const name = "JPEG-LS";
/** Number of its start-of-frame marker (ITU-T T.87 C.1.1). */
export const jpegLsProcess = 55;

const decode = wasmCodec(name, createCharls, "JpegLSDecoder");

/** End of image: without one after the last byte, CharLS 2.4.4 searches a cut stream for minutes before it gives up. */
const end = [0xff, 0xd9];

function closed(frame: Uint8Array): Uint8Array {
  const stream = new Uint8Array(frame.length + end.length);
  stream.set(frame);
  stream.set(end, frame.length);
  return stream;
}

/**
 * A JPEG-LS frame, lossless or near-lossless. The stream knows no sign: values are read in two's complement where the DICOM
 * header says signed.
 * @throws LightboxError `intake/broken-file` or `intake/unsupported-pixels`
 */
export async function decodeJpegLs(frame: Uint8Array, format: PixelFormat): Promise<StoredPixels> {
  const header = readJpegHeader(frame);
  if (header?.process !== jpegLsProcess) {
    throw refusal("intake/broken-file", "the pixel data holds no readable JPEG-LS stream.");
  }
  checkAgainst(format, name, header);
  const decoded = await decode(closed(frame));
  const photometric = format.photometric.startsWith("YBR_FULL") ? "YBR_FULL" : "RGB";
  return storedFromCodec(decoded, { precision: header.precision, centred: false, exact: true, photometric }, format);
}
