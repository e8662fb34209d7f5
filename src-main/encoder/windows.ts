/*
 * Index arithmetic of shifted windows (Liu et al., "Swin Transformer", ICCV 2021). An order is a list of row-major token
 * places: the token that stands at i is the one from place order[i] of the map.
 */

/** Window after window, each row-major, of a side × side map rolled by (−shift, −shift). */
export function windowOrder(side: number, window: number, shift: number): Int32Array {
  const perRow = side / window;
  return Int32Array.from({ length: side * side }, (_, i) => {
    const { y, x } = placeInWindows(i, perRow, window);
    return ((y + shift) % side) * side + ((x + shift) % side);
  });
}

/** Row and column, on the rolled map, of the i-th token in window order. */
function placeInWindows(i: number, perRow: number, window: number): { y: number; x: number } {
  const number = Math.floor(i / window ** 2);
  const token = i % window ** 2;
  return {
    y: Math.floor(number / perRow) * window + Math.floor(token / window),
    x: (number % perRow) * window + (token % window),
  };
}

/** The four tokens that patch merging joins, for each merged token: (even, even), (odd, even), (even, odd), (odd, odd). */
export function mergeOrder(side: number): Int32Array {
  const merged = side / 2;
  return Int32Array.from({ length: side * side }, (_, i) => {
    const [cell, corner] = [Math.floor(i / 4), i % 4];
    const y = 2 * Math.floor(cell / merged) + (corner % 2);
    const x = 2 * (cell % merged) + Math.floor(corner / 2);
    return y * side + x;
  });
}

export function rowMajor(side: number): Int32Array {
  return Int32Array.from({ length: side * side }, (_, i) => i);
}

/** Where each token of order `to` stands in order `from`; undefined where nothing has to move. */
export function reorder(from: Int32Array, to: Int32Array): Int32Array | undefined {
  const standsAt = new Int32Array(from.length);
  from.forEach((place, i) => (standsAt[place] = i));
  const moves = to.map((place) => standsAt[place] ?? 0);
  return moves.every((place, i) => place === i) ? undefined : moves;
}

/** Row of the relative position table for each pair of tokens of a window, [window² · window²]. */
export function relativeIndex(window: number): Int32Array {
  const area = window ** 2;
  return Int32Array.from({ length: area * area }, (_, pair) => {
    const [i, j] = [Math.floor(pair / area), pair % area];
    const down = Math.floor(i / window) - Math.floor(j / window) + window - 1;
    const across = (i % window) - (j % window) + window - 1;
    return down * (2 * window - 1) + across;
  });
}

/** Relative position bias, table [(2 window − 1)², heads] → [heads, window², window²]. */
export function relativeBias(table: Float32Array, heads: number, window: number): Float32Array {
  const index = relativeIndex(window);
  return Float32Array.from({ length: heads * index.length }, (_, i) => {
    const [head, pair] = [Math.floor(i / index.length), i % index.length];
    return table[(index[pair] ?? 0) * heads + head] ?? 0;
  });
}

/**
 * Attention mask of shifted windows, [windows, window², window²]: −100 between tokens that only the roll brought
 * together, else 0.
 */
export function shiftMask(side: number, window: number, shift: number): Float32Array {
  const perRow = side / window;
  const area = window ** 2;
  const zone = (place: number): number => (place < side - window ? 0 : place < side - shift ? 1 : 2);
  const regions = Int32Array.from({ length: side * side }, (_, i) => {
    const { y, x } = placeInWindows(i, perRow, window);
    return zone(y) * 3 + zone(x);
  });
  return Float32Array.from({ length: perRow ** 2 * area * area }, (_, i) => {
    const start = Math.floor(i / (area * area)) * area;
    const [row, column] = [Math.floor(i / area) % area, i % area];
    return regions[start + row] === regions[start + column] ? 0 : -100;
  });
}
