/** One film as it is shown: grey, 8 bits, row by row from the top left. */
export interface Radiograph {
  readonly width: number;
  readonly height: number;
  /** width·height display greys 0…255: air dark, bone bright, padding black. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export type FilmFormat = "DICOM" | "PNG" | "JPEG";

/** What is known about one film file, without its pixels. */
export interface FilmRecord {
  /** SHA-256 of the file's bytes, lower-case hexadecimal: the identity of the image. */
  readonly sha256: string;
  /** Absolute. */
  readonly path: string;
  /** File name without its folder. */
  readonly name: string;
  readonly format: FilmFormat;
  readonly width: number;
  readonly height: number;
  readonly bitsStored: number;
  /** DICOM's word: "MONOCHROME1", "MONOCHROME2", "RGB", …; PNG and JPEG are named the same way. */
  readonly photometric: string;
  /** Millimetres per pixel, row then column, at the detector where nothing better is written. */
  readonly pixelSpacing: readonly [row: number, column: number] | null;
  readonly patient: string | null;
  readonly study: string | null;
  /** "Frontal" or "Lateral". */
  readonly view: string | null;
  /** "AP", "PA", "LL", … as written. */
  readonly projection: string | null;
  /** "F", "M" or "O". */
  readonly sex: string | null;
  /** Years. */
  readonly age: number | null;
  /** Bytes. */
  readonly fileSize: number;
  /** Milliseconds since 1970. */
  readonly fileModified: number;
}

/** The part of a film's record that its own bytes (or its place in a CheXpert folder) tell. */
export type FilmFacts = Omit<FilmRecord, "sha256" | "path" | "name" | "width" | "height" | "fileSize" | "fileModified">;

/** A film that was imported: where it lies, and what it was then. */
export type KnownFilm = Pick<FilmRecord, "path" | "sha256" | "fileSize" | "fileModified">;

export interface DecodedFilm {
  readonly record: FilmRecord;
  readonly radiograph: Radiograph;
}
