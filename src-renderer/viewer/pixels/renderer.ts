import type { Size } from "../../drawing/index.ts";
import type { ShownFilm } from "../../state/index.ts";
import type { Place, Transform } from "../geometry.ts";

/** A round magnifying glass, in pixels of the screen. */
export interface Lens {
  readonly place: Place;
  readonly radius: number;
  readonly transform: Transform;
}

/** What the canvas is to show; sizes and places are in pixels of the screen. */
export interface Picture {
  readonly size: Size;
  /** From pixels of the film to pixels of the canvas. */
  readonly transform: Transform;
  readonly lens: Lens | null;
}

export type Way = "webgl2" | "2d";

/** Draws one film on one canvas. */
export interface FilmRenderer {
  /** Other levels; the table has to follow. */
  setFilm(film: Pick<ShownFilm, "levels" | "width" | "height">): void;
  /** Grey of each level: [256] or [65536]. */
  setTable(table: Uint8Array): void;
  draw(picture: Picture): void;
  /** Gives back what it holds; it draws no more. */
  free(): void;
}

let largest: number | undefined;

/** Side of the largest texture, 0 where there is no WebGL2; asked for once. */
function largestTexture(): number {
  if (largest !== undefined) return largest;
  const context = document.createElement("canvas").getContext("webgl2");
  largest = context === null ? 0 : Number(context.getParameter(context.MAX_TEXTURE_SIZE));
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return largest;
}

/** How a film of this size can be drawn here. */
export function wayFor({ width, height }: Size): Way {
  return Math.max(width, height) <= largestTexture() ? "webgl2" : "2d";
}
