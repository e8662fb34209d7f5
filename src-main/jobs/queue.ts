import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobInfo } from "../../src-preload/contract/jobs.ts";
import type { JobQueries } from "../store/index.ts";
import type { RunningJob } from "./running.ts";

/** The jobs that this process has queued: one runs, the others wait for their turn. */
export interface JobQueue {
  push(id: number): void;
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
}

const pollMilliseconds = 500;

export function createQueue(queries: JobQueries, effects: QueueEffects): JobQueue {
  const waiting = new Set<number>();
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
    const [id] = waiting;
    if (stopped || running !== undefined || id === undefined) return;
    const answer = claim(queries, id);
    if (answer === "busy") retry = setTimeout(take, pollMilliseconds);
    else waiting.delete(id);
    if (answer === "claimed") begin(id);
    if (answer === "gone") leave(id);
  };
  return {
    push: (id) => {
      waiting.add(id);
      ends.await(id);
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
      for (const id of waiting) {
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
    // Another process holds the file: the job goes on waiting.
    if (error instanceof LightboxError) return "busy";
    throw error;
  }
}
