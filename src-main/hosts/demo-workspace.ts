import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { LightboxError } from "../../src-preload/contract/index.ts";
import { openWorkbench } from "../workbench.ts";
import type { OpenOptions, Workbench } from "../workbench.ts";
import type { Terminal } from "./terminal.ts";
import { followJob } from "./commands/with-workbench.ts";

/** Opens the workspace, made first where there is none. */
export async function openOrCreate(folder: string, options: OpenOptions = {}): Promise<Workbench> {
  try {
    await mkdir(dirname(folder), { recursive: true });
  } catch (cause) {
    const remedy = "Set LIGHTBOX_HOME to a folder you may write to.";
    throw new LightboxError("store/unwritable", `The folder ${dirname(folder)} cannot be made.`, remedy, { cause });
  }
  return openWorkbench(folder, { ...options, create: true });
}

/** Starts the demo or goes on with it, and follows it to its end; a finished one is left as it is. */
export async function followDemo(bench: Workbench, terminal: Terminal, films?: number): Promise<void> {
  const job = bench.startDemo(films === undefined ? {} : { films });
  if (job.state === "succeeded") return;
  await followJob(bench, job.id, terminal, "leave");
}
