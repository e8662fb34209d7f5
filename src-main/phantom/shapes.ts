import { createField, filmSize } from "./field.ts";
import type { Field } from "./field.ts";

/** A place on the film: pixels to the right, pixels down. */
export type Point = readonly [x: number, y: number];

/** A closed or open Catmull–Rom curve through the points, with `steps` pieces between neighbours. */
export function smoothCurve(points: readonly Point[], closed: boolean, steps = 8): Point[] {
  const count = points.length;
  const at = (place: number): Point => {
    const wrapped = closed ? (place + count) % count : Math.min(count - 1, Math.max(0, place));
    return points[wrapped] ?? [0, 0];
  };
  const curve: Point[] = [];
  for (let piece = 0; piece < (closed ? count : count - 1); piece++) {
    const [a, b, c, d] = [at(piece - 1), at(piece), at(piece + 1), at(piece + 2)];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      curve.push([catmullRom(a[0], b[0], c[0], d[0], t), catmullRom(a[1], b[1], c[1], d[1], t)]);
    }
  }
  if (!closed) curve.push(at(count - 1));
  return curve;
}

/** Uniform Catmull–Rom interpolation between b and c (Catmull & Rom 1974, tension 1/2). */
function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}

const rowSamples = 2;

/** Share of each pixel that lies inside the polygon (even–odd rule, two scan lines per row, exact along the line). */
export function fillPolygon(points: readonly Point[]): Field {
  const field = createField();
  const top = Math.max(0, Math.floor(Math.min(...points.map((point) => point[1]))));
  const bottom = Math.min(filmSize - 1, Math.ceil(Math.max(...points.map((point) => point[1]))));
  for (let y = top; y <= bottom; y++) {
    for (let sample = 0; sample < rowSamples; sample++) {
      const crossings = crossingsAt(points, y + (sample + 0.5) / rowSamples);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        coverSpan(field, y * filmSize, crossings[pair] ?? 0, crossings[pair + 1] ?? 0, 1 / rowSamples);
      }
    }
  }
  return field;
}

function crossingsAt(points: readonly Point[], line: number): number[] {
  const crossings: number[] = [];
  let previous = points[points.length - 1] ?? [0, 0];
  for (const point of points) {
    if (point[1] > line !== previous[1] > line) {
      const share = (line - previous[1]) / (point[1] - previous[1]);
      crossings.push(previous[0] + share * (point[0] - previous[0]));
    }
    previous = point;
  }
  return crossings.sort((left, right) => left - right);
}

function coverSpan(field: Field, row: number, from: number, to: number, weight: number): void {
  const left = Math.max(0, from);
  const right = Math.min(filmSize, to);
  if (right <= left) return;
  const first = Math.floor(left);
  const last = Math.min(filmSize - 1, Math.floor(right));
  const begin = row + first;
  if (first === last) {
    field[begin] = (field[begin] ?? 0) + (right - left) * weight;
    return;
  }
  field[begin] = (field[begin] ?? 0) + (first + 1 - left) * weight;
  for (let place = begin + 1; place < row + last; place++) field[place] = (field[place] ?? 0) + weight;
  field[row + last] = (field[row + last] ?? 0) + (right - last) * weight;
}

/** The ellipse around a centre, turned by `angle` radians. */
export function ellipse(centre: Point, across: number, down: number, angle = 0, corners = 40): Point[] {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return Array.from({ length: corners }, (_, corner): Point => {
    const turn = (corner / corners) * 2 * Math.PI;
    const [x, y] = [across * Math.cos(turn), down * Math.sin(turn)];
    return [centre[0] + x * cosine - y * sine, centre[1] + x * sine + y * cosine];
  });
}
