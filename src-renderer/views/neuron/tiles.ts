import { isPlain } from "../../commands/plain-key.ts";
import type { PressedKey } from "../../commands/plain-key.ts";

/** A film among the groups: which group, and its place there. */
export type TilePlace = readonly [group: number, place: number];

/** Films in a row for a width in pixels; `name` is what the words beside a row take. */
export function columnsFor(width: number, name: number): number {
  const [least, gap] = [92, 8];
  return Math.min(8, Math.max(3, Math.floor((width - name + gap) / (least + gap))));
}

/** The film that a key goes to, over groups of these sizes; null where the key moves nowhere. Empty groups are passed over. */
export function tileReachedBy(
  event: PressedKey,
  [group, place]: TilePlace,
  sizes: readonly number[],
): TilePlace | null {
  if (!isPlain(event)) return null;
  const last = (sizes[group] ?? 1) - 1;
  switch (event.key) {
    case "ArrowLeft":
      return [group, Math.max(0, place - 1)];
    case "ArrowRight":
      return [group, Math.min(last, place + 1)];
    case "Home":
      return [group, 0];
    case "End":
      return [group, last];
    case "ArrowUp":
    case "ArrowDown": {
      const step = event.key === "ArrowUp" ? -1 : 1;
      let to = group + step;
      while (sizes[to] === 0) to += step;
      const size = sizes[to];
      return size === undefined ? [group, place] : [to, Math.min(size - 1, place)];
    }
    default:
      return null;
  }
}
