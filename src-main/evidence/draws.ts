import type { Random } from "../runtime/index.ts";

/**
 * The whole numbers from 0 to count − 1 in random order (Durstenfeld 1964, CACM 7, 420: Algorithm 235), as many as are
 * asked for: only those that have changed places are held.
 */
export function* shuffled(count: number, random: Pick<Random, "integer">): Generator<number, void> {
  const moved = new Map<number, number>();
  for (let last = count - 1; last >= 0; last--) {
    const place = random.integer(0, last);
    yield moved.get(place) ?? place;
    moved.set(place, moved.get(last) ?? last);
  }
}

/** The id with so many ids from `first` on before it that are not in a rising list of ids from `first` on. */
export function missingId(list: Uint32Array, first: number, rank: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    // Ids missing before the one in the middle.
    if ((list[middle] as number) - first - middle <= rank) low = middle + 1;
    else high = middle;
  }
  return first + rank + low;
}
