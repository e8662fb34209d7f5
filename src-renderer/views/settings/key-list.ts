import { catalogue, commandIds, keysOf, showKeys } from "../../commands/index.ts";
import type { CommandId, CommandScope, OwnKeys } from "../../commands/index.ts";
import { words } from "../../messages/index.ts";

export interface ScopeGroup {
  readonly scope: CommandScope;
  readonly ids: readonly CommandId[];
}

/** Commands of which the title or a key, as it is printed, holds the text; by scope, in the catalogue's order. */
export function commandsLike(typed: string, own: Readonly<OwnKeys>, isMac: boolean): ScopeGroup[] {
  const wanted = typed.trim().toLowerCase();
  const fits = (id: CommandId): boolean => {
    if (words.commands.titles[id].toLowerCase().includes(wanted)) return true;
    return keysOf(id, own).some((keys) => showKeys(keys, isMac).toLowerCase().startsWith(wanted));
  };
  const groups = Map.groupBy(wanted === "" ? commandIds : commandIds.filter(fits), (id) => catalogue[id].scope);
  return [...groups].map(([scope, ids]) => ({ scope, ids }));
}
