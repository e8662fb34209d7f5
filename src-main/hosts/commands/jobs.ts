import type { JobInfo } from "../../../src-preload/contract/index.ts";
import { duration } from "../progress-line.ts";
import { usageError } from "./command.ts";
import type { Command } from "./command.ts";
import { readWhole, word } from "./values.ts";
import { call, followJob, jobSeconds, withWorkbench } from "./with-workbench.ts";

export const jobs: Command = {
  name: "jobs",
  summary: "List the jobs of a workspace, go on with one that was stopped, or cancel one.",
  usage: "list WORKSPACE | resume WORKSPACE JOB | cancel WORKSPACE JOB",
  positionals: [2, 3],
  options: {},
  run: (given) => {
    const action = word(given, 0);
    const number = given.positionals[2];
    const job = number === undefined ? undefined : readWhole(number, "JOB");
    if (action === "list" && job === undefined) {
      return withWorkbench(word(given, 1), async (bench) => {
        const all = await call(bench, "jobs.list", {});
        return { document: all, lines: all.map(jobLine) };
      });
    }
    if (action === "resume" && job !== undefined) {
      return withWorkbench(word(given, 1), async (bench) => {
        await call(bench, "jobs.resume", { job });
        const ended = await followJob(bench, job, given.terminal);
        return { document: ended, lines: [jobLine(ended)] };
      });
    }
    if (action === "cancel" && job !== undefined) {
      return withWorkbench(word(given, 1), async (bench) => {
        const cancelled = await call(bench, "jobs.cancel", { job });
        return { document: cancelled, lines: [jobLine(cancelled)] };
      });
    }
    throw usageError(jobs, "jobs takes `list WORKSPACE`, `resume WORKSPACE JOB` or `cancel WORKSPACE JOB`.");
  },
};

function jobLine(job: JobInfo): string {
  const refused = job.refused === 0 ? "" : `, ${String(job.refused)} refused`;
  const error = job.error === null ? "" : `: ${job.error.message}`;
  return `${String(job.id).padStart(4)}  ${job.state.padEnd(11)} ${job.title} (${duration(jobSeconds(job))}${refused})${error}`;
}
