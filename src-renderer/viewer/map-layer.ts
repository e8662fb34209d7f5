import { paint, upscale } from "../drawing/index.ts";
import type { Rectangle, Size } from "../drawing/index.ts";
import type { PaneMap } from "./pane.ts";
import type { Lens, Picture } from "./pixels/renderer.ts";
import type { Transform } from "./geometry.ts";

/** How finely the map is drawn before the canvas scales it, pixels along its longer side. */
const side = 448;

/** The map in colour, larger than its grid; null where no cell is above zero. */
export function mapPicture({ values, grid, range }: PaneMap, threshold: number): OffscreenCanvas | null {
  if (range.maximum <= 0) return null;
  const pixelsPerCell = Math.ceil(side / Math.max(grid.columns, grid.rows));
  const fine = paint(upscale(values, grid, pixelsPerCell), range.maximum, threshold);
  const [width, height] = [grid.columns * pixelsPerCell, grid.rows * pixelsPerCell];
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(new ImageData(fine, width, height), 0, 0);
  return canvas;
}

/** A map over the film that it belongs to. */
export interface MapDrawing {
  readonly picture: OffscreenCanvas | null;
  /** What the map covers, in pixels of the film. */
  readonly region: Rectangle;
  readonly film: Size;
}

type Context = CanvasRenderingContext2D;

/** Draws a map over the film as it lies on the screen, and magnified in the lens; outside of the film nothing is drawn. */
export function drawMap(context: Context, map: MapDrawing, { size, transform, lens }: Picture): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  drawOnce(context, map, transform, null);
  if (lens !== null) drawOnce(context, map, lens.transform, lens);
}

function drawOnce(
  context: Context,
  { picture, region, film }: MapDrawing,
  transform: Transform,
  lens: Lens | null,
): void {
  if (picture === null) return;
  context.save();
  if (lens !== null) {
    context.beginPath();
    context.arc(lens.place.x, lens.place.y, lens.radius, 0, 2 * Math.PI);
    context.clip();
    context.clearRect(lens.place.x - lens.radius, lens.place.y - lens.radius, 2 * lens.radius, 2 * lens.radius);
  }
  const { a, b, c, d, e, f } = transform;
  context.setTransform(a, b, c, d, e, f);
  context.beginPath();
  context.rect(0, 0, film.width, film.height);
  context.clip();
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, region.x, region.y, region.width, region.height);
  context.restore();
}
