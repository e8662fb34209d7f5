import type { FilmRecord as StoredFilmRecord } from "../store/index.ts";

/** One film as it is shown: grey, 8 bits, row by row from the top left. */
export interface Radiograph {
  readonly width: number;
  readonly height: number;
  /** width·height display greys 0…255: air dark, bone bright, padding black. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export type FilmFormat = "DICOM" | "PNG" | "JPEG";

/** What intake finds out about one film file, without its pixels. */
export type FilmRecord = StoredFilmRecord & { readonly format: FilmFormat };

/** The part of a film's record that its own bytes (or its place in a CheXpert folder) tell. */
export type FilmFacts = Omit<FilmRecord, "sha256" | "path" | "name" | "width" | "height" | "fileSize" | "fileModified">;

/** A film that was imported: where it lies, and what it was then. */
export type KnownFilm = Pick<FilmRecord, "path" | "sha256" | "fileSize" | "fileModified">;

export interface DecodedFilm {
  readonly record: FilmRecord;
  readonly radiograph: Radiograph;
}
