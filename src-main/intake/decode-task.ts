import type { FilmRecord, Radiograph } from "./types.ts";

/** What the threads of "decode-worker" do: a whole film for import, or its pixels alone. */
export interface DecodeTask {
  readonly kind: "film" | "radiograph";
  /** Absolute. */
  readonly path: string;
}

export interface DecodeResult {
  readonly record: FilmRecord;
  /** JPEG, 160 px on the long side. */
  readonly thumbnail: Uint8Array<ArrayBuffer>;
}

export type DecodeReply = DecodeResult | Radiograph;
