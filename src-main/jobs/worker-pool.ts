import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import { entryPath } from "./entries.ts";
import type { ProcessEntry } from "./entries.ts";

/** What a worker thread posts back for one task. */
export type WorkerReply<Result> =
  | { readonly id: number; readonly ok: true; readonly value: Result }
  | { readonly id: number; readonly ok: false; readonly error: ErrorReport };

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
}

/** One thread and the task it has; a task that ends, whatever way, leaves the lane free. */
interface Lane<Task, Result> {
  readonly worker: Worker;
  current: Pending<Task, Result> | undefined;
}

/**
 * A pool of worker threads that all run one entry file. A thread that dies rejects its own task only and is replaced:
 * one bad file never ends a batch.
 */
export function createWorkerPool<Task, Result>(
  entry: ProcessEntry,
  size: number = Math.max(1, availableParallelism()),
): WorkerPool<Task, Result> {
  const waiting: Pending<Task, Result>[] = [];
  const lanes: Lane<Task, Result>[] = [];
  let nextId = 1;
  let closed = false;

  const feed = (): void => {
    for (const lane of lanes) {
      const next = lane.current === undefined ? waiting.shift() : undefined;
      if (next !== undefined) give(lane, next);
    }
  };
  const start = (): Lane<Task, Result> =>
    startLane<Task, Result>(entry, feed, (lane, reason) => {
      const place = lanes.indexOf(lane);
      if (place < 0) return;
      if (closed) lanes.splice(place, 1);
      else lanes[place] = start();
      finish(lane)?.reject(new LightboxError("compute/lost", `A worker stopped: ${reason}.`, "Try this item again."));
      if (!closed) feed();
    });

  return {
    size,
    run: (task) =>
      new Promise<Result>((resolve, reject) => {
        if (closed) {
          reject(cancelled());
          return;
        }
        waiting.push({ id: nextId++, task, resolve, reject });
        if (lanes.length < size) lanes.push(start());
        feed();
      }),
    close: async () => {
      closed = true;
      for (const pending of waiting.splice(0)) pending.reject(cancelled());
      for (const lane of lanes) finish(lane)?.reject(cancelled());
      await Promise.all(lanes.map((lane) => lane.worker.terminate()));
    },
  };
}

/** Starts a thread; `free` is called when a task of it has ended, `died` when the thread has, with the reason. */
function startLane<Task, Result>(
  entry: ProcessEntry,
  free: () => void,
  died: (lane: Lane<Task, Result>, reason: string) => void,
): Lane<Task, Result> {
  const lane: Lane<Task, Result> = { worker: new Worker(entryPath(entry)), current: undefined };
  lane.worker.unref();
  lane.worker.on("message", (reply: WorkerReply<Result>) => {
    if (lane.current?.id !== reply.id) return;
    const pending = finish(lane);
    if (reply.ok) pending?.resolve(reply.value);
    else pending?.reject(new LightboxError(reply.error.code, reply.error.message, reply.error.remedy));
    free();
  });
  lane.worker.on("error", (error) => {
    died(lane, error.message);
  });
  lane.worker.on("exit", (code) => {
    died(lane, `its thread ended with ${String(code)}`);
  });
  return lane;
}

/** Hands a task to a free thread, which then keeps the process alive until it has answered. */
function give<Task, Result>(lane: Lane<Task, Result>, pending: Pending<Task, Result>): void {
  lane.current = pending;
  lane.worker.ref();
  lane.worker.postMessage({ id: pending.id, task: pending.task });
}

function finish<Task, Result>(lane: Lane<Task, Result>): Pending<Task, Result> | undefined {
  const pending = lane.current;
  lane.current = undefined;
  lane.worker.unref();
  return pending;
}

function cancelled(): LightboxError {
  return new LightboxError("job/cancelled", "The work was cancelled.", "Start it again when you like.");
}
