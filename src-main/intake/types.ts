import type { DisplayWindow, FilmDisplay } from "../../src-preload/contract/intake.ts";
import type { GateDeed } from "./privacy/gate.ts";
import type { FilmRecord as StoredFilmRecord } from "../store/index.ts";

/** One film as it is shown: grey, 8 bits, row by row from the top left. */
export interface Radiograph {
  readonly width: number;
  readonly height: number;
  /** width·height display greys 0…255: air dark, bone bright, padding black. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** One film at full depth, row by row from the top left. A level is what `levels` holds; a value = slope · level + intercept. */
export interface DeepFilm {
  readonly width: number;
  readonly height: number;
  /** width·height levels. */
  readonly levels: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  readonly slope: number;
  readonly intercept: number;
  /** What the file calls values after the modality LUT; null where it does not say. */
  readonly unit: string | null;
  /** Smallest and largest level that occurs, padding left out. */
  readonly range: readonly [number, number];
  /** High values are dark. */
  readonly inverted: boolean;
  /** Levels that are no part of the picture, both ends included; null where there is no padding. */
  readonly padding: readonly [number, number] | null;
  /** The valid windows of the file, in its order. */
  readonly windows: readonly DisplayWindow[];
  /** The file asks for a table (VOI LUT). */
  readonly table: boolean;
  /** Grey of every level, 256 or 65536 of them: greys[levels[i]] is pixel i of the {@link Radiograph}. */
  readonly greys: Uint8Array<ArrayBuffer>;
  readonly orientation: FilmDisplay["orientation"];
}

/** The numbers of one frame of a film file, row by row from the top left. */
export interface FilmValues {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  /** rows·columns·samples values after the modality LUT, colour interleaved. */
  readonly values: Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float64Array;
  /** What the file calls its values; null where it does not say. */
  readonly unit: string | null;
  /** What the values mean: "MONOCHROME1" is not inverted here. */
  readonly photometric: string;
  /** From 0, of {@link frames}. */
  readonly frame: number;
  readonly frames: number;
}

export type FilmFormat = "DICOM" | "PNG" | "JPEG";

/** What intake finds out about one film file, without its pixels. */
export type FilmRecord = StoredFilmRecord & { readonly format: FilmFormat };

/** The part of a film's record that its own bytes (or its place in a CheXpert folder) tell. */
export type FilmFacts = Omit<
  FilmRecord,
  "sha256" | "fileSha256" | "frame" | "path" | "name" | "width" | "height" | "fileSize" | "fileModified"
>;

/** A film that was imported: where it lies, and what it was then. */
export type KnownFilm = Pick<FilmRecord, "path" | "sha256" | "fileSha256" | "frame" | "fileSize" | "fileModified">;

export interface DecodedFilm {
  readonly record: FilmRecord;
  readonly radiograph: Radiograph;
  /** What the gate did; null for a picture, which has no header. */
  readonly deed: GateDeed | null;
}
