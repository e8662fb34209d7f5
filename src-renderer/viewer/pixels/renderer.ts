import type { FilmDrawing } from "../../../src-preload/contract/index.ts";
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
  /** @param draft faster: smaller than 1:1, one pixel of the film stands for all that it hides */
  draw(picture: Picture, draft: boolean): void;
  /** Comes back when all that was asked for is drawn. */
  finish(): void;
  /** Gives back what it holds; it draws no more. */
  free(): void;
}

/** What imitates a graphics card on the processor, by the names that drivers give themselves. */
const imitation = /swiftshader|llvmpipe|softpipe|software|basic render/i;

interface Card {
  /** Side of the largest texture; 0 where there is no WebGL2. */
  readonly largest: number;
  readonly imitated: boolean;
}

let known: Card | undefined;

/** What WebGL2 runs on here; asked for once. */
function card(): Card {
  if (known !== undefined) return known;
  const context = document.createElement("canvas").getContext("webgl2");
  if (context === null) return (known = { largest: 0, imitated: false });
  const names = context.getExtension("WEBGL_debug_renderer_info");
  const driver = names === null ? "" : String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
  known = { largest: Number(context.getParameter(context.MAX_TEXTURE_SIZE)), imitated: imitation.test(driver) };
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return known;
}

/** How a film of this size is drawn here. An imitated graphics card is slower than drawing without one. */
export function wayFor({ width, height }: Size, wanted: FilmDrawing): Way {
  const { largest, imitated } = card();
  if (wanted === "processor" || (wanted === "auto" && imitated)) return "2d";
  return Math.max(width, height) <= largest ? "webgl2" : "2d";
}
