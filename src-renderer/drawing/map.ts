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

/** Between which two cells each fine pixel lies, and how far towards the second; cells end at the border of the grid. */
interface Neighbours {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float64Array;
}

function neighbours(length: number, factor: number): Neighbours {
  const [first, second] = [new Int32Array(length * factor), new Int32Array(length * factor)];
  const share = new Float64Array(length * factor);
  for (let position = 0; position < length * factor; position++) {
    const centre = Math.min(length - 1, Math.max(0, (position + 0.5) / factor - 0.5));
    const cell = Math.floor(centre);
    first[position] = cell;
    second[position] = Math.min(length - 1, cell + 1);
    share[position] = centre - cell;
  }
  return { first, second, share };
}

/** Bilinear, between cell centres: values are interpolated, not colours. Returns [rows × factor, columns × factor]. */
export function upscale(map: Float32Array, grid: Grid, factor: number): Float32Array {
  const down = neighbours(grid.rows, factor);
  const across = neighbours(grid.columns, factor);
  const width = grid.columns * factor;
  const fine = new Float32Array(grid.rows * factor * width);
  const between = new Float64Array(grid.columns);
  for (let y = 0; y < grid.rows * factor; y++) {
    const [upper, lower] = [(down.first[y] ?? 0) * grid.columns, (down.second[y] ?? 0) * grid.columns];
    const below = down.share[y] ?? 0;
    for (let column = 0; column < grid.columns; column++)
      between[column] = (map[upper + column] ?? 0) * (1 - below) + (map[lower + column] ?? 0) * below;
    for (let x = 0; x < width; x++) {
      const right = across.share[x] ?? 0;
      fine[y * width + x] =
        (between[across.first[x] ?? 0] ?? 0) * (1 - right) + (between[across.second[x] ?? 0] ?? 0) * right;
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
  return 0.9 * t * Math.sqrt(t);
}

/**
 * Colour and opacity of every value as RGBA bytes; values at or below zero stay clear.
 * @param threshold share of the largest, 0–1, below which values stay clear too; it changes no other value's colour
 */
export function paint(values: Float32Array, maximum: number, threshold = 0): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  if (maximum <= 0) return pixels;
  const lowest = threshold * maximum;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (value <= 0 || value < lowest) continue;
    const share = Math.min(1, value / maximum);
    const colour = rampTable[Math.round(255 * share)] ?? [0, 0, 0];
    pixels[4 * index] = colour[0];
    pixels[4 * index + 1] = colour[1];
    pixels[4 * index + 2] = colour[2];
    pixels[4 * index + 3] = Math.round(255 * opacityOf(share));
  }
  return pixels;
}
