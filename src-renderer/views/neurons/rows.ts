import { isPlain } from "../../commands/plain-key.ts";
import type { PressedKey } from "../../commands/plain-key.ts";

/** The row that a key goes to from `from`, 0 to `total` − 1; null where the key moves nowhere. `inSight`: rows that a page key passes. */
export function rowReachedBy(event: PressedKey, from: number, total: number, inSight: number): number | null {
  if (!isPlain(event) || total === 0) return null;
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: from - 1,
    ArrowDown: from + 1,
    PageUp: from - inSight,
    PageDown: from + inSight,
    Home: 0,
    End: total - 1,
  };
  const to = steps[event.key];
  return to === undefined ? null : Math.min(total - 1, Math.max(0, to));
}
