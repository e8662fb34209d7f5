import type { JobInfo, ModelInfo } from "../../src-preload/contract/index.ts";
import { words } from "../messages/index.ts";
import { jobTitle } from "../messages/job-title.ts";
import type { Jobs } from "./jobs.svelte.ts";
import type { Notices } from "./notices.svelte.ts";
import { canResume } from "./stages.ts";
import type { Deed, Turn, Undo } from "./undo.svelte.ts";

/** Says what happened to a deed, with a button that turns it round for as long as it is the newest one. */
export function tellDeed(notices: Notices, undo: Undo, turn: Turn, deed: Deed): void {
  const back = turn !== "undone";
  notices.news(words.shell[turn](deed.title), {
    label: back ? words.shell.undo : words.shell.redo,
    run: () => {
      if (back) undo.undo();
      else undo.redo();
    },
    offered: () => (back ? undo.last : undo.next) === deed,
  });
}

interface Surroundings {
  readonly notices: Notices;
  readonly jobs: Jobs;
  readonly goOn: (job: JobInfo) => Promise<void>;
  readonly preferences: { readonly kept: { readonly hideIdentity: boolean } };
  readonly workspace: { readonly models: readonly ModelInfo[] };
}

/** Says that a job was cancelled and offers to go on with it: nobody was asked beforehand. */
export function tellCancelled({ notices, jobs, preferences, workspace, goOn }: Surroundings, job: JobInfo): void {
  notices.news(words.jobs.cancelled(jobTitle(job, workspace.models, preferences.kept.hideIdentity)), {
    label: words.jobs.goOn,
    run: () => void goOn(job),
    offered: () => jobs.list.some((known) => known.id === job.id && canResume(known)),
  });
}
