import type { Rectangle } from "./fit.ts";
import { mapOf, mapRange } from "./map.ts";
import type { Grid } from "./map.ts";

/** A cell of the grid, counted from 0, rows from the top of the film. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What one cell adds to a neuron, and what all cells of that neuron add up to. */
export interface Share {
  /** Place among the neurons of the maps. */
  readonly place: number;
  readonly here: number;
  readonly sum: number;
}

/**
 * The cell that a place of the film lies in; null where the place is outside what the grid covers. A cell holds its left and
 * upper border; the outermost hold their right and lower one too.
 *
 * @param place in pixels of the film
 * @param region what the grid covers, in pixels of the film
 */
export function cellAt(place: { readonly x: number; readonly y: number }, region: Rectangle, grid: Grid): Cell | null {
  const across = (place.x - region.x) / region.width;
  const down = (place.y - region.y) / region.height;
  if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1)) return null;
  return {
    row: Math.min(grid.rows - 1, Math.floor(down * grid.rows)),
    column: Math.min(grid.columns - 1, Math.floor(across * grid.columns)),
  };
}

/**
 * The neurons by what one cell adds to each, most first; neurons that get the same stay in their order.
 *
 * @param maps [neurons, rows, columns]
 */
export function rankByCell(maps: Float32Array, grid: Grid, cell: Cell): Share[] {
  const neurons = grid.rows * grid.columns === 0 ? 0 : maps.length / (grid.rows * grid.columns);
  const shares = Array.from({ length: neurons }, (_, place) => {
    const map = mapOf(maps, grid, place);
    return { place, here: map[cell.row * grid.columns + cell.column] ?? 0, sum: mapRange(map).sum };
  });
  return shares.sort((one, other) => other.here - one.here || one.place - other.place);
}
