/** How a frame in a transfer syntax becomes stored values. */
export type FrameCoding =
  "native" | "encapsulated" | "deflated" | "rle" | "jpeg" | "jpeg-lossless" | "jpeg-ls" | "jpeg-2000" | "none";

export interface TransferSyntax {
  readonly uid: string;
  /** In words, as a sentence needs it. */
  readonly name: string;
  /** "none": Lightbox cannot decode it. */
  readonly coding: FrameCoding;
}

export const implicitLittle = "1.2.840.10008.1.2";
export const explicitLittle = "1.2.840.10008.1.2.1";
export const explicitBig = "1.2.840.10008.1.2.2";
export const deflated = "1.2.840.10008.1.2.1.99";

// PS3.6 table A-1.
const rows: readonly (readonly [uid: string, name: string, coding: FrameCoding])[] = [
  [implicitLittle, "implicit little endian", "native"],
  [explicitLittle, "explicit little endian", "native"],
  [explicitBig, "explicit big endian", "native"],
  [deflated, "deflated explicit little endian", "native"],
  ["1.2.840.10008.1.2.1.98", "encapsulated uncompressed", "encapsulated"],
  ["1.2.840.10008.1.2.8.1", "deflated image frames", "deflated"],
  ["1.2.840.10008.1.2.5", "run-length encoding (RLE)", "rle"],
  ["1.2.840.10008.1.2.4.50", "JPEG baseline", "jpeg"],
  ["1.2.840.10008.1.2.4.51", "JPEG extended", "jpeg"],
  ["1.2.840.10008.1.2.4.52", "JPEG extended (retired process 3 and 5)", "none"],
  ["1.2.840.10008.1.2.4.53", "JPEG spectral selection (retired)", "jpeg"],
  ["1.2.840.10008.1.2.4.54", "JPEG spectral selection (retired process 7 and 9)", "none"],
  ["1.2.840.10008.1.2.4.55", "JPEG full progression (retired)", "jpeg"],
  ["1.2.840.10008.1.2.4.56", "JPEG full progression (retired process 11 and 13)", "none"],
  ["1.2.840.10008.1.2.4.57", "JPEG lossless", "jpeg-lossless"],
  ["1.2.840.10008.1.2.4.58", "JPEG lossless (retired process 15)", "none"],
  ["1.2.840.10008.1.2.4.70", "JPEG lossless, first-order prediction", "jpeg-lossless"],
  ["1.2.840.10008.1.2.4.80", "JPEG-LS lossless", "jpeg-ls"],
  ["1.2.840.10008.1.2.4.81", "JPEG-LS near-lossless", "jpeg-ls"],
  ["1.2.840.10008.1.2.4.90", "JPEG 2000 lossless", "jpeg-2000"],
  ["1.2.840.10008.1.2.4.91", "JPEG 2000", "jpeg-2000"],
  ["1.2.840.10008.1.2.4.92", "JPEG 2000 multi-component lossless", "jpeg-2000"],
  ["1.2.840.10008.1.2.4.93", "JPEG 2000 multi-component", "jpeg-2000"],
  ["1.2.840.10008.1.2.4.94", "JPIP referenced pixel data", "none"],
  ["1.2.840.10008.1.2.4.95", "deflated JPIP referenced pixel data", "none"],
  ["1.2.840.10008.1.2.4.100", "MPEG-2 video", "none"],
  ["1.2.840.10008.1.2.4.101", "MPEG-2 video", "none"],
  ["1.2.840.10008.1.2.4.102", "MPEG-4 video", "none"],
  ["1.2.840.10008.1.2.4.103", "MPEG-4 video", "none"],
  ["1.2.840.10008.1.2.4.107", "HEVC video", "none"],
  ["1.2.840.10008.1.2.4.108", "HEVC video", "none"],
  ["1.2.840.10008.1.2.4.110", "JPEG XL lossless", "none"],
  ["1.2.840.10008.1.2.4.111", "JPEG XL recompressed JPEG", "none"],
  ["1.2.840.10008.1.2.4.112", "JPEG XL", "none"],
  ["1.2.840.10008.1.2.4.201", "high-throughput JPEG 2000 (HTJ2K) lossless", "jpeg-2000"],
  ["1.2.840.10008.1.2.4.202", "high-throughput JPEG 2000 (HTJ2K) lossless", "jpeg-2000"],
  ["1.2.840.10008.1.2.4.203", "high-throughput JPEG 2000 (HTJ2K)", "jpeg-2000"],
];

const table = new Map(rows.map(([uid, name, coding]) => [uid, { uid, name, coding }]));

/** The transfer syntax of `uid`; one that is not in the table counts as not decodable and is named by its number. */
export function transferSyntax(uid: string): TransferSyntax {
  return table.get(uid) ?? { uid, name: `the unknown transfer syntax ${uid}`, coding: "none" };
}
