import { mostPixels, refusal } from "../refusal.ts";
import { decimals, string, word } from "./header.ts";
import type { Header } from "./header.ts";

/** The Image Pixel module (PS3.3 C.7.6.3), checked. */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  readonly bitsAllocated: 1 | 8 | 16 | 32;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly photometric: string;
  /** Colour planes one after the other instead of interleaved. */
  readonly planar: boolean;
  /** Frames in the file (PS3.3 C.7.6.6); 1 where the header does not say or says nonsense. */
  readonly frames: number;
}

const photometrics = new Set([
  "MONOCHROME1",
  "MONOCHROME2",
  "PALETTE COLOR",
  "RGB",
  "YBR_FULL",
  "YBR_FULL_422",
  "YBR_ICT",
  "YBR_RCT",
]);

function sizeOf(header: Header): Pick<PixelFormat, "rows" | "columns"> {
  const rows = word(header, "x00280010") ?? 0;
  const columns = word(header, "x00280011") ?? 0;
  if (rows < 1 || columns < 1) {
    throw refusal("intake/broken-file", "the header does not say how many rows and columns the image has.");
  }
  if (rows * columns > mostPixels) {
    throw refusal("intake/too-large", `the header claims ${String(rows)} × ${String(columns)} pixels.`);
  }
  return { rows, columns };
}

function bitsOf(header: Header): Pick<PixelFormat, "bitsAllocated" | "bitsStored" | "highBit"> {
  const bitsAllocated = word(header, "x00280100") ?? 0;
  if (bitsAllocated !== 1 && bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32) {
    const said = bitsAllocated === 0 ? "an unknown number of" : String(bitsAllocated);
    throw refusal("intake/unsupported-pixels", `the pixels have ${said} bits; 1, 8, 16 and 32 are read.`);
  }
  const bitsStored = word(header, "x00280101") ?? bitsAllocated;
  if (bitsStored < 1 || bitsStored > bitsAllocated) {
    const claim = `${String(bitsStored)} bits stored in ${String(bitsAllocated)} allocated`;
    throw refusal("intake/broken-file", `the header claims ${claim}.`);
  }
  const highBit = word(header, "x00280102") ?? bitsStored - 1;
  const fits = highBit >= bitsStored - 1 && highBit < bitsAllocated;
  return { bitsAllocated, bitsStored, highBit: fits ? highBit : bitsStored - 1 };
}

/**
 * Reads and checks the Image Pixel module.
 * @throws LightboxError `intake/broken-file`, `intake/too-large` or `intake/unsupported-pixels`
 */
export function readPixelFormat(header: Header): PixelFormat {
  const samples = word(header, "x00280002") ?? 1;
  const photometric = string(header, "x00280004") ?? (samples === 3 ? "RGB" : "MONOCHROME2");
  const size = sizeOf(header);
  const bits = bitsOf(header);
  if (samples !== 1 && samples !== 3) {
    throw refusal("intake/unsupported-pixels", `the pixels have ${String(samples)} samples; 1 and 3 are read.`);
  }
  if (!photometrics.has(photometric)) {
    throw refusal("intake/unsupported-pixels", `the photometric interpretation ${photometric} is not read.`);
  }
  const frames = decimals(header, "x00280008")[0] ?? 1;
  return {
    ...size,
    ...bits,
    samples,
    photometric,
    signed: word(header, "x00280103") === 1,
    planar: word(header, "x00280006") === 1,
    frames: Number.isInteger(frames) && frames > 0 ? frames : 1,
  };
}
