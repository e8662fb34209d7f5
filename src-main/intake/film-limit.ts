import { basename } from "node:path";
import type { TaskLimit } from "../jobs/index.ts";
import { refusal, refusalOf } from "./refusal.ts";

/** Seconds one film may take; the largest take a few, on slow machines too. */
const longest = 60;

/** The limit of a pool that reads films: one that takes longer is refused as broken, the others go on. */
export function filmLimit<Task>(pathOf: (task: Task) => string): TaskLimit<Task> {
  const reason = `the file could not be read within ${String(longest)} seconds; it is damaged, or its disk does not answer.`;
  return {
    milliseconds: longest * 1000,
    error: (task) => refusalOf(basename(pathOf(task)), refusal("intake/broken-file", reason)),
  };
}
