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

function axes(source: Source, transform: Transform, area: Area): { across: Axis; down: Axis } {
  const back = inverse(transform);
  const scale = scaleOfTransform(transform);
  const drawing = drawingAt(scale);
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

/** Mean of the film's greys under one pixel of the screen. */
function greyAt(source: Source, across: Taps, down: Taps, strides: readonly [number, number]): number {
  const { levels, table } = source;
  let sum = 0;
  let line = down.first * strides[1] + across.first * strides[0];
  for (const share of down.weights) {
    let at = line;
    for (const weight of across.weights) {
      sum += share * weight * (table[levels[at] ?? 0] ?? 0);
      at += strides[0];
    }
    line += strides[1];
  }
  return sum;
}

/**
 * What one rectangle of the screen shows of a film: opaque grey, RGBA in memory order, black outside of the film. The same as
 * the shader draws: equal at 1:1, else up to rounding.
 */
export function resample(source: Source, transform: Transform, area: Area): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(area.width * area.height).fill(0xff000000);
  if (scaleOfTransform(transform) === 0) return words;
  const { across, down } = axes(source, transform, area);
  const strides = [across.stride, down.stride] as const;
  let at = 0;
  for (const row of down.taps) {
    for (const column of across.taps) {
      const grey = Math.floor(greyAt(source, column, row, strides) + 0.5);
      // Little-endian: alpha, blue, green, red.
      words[at] = (0xff000000 | (grey * 0x010101)) >>> 0;
      at += 1;
    }
  }
  return words;
}
