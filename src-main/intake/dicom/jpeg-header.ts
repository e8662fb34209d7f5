import { refusal } from "../refusal.ts";

/** What the frame header of a JPEG stream says (ITU-T T.81 B.2.2). */
export interface JpegHeader {
  /** Number of the start-of-frame marker: 0 baseline, 1 extended, 2 progressive, 3 lossless, …, 55 JPEG-LS. */
  readonly process: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** An Adobe segment says which colours the samples are; without one a decoder has to guess. */
  readonly saysColours: boolean;
  /** JFIF: grey or YCbCr. */
  readonly isJfif: boolean;
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Reads the frame header; undefined where the bytes are no JPEG stream or end before it. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let saysColours = false;
  let isJfif = false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2) return undefined;
    if (marker === 0xee && textAt(bytes, at + 4, 5) === "Adobe") saysColours = true;
    if (marker === 0xe0 && textAt(bytes, at + 4, 4) === "JFIF") isJfif = true;
    if (isStartOfFrame(marker)) {
      if (at + 10 > bytes.length) return undefined;
      const view = new DataView(bytes.buffer, bytes.byteOffset + at + 4, 6);
      return {
        process: marker - 0xc0,
        precision: view.getUint8(0),
        rows: view.getUint16(1),
        columns: view.getUint16(3),
        components: view.getUint8(5),
        saysColours,
        isJfif,
      };
    }
    at += 2 + length;
  }
  return undefined;
}

/**
 * A block of 8 × 8 pixels takes one bit at least (T.81 F.1.2, G.1.2): a claim beyond that is refused before memory is taken
 * for it. Decoders fill up what is missing, so that a few bytes could ask for a gigabyte.
 * @throws LightboxError `intake/broken-file`
 */
export function checkBlocks({ rows, columns }: JpegHeader, bytes: Uint8Array): void {
  const blocks = Math.ceil(rows / 8) * Math.ceil(columns / 8);
  if (blocks <= bytes.length * 8) return;
  const claim = `${String(columns)} × ${String(rows)} pixels in ${String(bytes.length)} bytes`;
  throw refusal("intake/broken-file", `the JPEG picture is cut short: it claims ${claim}.`);
}

function isStartOfFrame(marker: number): boolean {
  if (marker === 0xf7) return true;
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
