import { setTimeout as sleep } from "node:timers/promises";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobInfo, Refusal } from "../../src-preload/contract/jobs.ts";
import type { JobKind, Store } from "../store/index.ts";
import type { JobRunner } from "./context.ts";
import { createQueue } from "./queue.ts";
import type { JobQueue } from "./queue.ts";
import { runJob } from "./running.ts";
import type { RunningJob } from "./running.ts";

export interface Jobs {
  /** Queues a job. One job runs at a time in a workspace, also when several processes have it open. */
  start(kind: JobKind, title: string, parameters: unknown): JobInfo;
  /** Newest first. */
  list(): JobInfo[];
  /** Throws `job/not-found`, as do the functions below. */
  get(id: number): JobInfo;
  refusals(id: number): Refusal[];
  /** What it left when it ended; null where it left nothing. */
  outcome(id: number): unknown;
  /** Asks a job to stop; a job of another process gets the message within a second. One that has ended stays as it is. */
  cancel(id: number): JobInfo;
  /** Queues a cancelled, interrupted or failed job again under its id; any other stays as it is. */
  resume(id: number): JobInfo;
  /** Resolves when the job has ended, whatever way. */
  settled(id: number): Promise<JobInfo>;
  /** Stops the running job and marks it, and what waits, as interrupted. */
  close(): Promise<void>;
}

type Runners = Partial<Record<JobKind, JobRunner>>;

const pollMilliseconds = 500;
/** A runner that does not answer to its signal for so long is left behind when the workspace closes. */
const closeMilliseconds = 5000;

/** The jobs of one open workspace. Jobs of processes that are gone become interrupted first. */
export function createJobs(queries: Store["jobs"], runners: Runners, emit: (job: JobInfo) => void): Jobs {
  let closed = false;
  queries.interruptDead();
  /** What the store holds of the running job is up to half a second old. */
  const fresh = (job: JobInfo): JobInfo => {
    const running = queue.running();
    return running?.id === job.id ? running.info() : job;
  };
  const get = (id: number): JobInfo => fresh(knownJob(queries, id));
  const told = (job: JobInfo): JobInfo => {
    emit(job);
    return job;
  };
  const queue = createQueue(queries, {
    run: (id) => runJob(queries, runnerOf(runners, get(id).kind), get(id), emit),
    left: (id) => told(get(id)),
    failed: (job) => told(storedFailure(queries, job)),
  });
  const push = (job: JobInfo): JobInfo => {
    queue.push(job);
    return told(job);
  };
  return {
    start: (kind, title, parameters) => {
      runnerOf(runners, kind);
      refuseClosed(closed);
      return push(queries.create({ kind, title, parameters }));
    },
    list: () => queries.list().map(fresh),
    get,
    refusals: (id) => queries.refusals(get(id).id),
    outcome: (id) => queries.outcome(get(id).id),
    cancel: (id) => {
      cancel(queries, queue, get(id).id);
      return get(id);
    },
    resume: (id) => {
      runnerOf(runners, get(id).kind);
      refuseClosed(closed);
      return queries.requeue(id) ? push(get(id)) : get(id);
    },
    settled: (id) => queue.ended(id) ?? settledElsewhere(queries, get, id),
    close: async () => {
      closed = true;
      queue.stop();
      await stopRunning(queue.running());
    },
  };
}

function knownJob(queries: Store["jobs"], id: number): JobInfo {
  const job = queries.get(id);
  if (job !== undefined) return job;
  throw new LightboxError("job/not-found", `There is no job ${String(id)}.`, "List the jobs.");
}

function cancel(queries: Store["jobs"], queue: JobQueue, id: number): void {
  const running = queue.running();
  if (running?.id === id) running.stop("cancelled");
  else if (queries.endQueued(id, "cancelled")) queue.drop(id);
  else queries.requestCancel(id);
}

function runnerOf(runners: Runners, kind: JobKind): JobRunner {
  const runner = runners[kind];
  if (runner !== undefined) return runner;
  throw new LightboxError("job/not-found", `Nothing here runs jobs of the kind ${kind}.`, "Update Lightbox.");
}

/** Waits for a job that this process has not queued: it has ended, or another process owns it. */
async function settledElsewhere(queries: Store["jobs"], get: (id: number) => JobInfo, id: number): Promise<JobInfo> {
  for (;;) {
    const job = get(id);
    if (job.state !== "queued" && job.state !== "running") return job;
    await sleep(pollMilliseconds);
    queries.interruptDead();
  }
}

/** What keeps a job from starting may keep its end from being written too: the window hears of it all the same. */
function storedFailure(queries: Store["jobs"], job: JobInfo): JobInfo {
  try {
    queries.update(job);
  } catch {
    // The next opening of the workspace marks the job as interrupted.
  }
  return job;
}

async function stopRunning(running: RunningJob | undefined): Promise<void> {
  if (running === undefined) return;
  running.stop("interrupted");
  const tooLong = new AbortController();
  const patience = sleep(closeMilliseconds, undefined, { signal: tooLong.signal }).catch(() => undefined);
  await Promise.race([running.ended, patience]);
  tooLong.abort();
  running.abandon();
}

function refuseClosed(closed: boolean): void {
  if (closed) throw new LightboxError("job/cancelled", "The workspace is closing.", "Open it again.");
}
