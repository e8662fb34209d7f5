import type { JobInfo } from "../../src-preload/contract/index.ts";
import { words } from "./index.ts";

/**
 * A job's title with the names of models instead of their identifiers. `hidden`: an import does not name its files, which
 * are often called after a patient.
 */
export function jobTitle(
  { kind, title }: Pick<JobInfo, "kind" | "title">,
  models: readonly { readonly id: string; readonly name: string }[],
  hidden: boolean,
): string {
  if (hidden && kind === "import") return words.jobs.importHidden;
  const names = new Map(models.map((model) => [model.id, model.name]));
  return title
    .split(" ")
    .map((word) => names.get(word) ?? word)
    .join(" ");
}
