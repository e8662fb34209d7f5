import type { FilmDisplay } from "../../src-preload/contract/index.ts";
import type { Rectangle } from "../drawing/index.ts";
import type { ShownFilm } from "../state/index.ts";
import type { ScaleBar } from "./annotations.ts";
import type { CornerText } from "./corner-text.ts";
import type { Frame, Place, Transform } from "./geometry.ts";
import type { Spacing } from "./measure.ts";
import type { Pane, PaneMap } from "./pane.ts";

/** A film as it stands on the stage now: what commands work on and what a saved picture shows. */
export interface OnStage {
  readonly pane: Pane;
  readonly film: ShownFilm;
  readonly frame: Frame;
  /** Pixels of the screen in a CSS pixel. */
  readonly ratio: number;
  /** From pixels of the film to CSS pixels of the pane. */
  readonly transform: Transform;
  readonly spacing: Spacing | null;
  /** The map that lies over the film, if one does. */
  readonly map: PaneMap | null;
  /** The asked place and its cell, in CSS pixels of the pane. */
  readonly asked: { readonly place: Place; readonly cell: Rectangle | null } | null;
  /** What is written on the film; null where it is hidden. */
  readonly written: {
    readonly text: CornerText;
    readonly letters: FilmDisplay["orientation"];
    readonly bar: ScaleBar | null;
  } | null;
}
