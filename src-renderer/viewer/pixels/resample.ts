import type { Size } from "../../drawing/index.ts";
import { inverse } from "../geometry.ts";
import type { Transform } from "../geometry.ts";
import { drawingAt, scaleOfTransform, tapsAt } from "./taps.ts";
import type { Taps } from "./taps.ts";

/** A film as levels and the grey of each of them. */
export interface Source extends Size {
  readonly levels: Uint8Array | Uint16Array;
  readonly table: Uint8Array;
}

/** The rectangle of the screen that is drawn, in its pixels. */
export interface Area extends Size {
  readonly x: number;
  readonly y: number;
}

/** One axis of the screen: what each of its pixels takes from the film, and how far apart that lies in memory. */
interface Axis {
  readonly taps: readonly Taps[];
  readonly stride: number;
}

function axes(source: Source, transform: Transform, area: Area, draft: boolean): { across: Axis; down: Axis } {
  const back = inverse(transform);
  const scale = scaleOfTransform(transform);
  const drawing = drawingAt(scale, draft);
  const axis = (length: number, start: number, dx: number, dy: number): Axis => {
    const alongX = dx !== 0;
    const size = alongX ? source.width : source.height;
    const [step, offset] = alongX ? [dx, back.e] : [dy, back.f];
    const taps = Array.from({ length }, (_, place) =>
      tapsAt(step * (start + place + 0.5) + offset, size, scale, drawing),
    );
    return { taps, stride: alongX ? 1 : source.width };
  };
  // A quarter turn or a mirror keeps the axes apart: each screen axis runs along one axis of the film.
  return {
    across: axis(area.width, area.x, back.a, back.b),
    down: axis(area.height, area.y, back.c, back.d),
  };
}

/** First and last place of the film, the last excluded, that any pixel of an axis takes something from. */
function extent({ taps }: Axis): readonly [number, number] {
  let [from, to] = [Infinity, 0];
  for (const { first, weights } of taps) {
    if (weights.length === 0) continue;
    from = Math.min(from, first);
    to = Math.max(to, first + weights.length);
  }
  return [Math.min(from, to), to];
}

/** Greys of the film along one row of the screen: the mean of the lines that it takes from. */
function addLines(line: Float64Array, source: Source, from: number, across: number, down: number, row: Taps): void {
  const { levels, table } = source;
  line.fill(0);
  for (const [index, share] of row.weights.entries()) {
    let at = (row.first + index) * down + from * across;
    for (let place = 0; place < line.length; place += 1) {
      line[place] = (line[place] ?? 0) + share * (table[levels[at] ?? 0] ?? 0);
      at += across;
    }
  }
}

/**
 * What one rectangle of the screen shows of a film: opaque grey, RGBA in memory order, black outside of the film. The same as
 * the shader draws: equal at 1:1, else up to rounding.
 * @param draft smaller than 1:1, one pixel of the film stands for all that it hides
 */
export function resample(source: Source, transform: Transform, area: Area, draft = false): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(area.width * area.height).fill(0xff000000);
  if (scaleOfTransform(transform) === 0) return words;
  const { across, down } = axes(source, transform, area, draft);
  const [from, to] = extent(across);
  const line = new Float64Array(to - from);
  for (const [y, row] of down.taps.entries()) {
    if (row.weights.length === 0) continue;
    addLines(line, source, from, across.stride, down.stride, row);
    for (const [x, { first, weights }] of across.taps.entries()) {
      let sum = 0;
      for (let index = 0; index < weights.length; index += 1) {
        sum += (weights[index] ?? 0) * (line[first - from + index] ?? 0);
      }
      // Little-endian: alpha, blue, green, red.
      words[y * area.width + x] = (0xff000000 | (Math.floor(sum + 0.5) * 0x010101)) >>> 0;
    }
  }
  return words;
}
