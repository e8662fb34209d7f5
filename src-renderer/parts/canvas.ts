import { paint, regionOnCanvas, upscale } from "../drawing/index.ts";
import type { Grid, Rectangle, Size } from "../drawing/index.ts";
import type { FilmPixels } from "../state/index.ts";

function canvasOf(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}

/** The film at its own size; each grey value goes into red, green and blue as it is. */
export function filmPicture(film: FilmPixels): OffscreenCanvas {
  const words = new Uint32Array(film.grey.length);
  // Opaque grey in one little-endian word: alpha, blue, green, red.
  film.grey.forEach((grey, index) => {
    words[index] = 0xff000000 | (grey * 0x010101);
  });
  return canvasOf(new Uint8ClampedArray(words.buffer), film.width, film.height);
}

/** How finely a cell of the map is drawn before the canvas scales it. */
const pixelsPerCell = 32;

/** The map in colour, larger than its grid; null where no cell is above zero. */
export function mapPicture(map: Float32Array, grid: Grid, maximum: number): OffscreenCanvas | null {
  if (maximum <= 0) return null;
  const fine = upscale(map, grid, pixelsPerCell);
  return canvasOf(paint(fine, maximum), grid.columns * pixelsPerCell, grid.rows * pixelsPerCell);
}

/** Draws a picture over all of a canvas, scaled well in both directions. */
export function drawWhole(canvas: HTMLCanvasElement, picture: OffscreenCanvas | null): void {
  drawInto(canvas, picture, { x: 0, y: 0, width: canvas.width, height: canvas.height });
}

/** Draws a map over the rectangle of the film that its grid covers; what lies outside the film falls off the canvas. */
export function drawRegion(
  canvas: HTMLCanvasElement,
  picture: OffscreenCanvas | null,
  region: Rectangle,
  film: Size,
): void {
  drawInto(canvas, picture, regionOnCanvas(region, film, canvas));
}

function drawInto(canvas: HTMLCanvasElement, picture: OffscreenCanvas | null, place: Rectangle): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (picture === null) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, place.x, place.y, place.width, place.height);
}
