import { wholeFilm } from "./geometry.ts";
import type { View } from "./geometry.ts";
import { asTheFileWants } from "./presets.ts";
import type { WindowChoice } from "./presets.ts";

/** How one film is seen: what part of it, turned how, through which window. */
export class Viewport {
  view = $state.raw<View>(wholeFilm);
  window = $state.raw<WindowChoice>(asTheFileWants);
  inverted = $state.raw(false);

  /** Everything as it was when the film came up. */
  reset(): void {
    this.view = wholeFilm;
    this.window = asTheFileWants;
    this.inverted = false;
  }

  /** Another film comes up: it is seen whole and upright. A preset and inversion stay; numbers that were set by hand go. */
  leaf(): void {
    this.view = wholeFilm;
    if (this.window.kind !== "preset") this.window = asTheFileWants;
  }
}
