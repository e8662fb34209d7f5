import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import { entryPath } from "./entries.ts";
import { endOfWork } from "./serve-worker.ts";
import type { ProcessEntry } from "./entries.ts";

/** Milliseconds that a thread may take to end by itself. */
const patience = 3000;

/** What a worker thread posts back for one task. */
export type WorkerReply<Result> =
  | { readonly id: number; readonly ok: true; readonly value: Result }
  | { readonly id: number; readonly ok: false; readonly error: ErrorReport };

/** What a worker thread posts while it works: from now on its task may take this long. */
export interface WorkerAllowance {
  readonly id: number;
  readonly allow: number;
}

export interface WorkerPool<Task, Result> {
  /** Runs one task on the next free thread; rejects with LightboxError when the task fails or its thread dies. */
  run(task: Task): Promise<Result>;
  /** Threads in the pool. */
  readonly size: number;
  /** Stops every thread; tasks still waiting are rejected with `job/cancelled`. */
  close(): Promise<void>;
}

interface Pending<Task, Result> {
  readonly id: number;
  readonly task: Task;
  readonly resolve: (value: Result) => void;
  readonly reject: (reason: Error) => void;
  timer?: NodeJS.Timeout;
  /** Starts the time anew. */
  allow?: (milliseconds: number) => void;
}

/** One thread and the task it has; a task that ends, whatever way, leaves the lane free. */
interface Lane<Task, Result> {
  readonly worker: Worker;
  current: Pending<Task, Result> | undefined;
  /** Whether the thread has answered anything yet. */
  answered: boolean;
}

/** How long one task may take, and what its caller hears when it took longer. */
export interface TaskLimit<Task> {
  /** Until the task ends, or its thread says how long the rest may take. */
  readonly milliseconds: number;
  /** `allowed` is what the thread itself said, in milliseconds. */
  readonly error: (task: Task, allowed: number | undefined) => LightboxError;
}

/** Threads that may die one after the other without ever having answered: their entry file cannot start. */
const mostDeaths = 3;

/**
 * A pool of worker threads that all run one entry file; a thread starts when a task waits for it. A thread that dies
 * rejects its own task only: one bad file never ends a batch. Where three threads in a row die before they have answered
 * anything, whatever waits is rejected with `compute/lost`. A task beyond `limit` is rejected and its thread ended.
 */
export function createWorkerPool<Task, Result>(
  entry: ProcessEntry,
  size: number = Math.max(1, availableParallelism()),
  limit?: TaskLimit<Task>,
): WorkerPool<Task, Result> {
  return createThreadPool(entryPath(entry), size, limit);
}

/** The same for any file. */
// One state that all of these closures share.
// eslint-disable-next-line max-lines-per-function
export function createThreadPool<Task, Result>(
  file: string,
  size: number,
  limit?: TaskLimit<Task>,
): WorkerPool<Task, Result> {
  const waiting: Pending<Task, Result>[] = [];
  const lanes: Lane<Task, Result>[] = [];
  let nextId = 1;
  let closed = false;
  let deaths = 0;

  const remove = (lane: Lane<Task, Result>): boolean => {
    const place = lanes.indexOf(lane);
    if (place >= 0) lanes.splice(place, 1);
    return place >= 0;
  };
  const died = (lane: Lane<Task, Result>, reason: string): void => {
    if (!remove(lane)) return;
    finish(lane)?.reject(lost(reason));
    if (!lane.answered) deaths += 1;
    if (deaths >= mostDeaths) {
      deaths = 0;
      for (const pending of waiting.splice(0)) pending.reject(lost(reason));
    }
    feed();
  };
  const answered = (): void => {
    deaths = 0;
    feed();
  };
  const open = (): Lane<Task, Result> | undefined => {
    if (lanes.length >= size) return undefined;
    const lane = startLane<Task, Result>(file, answered, died);
    lanes.push(lane);
    return lane;
  };
  const expire = (lane: Lane<Task, Result>, error: LightboxError): void => {
    remove(lane);
    finish(lane)?.reject(error);
    void lane.worker.terminate();
    feed();
  };
  const feed = (): void => {
    while (!closed && waiting.length > 0) {
      const lane = lanes.find((each) => each.current === undefined) ?? open();
      const next = lane === undefined ? undefined : waiting.shift();
      if (lane === undefined || next === undefined) return;
      give(lane, next, limit, expire);
    }
  };

  return {
    size,
    run: (task) =>
      new Promise<Result>((resolve, reject) => {
        if (closed) {
          reject(cancelled());
          return;
        }
        waiting.push({ id: nextId++, task, resolve, reject });
        feed();
      }),
    close: async () => {
      closed = true;
      for (const pending of waiting.splice(0)) pending.reject(cancelled());
      for (const lane of lanes) finish(lane)?.reject(cancelled());
      await Promise.all(lanes.map((lane) => endThread(lane.worker)));
    },
  };
}

