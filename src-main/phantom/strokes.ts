import { createField, filmSize } from "./field.ts";
import type { Field } from "./field.ts";
import type { Point } from "./shapes.ts";

/** How much a tube adds across its width: `square` is (distance / radius)², from 0 on the axis to 1 at the rim. */
export type Profile = (square: number) => number;

/** Chord through a solid rod, 1 on the axis. */
export const solid: Profile = (square) => Math.sqrt(1 - square);
/** A rod without a hard rim, for shadows that have no edge. */
export const soft: Profile = (square) => (1 - square) * (1 - square);
/** Chord through a pipe whose wall is a quarter of its radius: brighter rims, as the cortex of a bone. */
export const pipe: Profile = (square) => Math.sqrt(1 - square) - 0.72 * Math.sqrt(Math.max(0, 0.56 - square));
/** Chord through a thin-walled tube. */
export const hose: Profile = (square) => Math.sqrt(1 - square) - 0.93 * Math.sqrt(Math.max(0, 0.5 - square));
/** Everything within the radius alike. */
export const flat: Profile = () => 1;

export interface Stroke {
  readonly points: readonly Point[];
  /** Radius in pixels at a share 0…1 of the way. */
  readonly radius: number | ((share: number) => number);
  /** What the axis adds, at a share 0…1 of the way. */
  readonly amount: number | ((share: number) => number);
  readonly profile: Profile;
}

// One film is drawn at a time in a thread, so the nearest-distance plane can be kept between strokes.
const nearest: Field = new Float32Array(filmSize * filmSize).fill(2);
const strength: Field = new Float32Array(filmSize * filmSize);

/** Adds one tube to a field; where the tube bends over itself the nearest piece counts, once. */
export function addStroke(field: Field, stroke: Stroke): void {
  const { points, profile } = stroke;
  const count = points.length - 1;
  const bounds = { left: filmSize, right: 0, top: filmSize, bottom: 0 };
  for (let piece = 0; piece < count; piece++) {
    const from = points[piece] ?? [0, 0];
    const to = points[piece + 1] ?? [0, 0];
    addPiece(stroke, from, to, piece / count, 1 / count, bounds);
  }
  for (let y = bounds.top; y <= bounds.bottom; y++) {
    for (let place = y * filmSize + bounds.left; place <= y * filmSize + bounds.right; place++) {
      const square = nearest[place] ?? 2;
      if (square >= 1) continue;
      field[place] = (field[place] ?? 0) + (strength[place] ?? 0) * profile(square);
      nearest[place] = 2;
    }
  }
}

interface Bounds {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function valueAt(quantity: number | ((share: number) => number), share: number): number {
  return typeof quantity === "number" ? quantity : quantity(share);
}

function addPiece(stroke: Stroke, from: Point, to: Point, start: number, length: number, bounds: Bounds): void {
  const [radius, radiusStep] = startAndStep(stroke.radius, start, length);
  const [amount, amountStep] = startAndStep(stroke.amount, start, length);
  const reach = Math.max(radius, radius + radiusStep) + 1;
  const left = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach));
  const right = Math.min(filmSize - 1, Math.ceil(Math.max(from[0], to[0]) + reach));
  const top = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach));
  const bottom = Math.min(filmSize - 1, Math.ceil(Math.max(from[1], to[1]) + reach));
  if (left > right || top > bottom) return;
  bounds.left = Math.min(bounds.left, left);
  bounds.right = Math.max(bounds.right, right);
  bounds.top = Math.min(bounds.top, top);
  bounds.bottom = Math.max(bounds.bottom, bottom);
  const runX = to[0] - from[0];
  const runY = to[1] - from[1];
  const scale = 1 / Math.max(1e-6, runX * runX + runY * runY);
  for (let y = top; y <= bottom; y++) {
    const offsetY = y + 0.5 - from[1];
    for (let x = left; x <= right; x++) {
      const offsetX = x + 0.5 - from[0];
      const shadow = (offsetX * runX + offsetY * runY) * scale;
      const along = shadow < 0 ? 0 : shadow > 1 ? 1 : shadow;
      const gapX = offsetX - along * runX;
      const gapY = offsetY - along * runY;
      const local = radius + along * radiusStep;
      const square = (gapX * gapX + gapY * gapY) / (local * local);
      if (square >= 1) continue;
      const place = y * filmSize + x;
      if (square >= (nearest[place] ?? 2)) continue;
      nearest[place] = square;
      strength[place] = amount + along * amountStep;
    }
  }
}

function startAndStep(quantity: Stroke["radius"], start: number, length: number): [number, number] {
  const first = valueAt(quantity, start);
  return [first, valueAt(quantity, start + length) - first];
}

/** A new field holding one stroke. */
export function strokeField(stroke: Stroke): Field {
  const field = createField();
  addStroke(field, stroke);
  return field;
}
