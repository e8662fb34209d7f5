/** How tiles stand in the grid. All lengths in CSS pixels. */
export interface GridShape {
  readonly columns: number;
  /** Side of the square that a film stands in. */
  readonly side: number;
  readonly rowHeight: number;
}

export const gap = 8;
/** Sides to choose from. A thumbnail has 160 pixels on its long side. */
export const sides = { smallest: 64, usual: 160, largest: 232, step: 24 } as const;
/** Tiles narrower than this stand without words: there is no room for any. */
const narrowest = 100;
const captionLines = 2;
/** Leaves room for the focus ring above a tile and below its words. */
const around = 6;

/** Height of the words below a tile of this side; zero where it has none. `line` is the height of one line. */
export function captionHeight(side: number, line: number): number {
  return side < narrowest ? 0 : captionLines * line + 2;
}

/** As many tiles of about the wanted side as fit beside each other, stretched so that they fill the width. */
export function gridShape(width: number, wanted: number, line: number): GridShape {
  const columns = Math.max(1, Math.floor((width + gap) / (wanted + gap)));
  const side = Math.max(1, Math.floor((width - (columns - 1) * gap) / columns));
  return { columns, side, rowHeight: side + captionHeight(side, line) + gap + around };
}

export function rowsOf(total: number, columns: number): number {
  return Math.ceil(total / columns);
}

/** What is in sight of a list, as positions of films. */
export interface Sight {
  readonly first: number;
  readonly last: number;
}

/** Films in rows that are in sight, whole or in part. */
export function sightOf(scrollTop: number, height: number, shape: GridShape, total: number): Sight {
  const first = Math.floor(Math.max(0, scrollTop) / shape.rowHeight) * shape.columns;
  const rowsDown = Math.ceil((Math.max(0, scrollTop) + height) / shape.rowHeight);
  return { first: Math.min(first, Math.max(0, total - 1)), last: Math.min(rowsDown * shape.columns, total) - 1 };
}

/** Where to scroll to so that a film's row is in sight, by the shortest way; `scrollTop` itself where it is already. */
export function scrollFor(film: number, scrollTop: number, height: number, shape: GridShape): number {
  const top = Math.floor(film / shape.columns) * shape.rowHeight;
  const bottom = top + shape.rowHeight;
  if (top < scrollTop) return top;
  return bottom > scrollTop + height ? Math.max(0, bottom - height) : scrollTop;
}

/** A place in the list that survives another width: a film's position, and how far its row is scrolled past, 0–1. */
export interface Anchor {
  readonly film: number;
  readonly past: number;
}

export function anchorAt(scrollTop: number, shape: GridShape): Anchor {
  const rows = Math.max(0, scrollTop) / shape.rowHeight;
  return { film: Math.floor(rows) * shape.columns, past: rows - Math.floor(rows) };
}

export function scrollOf(anchor: Anchor, shape: GridShape): number {
  return (Math.floor(anchor.film / shape.columns) + anchor.past) * shape.rowHeight;
}

/**
 * The film that a key moves to from film `at`; null where the key moves nothing. `page` is how many rows a page has. Up and
 * down stay in their column; in a last row that is shorter, its last film.
 */
export function moved(key: string, at: number, columns: number, page: number, total: number): number | null {
  if (total === 0) return null;
  const byRows = (rows: number): number => {
    const row = Math.floor(at / columns) + rows;
    const within = Math.min(Math.max(row, 0), rowsOf(total, columns) - 1);
    return Math.min(within * columns + (at % columns), total - 1);
  };
  switch (key) {
    case "ArrowLeft":
      return Math.max(at - 1, 0);
    case "ArrowRight":
      return Math.min(at + 1, total - 1);
    case "ArrowUp":
      return byRows(-1);
    case "ArrowDown":
      return byRows(1);
    case "PageUp":
      return byRows(-Math.max(1, page));
    case "PageDown":
      return byRows(Math.max(1, page));
    case "Home":
      return 0;
    case "End":
      return total - 1;
    default:
      return null;
  }
}
