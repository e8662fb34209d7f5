import { rampTable } from "./ramp.ts";

export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

export interface MapRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly sum: number;
}

/** One neuron's map out of [neurons, rows, columns]; a view, no copy. */
export function mapOf(maps: Float32Array, grid: Grid, neuron: number): Float32Array {
  const cells = grid.rows * grid.columns;
  return maps.subarray(neuron * cells, (neuron + 1) * cells);
}

/** Smallest and largest cell and the sum of all cells. */
export function mapRange(map: Float32Array): MapRange {
  let [minimum, maximum, sum] = [Infinity, -Infinity, 0];
  for (const value of map) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    sum += value;
  }
  return map.length === 0 ? { minimum: 0, maximum: 0, sum: 0 } : { minimum, maximum, sum };
}

interface Neighbour {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

/** Which two cells a fine pixel lies between, and how far towards the second; cells end at the border of the grid. */
function neighbours(length: number, factor: number): Neighbour[] {
  return Array.from({ length: length * factor }, (_, position) => {
    const centre = Math.min(length - 1, Math.max(0, (position + 0.5) / factor - 0.5));
    const first = Math.floor(centre);
    return { first, second: Math.min(length - 1, first + 1), share: centre - first };
  });
}

/** Bilinear, between cell centres: values are interpolated, not colours. Returns [rows × factor, columns × factor]. */
export function upscale(map: Float32Array, grid: Grid, factor: number): Float32Array {
  const down = neighbours(grid.rows, factor);
  const across = neighbours(grid.columns, factor);
  const fine = new Float32Array(down.length * across.length);
  const cell = (row: number, column: number) => map[row * grid.columns + column] ?? 0;
  let position = 0;
  for (const row of down) {
    for (const column of across) {
      const upper = cell(row.first, column.first) * (1 - column.share) + cell(row.first, column.second) * column.share;
      const lower =
        cell(row.second, column.first) * (1 - column.share) + cell(row.second, column.second) * column.share;
      fine[position] = upper * (1 - row.share) + lower * row.share;
      position += 1;
    }
  }
  return fine;
}

/**
 * How opaque a value is that is `share` of the largest: nothing at zero and little below a third, so that the film shows
 * where the map is weak.
 */
export function opacityOf(share: number): number {
  const t = Math.min(1, Math.max(0, share));
  return 0.9 * t ** 1.5;
}

/**
 * Colour and opacity of every value as RGBA bytes; values at or below zero stay clear.
 * @param threshold share of the largest, 0–1, below which values stay clear too; it changes no other value's colour
 */
export function paint(values: Float32Array, maximum: number, threshold = 0): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  if (maximum <= 0) return pixels;
  values.forEach((value, index) => {
    if (value <= 0 || value < threshold * maximum) return;
    const share = Math.min(1, value / maximum);
    const [red, green, blue] = rampTable[Math.round(255 * share)] ?? [0, 0, 0];
    const at = index * 4;
    [pixels[at], pixels[at + 1], pixels[at + 2]] = [red, green, blue];
    pixels[at + 3] = Math.round(255 * opacityOf(share));
  });
  return pixels;
}
