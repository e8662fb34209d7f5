import type { Gate, GateDeed } from "./privacy/gate.ts";
import type { DeepFilm, FilmRecord, KnownFilm } from "./types.ts";

/** What the threads of "decode-worker" do: a film for import, or its pixels at full depth. */
export type DecodeTask =
  | {
      readonly kind: "film";
      /** Absolute. */
      readonly path: string;
      /** From 1. */
      readonly frame: number;
      readonly gate: Gate;
    }
  | { readonly kind: "frames"; readonly path: string }
  | { readonly kind: "deep"; readonly film: string | KnownFilm };

/** The file a task reads. */
export function pathOf(task: DecodeTask): string {
  if (task.kind !== "deep") return task.path;
  return typeof task.film === "string" ? task.film : task.film.path;
}

export interface DecodeResult {
  readonly record: FilmRecord;
  readonly deed: GateDeed | null;
  /** JPEG, 160 px on the long side. */
  readonly thumbnail: Uint8Array<ArrayBuffer>;
}

/** By the kind of the task; that of "frames" is how many the file has. */
export interface DecodeReplies {
  readonly film: DecodeResult;
  readonly frames: number;
  readonly deep: DeepFilm;
}

export type DecodeReply = DecodeReplies[DecodeTask["kind"]];
