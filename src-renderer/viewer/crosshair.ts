import { cellAt } from "../drawing/index.ts";
import type { Cell, Grid, Rectangle, Size } from "../drawing/index.ts";
import { words } from "../messages/index.ts";
import type { Orientation, Place } from "./geometry.ts";

/** What a place is asked in: the cells of a map over a part of the film. */
export interface Cells {
  readonly grid: Grid;
  /** In pixels of the film; may reach outside of it. */
  readonly region: Rectangle;
}

/** Steps across the film where no map says how large a cell is. */
const steps = 16;

/** The rectangle of the film that a cell covers. */
export function cellRectangle({ grid, region }: Cells, { row, column }: Cell): Rectangle {
  const [width, height] = [region.width / grid.columns, region.height / grid.rows];
  return { x: region.x + column * width, y: region.y + row * height, width, height };
}

/** Directions of the screen by the keys that point there. */
export const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** A direction of the screen along the film as it is turned and mirrored. */
export function alongFilm({ a, b, c, d }: Orientation, { x, y }: Place): Place {
  return { x: a * x + b * y, y: c * x + d * y };
}

function inside({ x, y }: Place, film: Size): boolean {
  return x >= 0 && y >= 0 && x < film.width && y < film.height;
}

/** Cells over the whole film, for places to step through where there is no map. */
export function plainCells(film: Size): Cells {
  return { grid: { rows: steps, columns: steps }, region: { x: 0, y: 0, ...film } };
}

/**
 * The middle of the next cell in a direction of the film, or of the cell in the middle of the film where no place was asked
 * yet. The last cell of the film stays where it is.
 */
export function nextPlace(cells: Cells, film: Size, from: Place | null, by: Place): Place {
  const middle = { x: film.width / 2, y: film.height / 2 };
  const start = cellAt(from ?? middle, cells.region, cells.grid) ?? { row: 0, column: 0 };
  const to = from === null ? start : { row: start.row + by.y, column: start.column + by.x };
  const { x, y, width, height } = cellRectangle(cells, to);
  const place = { x: x + width / 2, y: y + height / 2 };
  const within = to.row >= 0 && to.column >= 0 && to.row < cells.grid.rows && to.column < cells.grid.columns;
  return within && inside(place, film) ? place : (from ?? middle);
}

/** Where a place is, in words: its cell, or its pixels where there is no map. */
export function spokenPlace(cells: Cells | null, place: Place): string {
  if (cells === null) return words.viewer.placeInPixels(Math.floor(place.x), Math.floor(place.y));
  const cell = cellAt(place, cells.region, cells.grid);
  if (cell === null) return words.viewer.outsideGrid;
  return words.viewer.cell(cell.row + 1, cells.grid.rows, cell.column + 1, cells.grid.columns);
}
