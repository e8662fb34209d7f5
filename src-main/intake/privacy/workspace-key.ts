import { randomBytes } from "node:crypto";
import type { Store } from "../../store/index.ts";

const setting = "privacy.key";

/**
 * The key of a workspace, 256 random bits, made at its first import: two workspaces give one patient two pseudonyms. Who has
 * the workspace has the key, and could try out identifiers; the pseudonyms keep what is shown and exported free of them.
 */
export function privacyKey({ settings }: Pick<Store, "settings">): string {
  const known = settings.get(setting);
  if (known !== undefined) return known;
  const made = randomBytes(32).toString("hex");
  settings.set(setting, made);
  return settings.get(setting) ?? made;
}
