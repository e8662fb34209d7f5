import type { SavedView } from "../../src-preload/contract/index.ts";

/** Whether a saved view is one of this place: "/neurons?finding=Edema" of "/neurons", "/neuron/-/5" not. */
export function isOf(prefix: string, { address }: SavedView): boolean {
  return address === prefix || address.startsWith(`${prefix}?`);
}

/** What saving an address under a name would do to the views that there are. */
export function effectOf(
  { name, address }: SavedView,
  prefix: string,
  list: readonly SavedView[],
): "new" | "same" | "replaces" | "taken" {
  const there = list.find((view) => view.name === name);
  if (there === undefined) return "new";
  if (there.address === address) return "same";
  return isOf(prefix, there) ? "replaces" : "taken";
}