/** Starts a thread; `answered` is called when a task of it has ended, `died` when the thread has, with the reason. */
function startLane<Task, Result>(
  file: string,
  answered: () => void,
  died: (lane: Lane<Task, Result>, reason: string) => void,
): Lane<Task, Result> {
  const lane: Lane<Task, Result> = { worker: new Worker(file), current: undefined, answered: false };
  lane.worker.unref();
  lane.worker.on("message", (reply: WorkerReply<Result> | WorkerAllowance) => {
    if (lane.current?.id !== reply.id) return;
    if ("allow" in reply) {
      lane.current.allow?.(reply.allow);
      return;
    }
    lane.answered = true;
    const pending = finish(lane);
    if (reply.ok) pending?.resolve(reply.value);
    else pending?.reject(new LightboxError(reply.error.code, reply.error.message, reply.error.remedy));
    answered();
  });
  lane.worker.on("error", (error) => {
    died(lane, error.message);
  });
  lane.worker.on("exit", (code) => {
    died(lane, `its thread ended with ${String(code)}`);
  });
  return lane;
}

/** Lets a thread finish what it has at work and end by itself; one that does not is torn down. */
async function endThread(worker: Worker): Promise<void> {
  worker.ref();
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => {
      resolve();
    });
  });
  worker.postMessage(endOfWork);
  const timer = setTimeout(() => void worker.terminate(), patience);
  await ended;
  clearTimeout(timer);
}

/** Hands a task to a free thread, which then keeps the process alive until it has answered. */
function give<Task, Result>(
  lane: Lane<Task, Result>,
  pending: Pending<Task, Result>,
  limit: TaskLimit<Task> | undefined,
  expire: (lane: Lane<Task, Result>, error: LightboxError) => void,
): void {
  lane.current = pending;
  lane.worker.ref();
  if (limit !== undefined)
    startClock(pending, limit, (error) => {
      expire(lane, error);
    });
  lane.worker.postMessage({ id: pending.id, task: pending.task });
}

function startClock<Task, Result>(
  pending: Pending<Task, Result>,
  limit: TaskLimit<Task>,
  expire: (error: LightboxError) => void,
): void {
  const start = (milliseconds: number, allowed?: number): void => {
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => {
      expire(limit.error(pending.task, allowed));
    }, milliseconds);
  };
  start(limit.milliseconds);
  pending.allow = (milliseconds) => {
    start(milliseconds, milliseconds);
  };
}

function finish<Task, Result>(lane: Lane<Task, Result>): Pending<Task, Result> | undefined {
  const pending = lane.current;
  lane.current = undefined;
  clearTimeout(pending?.timer);
  lane.worker.unref();
  return pending;
}

function lost(reason: string): LightboxError {
  return new LightboxError("compute/lost", `A worker stopped: ${reason.replace(/\.$/, "")}.`, "Try this item again.");
}

function cancelled(): LightboxError {
  return new LightboxError("job/cancelled", "The work was cancelled.", "Start it again when you like.");
}
