/** The rectangle round pixels that hang together, both ends included, and how many they are. */
export interface Component {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly pixels: number;
}

/** Pixels of a component beyond which it is no letter: it is not followed any further. */
const mostPixels = 4000;

/**
 * Groups of set pixels (1 in `mask`, row by row) that touch by a side or a corner. The mask is used up: what was looked at
 * is 0 afterwards. Groups of more than 4,000 pixels come in pieces.
 */
export function componentsOf(mask: Uint8Array, width: number, height: number): Component[] {
  const found: Component[] = [];
  const waiting = new Int32Array(mostPixels + 8);
  for (let start = 0; start < width * height; start++) {
    if (mask[start] !== 1) continue;
    let [left, right, top, bottom, pixels, end] = [width, 0, height, 0, 0, 0];
    mask[start] = 0;
    waiting[end++] = start;
    while (end > 0 && pixels < mostPixels) {
      const at = waiting[--end] ?? 0;
      const [x, y] = [at % width, Math.trunc(at / width)];
      pixels += 1;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const next = row * width + column;
          if (mask[next] !== 1 || end >= waiting.length) continue;
          mask[next] = 0;
          waiting[end++] = next;
        }
    }
    found.push({ left, top, right, bottom, pixels });
  }
  return found;
}
