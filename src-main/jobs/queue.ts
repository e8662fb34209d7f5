import { LightboxError, toErrorReport } from "../../src-preload/contract/errors.ts";
import type { JobInfo } from "../../src-preload/contract/jobs.ts";
import type { JobQueries } from "../store/index.ts";
import type { RunningJob } from "./running.ts";

/** The jobs that this process has queued: one runs, the others wait for their turn. */
export interface JobQueue {
  push(job: JobInfo): void;
  running(): RunningJob | undefined;
  /** Takes a job out that no longer waits, since it was cancelled. */
  drop(id: number): void;
  /** How a job of this queue ends; undefined for a job that is not in it. */
  ended(id: number): Promise<JobInfo> | undefined;
  /** Starts nothing any more; what waits is interrupted. */
  stop(): void;
}

export interface QueueEffects {
  /** Starts a job that has been claimed. */
  run(id: number): RunningJob;
  /** A job left the queue without having run; answers the job as it is. */
  left(id: number): JobInfo;
  /** A job that could not be started has failed; it is stored and told as it is here. */
  failed(job: JobInfo): JobInfo;
}

const pollMilliseconds = 500;

// One state that all of these closures share.
// eslint-disable-next-line max-lines-per-function
export function createQueue(queries: JobQueries, effects: QueueEffects): JobQueue {
  const waiting = new Map<number, JobInfo>();
  const ends = createEnds();
  let running: RunningJob | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  const leave = (id: number): void => {
    ends.settle(effects.left(id));
    take();
  };
  const begin = (id: number): void => {
    running = effects.run(id);
    void running.ended.then((job) => {
      running = undefined;
      ends.settle(job);
      take();
    });
  };
  const take = (): void => {
    clearTimeout(retry);
    const [job] = waiting.values();
    if (stopped || running !== undefined || job === undefined) return;
    try {
      attempt(job.id);
    } catch (error) {
      waiting.delete(job.id);
      ends.settle(effects.failed(failedJob(job, error)));
      take();
    }
  };
  const attempt = (id: number): void => {
    const answer = claim(queries, id);
    if (answer === "busy") retry = setTimeout(take, pollMilliseconds);
    else waiting.delete(id);
    if (answer === "claimed") begin(id);
    if (answer === "gone") leave(id);
  };
  return {
    push: (job) => {
      waiting.set(job.id, job);
      ends.await(job.id);
      // Later, so that the caller knows the number of the job before its first event of progress.
      queueMicrotask(take);
    },
    running: () => running,
    drop: (id) => {
      waiting.delete(id);
      leave(id);
    },
    ended: ends.promise,
    stop: () => {
      stopped = true;
      clearTimeout(retry);
      for (const id of waiting.keys()) {
        queries.endQueued(id, "interrupted");
        leave(id);
      }
    },
  };
}

interface Ends {
  readonly await: (id: number) => void;
  readonly settle: (job: JobInfo) => void;
  readonly promise: (id: number) => Promise<JobInfo> | undefined;
}

/** One promise for each job that has not ended. */
function createEnds(): Ends {
  const open = new Map<number, PromiseWithResolvers<JobInfo>>();
  return {
    await: (id) => {
      open.set(id, Promise.withResolvers());
    },
    settle: (job) => {
      open.get(job.id)?.resolve(job);
      open.delete(job.id);
    },
    promise: (id) => open.get(id)?.promise,
  };
}

function claim(queries: JobQueries, id: number): "claimed" | "busy" | "gone" {
  try {
    const answer = queries.claim(id);
    // The job in the way may belong to a process that was killed.
    return answer === "busy" && queries.interruptDead() > 0 ? queries.claim(id) : answer;
  } catch (error) {
    // Another process holds the file: the job goes on waiting. Nothing else gets better by waiting.
    if (error instanceof LightboxError && error.code === "workspace/busy") return "busy";
    throw error;
  }
}

function failedJob(job: JobInfo, error: unknown): JobInfo {
  return { ...job, state: "failed", error: toErrorReport(error), etaSeconds: null, endedAt: new Date().toISOString() };
}
