import { catalogue, clashes, keysOf, sameKeys } from "./catalogue.ts";
import type { CommandId } from "./catalogue.ts";

/** A person's own keys by command, where they differ from the usual ones. */
export type OwnKeys = Record<string, string[]>;

/** Keys that the browser, the system or text fields need for themselves. */
const reserved = new Set([
  ...["escape", "tab", "shift+tab", "f5", "f11", "f12", "mod+c", "mod+v", "mod+x", "mod+a", "mod+r", "mod+shift+r"],
  ...["mod+w", "mod+shift+w", "mod+t", "mod+shift+t", "mod+n", "mod+shift+n", "mod+q", "mod+tab", "mod+l", "mod+p"],
]);

/** Whether keys, or one of two pressed after each other, are not to be given to a command. */
export function isReserved(keys: string): boolean {
  return keys.split(" ").some((stroke) => reserved.has(stroke));
}

/** The own keys with those of one command; what is as usual is not kept. */
export function withKeys(id: CommandId, keys: readonly string[], own: Readonly<OwnKeys>): OwnKeys {
  const others = Object.fromEntries(Object.entries(own).filter(([command]) => command !== id));
  const usual = catalogue[id].keys;
  const asUsual = keys.length === usual.length && usual.every((key, place) => keys[place] === key);
  return asUsual ? others : { ...others, [id]: [...keys] };
}

/** One key of a command instead of another; null as the old one adds, null as the new one takes away. */
export function replaceKey(id: CommandId, old: string | null, next: string | null, own: Readonly<OwnKeys>): OwnKeys {
  const keys: (string | null)[] = [...keysOf(id, own)];
  const place = old === null ? keys.length : keys.indexOf(old);
  keys.splice(place < 0 ? keys.length : place, 1, next);
  const apart = keys.filter((key) => key !== null && (key === next || next === null || !sameKeys(key, next)));
  return withKeys(id, [...new Set(apart.filter((key) => key !== null))], own);
}

/**
 * Gives `next` to a command although others use it: those give it up, and the first of them gets the key that has become
 * free, unless that would clash in turn.
 */
export function takeKey(id: CommandId, old: string | null, next: string, own: Readonly<OwnKeys>): OwnKeys {
  const losers = clashes(id, next, own);
  let keys: OwnKeys = { ...own };
  for (const loser of losers) {
    const meeting = keysOf(loser, own).filter((used) => sameKeys(used, next));
    for (const used of meeting) keys = replaceKey(loser, used, null, keys);
  }
  keys = replaceKey(id, old, next, keys);
  const [first] = losers;
  if (first === undefined || old === null || clashes(first, old, keys).length > 0) return keys;
  return replaceKey(first, null, old, keys);
}

/** A command's usual keys again; whoever has taken one of them gets its own usual keys back, or gives it up. */
export function resetKeys(id: CommandId, own: Readonly<OwnKeys>): OwnKeys {
  const usual: readonly string[] = catalogue[id].keys;
  let keys = withKeys(id, usual, own);
  for (const key of usual) {
    for (const loser of clashes(id, key, keys)) {
      const back = withKeys(loser, catalogue[loser].keys, keys);
      const free = catalogue[loser].keys.every((one) => clashes(loser, one, back).length === 0);
      if (free) keys = back;
      else for (const used of keysOf(loser, keys)) if (sameKeys(used, key)) keys = replaceKey(loser, used, null, keys);
    }
  }
  return keys;
}
