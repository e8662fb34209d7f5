import type { ErrorReport, ImageDetail } from "../../src-preload/contract/index.ts";
import type { Grid, MapRange, Rectangle } from "../drawing/index.ts";
import type { ShownFilm } from "../state/index.ts";
import type { Place } from "./geometry.ts";

/** One neuron's map as it lies over a film. */
export interface PaneMap {
  readonly neuron: number;
  /** [rows, columns], parts of the pre-activation, rows from the top of the film. */
  readonly values: Float32Array;
  readonly grid: Grid;
  /** What the grid covers, in pixels of the film; padding reaches outside the film. */
  readonly region: Rectangle;
  readonly range: MapRange;
  /** Each cell's mean over the data set is taken off. */
  readonly centred: boolean;
}

/** One film on the stage: everything about it that is there by now. */
export interface Pane {
  /** SHA-256 of the film's file. */
  readonly image: string;
  readonly film: ShownFilm | null;
  readonly detail: ImageDetail | null;
  /** Why there is no film. */
  readonly trouble: ErrorReport | null;
  readonly map: PaneMap | null;
}

/** A place of one of the films on the stage, in pixels of the film. */
export interface ProbedPlace extends Place {
  readonly pane: number;
}
