import { splitNamed } from "./cells.ts";
import { lastParts, partsOf, wholeKey, withoutEnding } from "./film-keys.ts";

/** Rows to be found by the films they name. */
export interface FilmRows {
  /** Notes which film a row names; the row that named it before, or undefined. */
  add(row: number, path: string): number | undefined;
  /** The row that names the film at a path, wherever its data set was unpacked; undefined where none does. */
  find(path: string): number | undefined;
}

/** A key that two different films share. */
const shared = -1;

/** Keys by how many parts of a path they have, the most first, so that the end of a path is looked up that often only. */
function createKeys(): { readonly rows: Map<string, number>; note(key: string): void; lengths(): readonly number[] } {
  const parts = new Set<number>();
  let sorted: readonly number[] = [];
  return {
    rows: new Map<string, number>(),
    note: (key) => {
      const length = partsOf(key);
      if (parts.has(length)) return;
      parts.add(length);
      sorted = [...parts].sort((a, b) => b - a);
    },
    lengths: () => sorted,
  };
}

/**
 * An index over the paths of rows. A film is first looked for by its whole path as the table writes it, then by the last
 * `ownParts` parts (0: all) without the ending, for films that were moved or converted; of two rows for one film the first counts.
 */
export function createFilmRows(ownParts: number, pathOf: (row: number) => string): FilmRows {
  const whole = createKeys();
  const own = createKeys();
  const noteOwn = (row: number, key: string): void => {
    if (ownParts > 0 && partsOf(key) < ownParts) return;
    const short = withoutEnding(lastParts(key, ownParts === 0 ? partsOf(key) : ownParts));
    const before = own.rows.get(short);
    own.rows.set(short, before === undefined || before === row ? row : shared);
    own.note(short);
  };
  return {
    add: (row, path) => {
      const key = wholeKey(path);
      const before = whole.rows.get(key);
      if (before !== undefined) return before;
      whole.rows.set(key, row);
      whole.note(key);
      noteOwn(row, key);
      return undefined;
    },
    find: (path) => {
      const slashed = wholeKey(path);
      for (const parts of whole.lengths()) {
        const row = whole.rows.get(lastParts(slashed, parts));
        if (row !== undefined) return row;
      }
      const bare = withoutEnding(slashed);
      for (const parts of own.lengths()) {
        const row = own.rows.get(lastParts(bare, parts));
        if (row !== undefined && row !== shared && !otherSplit(bare, wholeKey(pathOf(row)), parts)) return row;
      }
      return undefined;
    },
  };
}

/** Whether two paths lie in folders of different splits ("train/…" and "valid/…"): they are not the same film. */
function otherSplit(one: string, other: string, parts: number): boolean {
  const [a, b] = [one, other].map((path) => {
    const before = path.slice(0, path.length - lastParts(path, parts).length - 1);
    return splitNamed(lastParts(before, 1));
  });
  return a !== null && b !== null && a !== b;
}
