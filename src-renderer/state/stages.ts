import type { JobInfo } from "../../src-preload/contract/index.ts";

/** What happens to films before they can be read, in order. */
export const stageNames = ["made", "imported", "encoded", "coded", "scored"] as const;
export type StageName = (typeof stageNames)[number];

export interface Stage {
  readonly name: StageName;
  readonly state: "done" | "running" | "waiting";
  /** Items done and in all; null where they are not known (yet). */
  readonly done: number | null;
  readonly total: number | null;
}

/** Items of the steps seen so far: the total of each step by job and step number. */
export type StepTotals = ReadonlyMap<string, number>;

export function stepKey(job: number, step: number): string {
  return `${String(job)}/${String(step)}`;
}

/** The stages that each step of a job stands for; a step may cover two. */
function coverage(job: JobInfo): readonly (readonly StageName[])[] {
  switch (job.kind) {
    case "phantom":
      return [["made"]];
    case "import":
      return [["imported"]];
    case "encode":
      return job.steps >= 2 ? [["encoded"], ["coded"]] : [["encoded", "coded"]];
    case "score":
      return [["scored"]];
    case "demo":
      return job.steps >= 5
        ? stageNames.map((name) => [name])
        : [["made"], ["imported"], ["encoded", "coded"], ["scored"]];
    case "train":
      return [];
  }
}

/** The five stages as they stand while `job` is at work (four where the films are the user's own). */
export function stagesOf(job: JobInfo, totals: StepTotals): Stage[] {
  const steps = coverage(job);
  const shown = stageNames.filter((name) => name !== "made" || job.kind === "demo" || job.kind === "phantom");
  const now = steps[Math.min(Math.max(job.stepNumber, 1), steps.length) - 1] ?? [];
  const first = now[0] === undefined ? 0 : stageNames.indexOf(now[0]);
  const ended = job.state === "succeeded";
  return shown.map((name) => {
    if (now.includes(name) && !ended) return { name, state: "running", done: job.done, total: job.total };
    if (stageNames.indexOf(name) > first && !now.includes(name))
      return { name, state: "waiting", done: null, total: null };
    const step = steps.findIndex((names) => names.includes(name)) + 1;
    const total = totals.get(stepKey(job.id, step)) ?? null;
    return { name, state: "done", done: total, total };
  });
}

export function isActive(job: JobInfo): boolean {
  return job.state === "queued" || job.state === "running";
}

export function canResume(job: JobInfo): boolean {
  return job.state === "cancelled" || job.state === "interrupted" || job.state === "failed";
}
