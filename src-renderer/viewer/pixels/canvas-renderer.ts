import { resample } from "./resample.ts";
import type { Area, Source } from "./resample.ts";
import type { FilmRenderer, Lens, Picture } from "./renderer.ts";

/** Draws without a graphics card: the same greys, computed here. */
export class CanvasRenderer implements FilmRenderer {
  readonly #canvas: HTMLCanvasElement;
  #source: Source = { width: 0, height: 0, levels: new Uint8Array(), table: new Uint8Array() };

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  setFilm({ width, height, levels }: Omit<Source, "table">): void {
    this.#source = { ...this.#source, width, height, levels };
  }

  setTable(table: Uint8Array): void {
    this.#source = { ...this.#source, table };
  }

  draw({ size, transform, lens }: Picture, draft: boolean): void {
    const canvas = this.#canvas;
    if (canvas.width !== size.width || canvas.height !== size.height) {
      [canvas.width, canvas.height] = [size.width, size.height];
    }
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null || size.width === 0 || size.height === 0) return;
    context.putImageData(pictureOf(this.#source, transform, { x: 0, y: 0, ...size }, draft), 0, 0);
    if (lens !== null) drawLens(context, this.#source, lens);
  }

  finish(): void {
    // Nothing is left to wait for.
  }

  free(): void {
    this.setFilm({ width: 0, height: 0, levels: new Uint8Array() });
  }
}

function pictureOf(source: Source, transform: Picture["transform"], area: Area, draft: boolean): ImageData {
  const words = resample(source, transform, area, draft);
  return new ImageData(new Uint8ClampedArray(words.buffer), area.width, area.height);
}

function drawLens(context: CanvasRenderingContext2D, source: Source, { place, radius, transform }: Lens): void {
  const side = Math.ceil(2 * radius) + 2;
  const area = { x: Math.floor(place.x - radius), y: Math.floor(place.y - radius), width: side, height: side };
  const part = new OffscreenCanvas(side, side);
  part.getContext("2d")?.putImageData(pictureOf(source, transform, area, false), 0, 0);
  context.save();
  context.beginPath();
  context.arc(place.x, place.y, radius, 0, 2 * Math.PI);
  context.clip();
  context.drawImage(part, area.x, area.y);
  context.restore();
}
