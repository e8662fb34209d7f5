import createOpenJpeg from "@cornerstonejs/codec-openjpeg/decodewasmjs";
import createOpenJph from "@cornerstonejs/codec-openjph/wasmjs";
import { refusal } from "../refusal.ts";
import { checkAgainst, storedFromCodec } from "./from-codec.ts";
import { codestreamOf, readJpeg2000Header } from "./jpeg2000-header.ts";
import type { Jpeg2000Component, Jpeg2000Header } from "./jpeg2000-header.ts";
import type { PixelFormat } from "./pixel-format.ts";
import type { StoredPixels } from "./stored.ts";
import { wasmCodec } from "./wasm-codec.ts";

const name = "JPEG 2000";
const decodeBlocks = wasmCodec(name, createOpenJpeg, "J2KDecoder");
const decodeFastBlocks = wasmCodec(name, createOpenJph, "HTJ2KDecoder");

/** The first component, of which all others have to be like. */
function checkedComponent(header: Jpeg2000Header, format: PixelFormat): Jpeg2000Component {
  const { components, offset, rows, columns } = header;
  const [first] = components;
  if (first === undefined) throw brokenHeader();
  const { precision, signed } = first;
  checkAgainst(format, name, { rows, columns, components: components.length, precision });
  const alike = components.every((other) => other.precision === precision && other.signed === signed && other.full);
  if (!alike || offset[0] !== 0 || offset[1] !== 0) {
    throw refusal("intake/unsupported-pixels", "JPEG 2000 with subsampled or shifted components is not read.");
  }
  // What the packages give for deeper colours is not the picture.
  if (components.length > 1 && precision > 8) {
    throw refusal("intake/unsupported-pixels", "JPEG 2000 in colours of more than 8 bits is not read.");
  }
  return first;
}

/**
 * The codestream with its components declared unsigned: both codecs cut negative values of 8 bits off, while the sign is
 * nothing but a shift by half the range after decoding (T.800 annex G.1).
 */
function withoutSign(codestream: Uint8Array, header: Jpeg2000Header): Uint8Array {
  const unsigned = Uint8Array.from(codestream);
  for (const { at } of header.components) unsigned[at] = (unsigned[at] ?? 0) & 0x7f;
  return unsigned;
}

/** Pixels up to which a picture may be empty, and the most that a byte may stand for in a larger one. */
const mayBeEmpty = 2 ** 24;
const pixelsInByte = 512;

/**
 * A huge picture of next to nothing is refused before a gigabyte is taken for it. A film at a hundredth of its size has a
 * byte for some 70 pixels.
 */
function checkBlocks({ rows, columns }: Jpeg2000Header, codestream: Uint8Array): void {
  const pixels = rows * columns;
  if (pixels <= mayBeEmpty || codestream.length * pixelsInByte >= pixels) return;
  const claim = `${String(columns)} × ${String(rows)} pixels in ${String(codestream.length)} bytes`;
  throw refusal("intake/broken-file", `the JPEG 2000 stream is all but empty: it claims ${claim}.`);
}

function brokenHeader(): Error {
  return refusal("intake/broken-file", "the pixel data holds no readable JPEG 2000 stream.");
}

/**
 * A JPEG 2000 frame, in part 1 or high-throughput block coding: its own header says which. Colour comes back as RGB unless
 * the stream holds YBR_FULL as it stands.
 * @throws LightboxError `intake/broken-file` or `intake/unsupported-pixels`
 */
export async function decodeJpeg2000(frame: Uint8Array, format: PixelFormat): Promise<StoredPixels> {
  const codestream = codestreamOf(frame);
  const header = codestream === undefined ? undefined : readJpeg2000Header(codestream);
  if (codestream === undefined || header === undefined) throw brokenHeader();
  const { precision, signed } = checkedComponent(header, format);
  checkBlocks(header, codestream);
  // OpenJPH would leave black what is not there.
  if (header.cut) throw refusal("intake/broken-file", "the JPEG 2000 stream is cut short.");
  const decode = header.highThroughput ? decodeFastBlocks : decodeBlocks;
  const decoded = await decode(signed ? withoutSign(codestream, header) : codestream);
  const asItStands = !header.colourTransform && format.photometric.startsWith("YBR_FULL");
  const photometric = asItStands ? "YBR_FULL" : "RGB";
  return storedFromCodec(decoded, { precision, centred: signed, exact: header.reversible, photometric }, format);
}
