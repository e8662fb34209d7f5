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

interface Pending<Task, Result> {
  readonly id: number;
  readonly task: Task;
  readonly resolve: (value: Result) => void;
  readonly reject: (reason: Error) => void;
}

interface Lane<Task, Result> {
  readonly worker: Worker;
  current: Pending<Task, Result> | undefined;
}

export interface WorkerPool<Task, Result> {
  /** Runs one task on the next free thread; rejects with LightboxError when the task fails or its thread dies. */
  run(task: Task): Promise<Result>;
  /** Threads in the pool. */
  readonly size: number;
  /** Stops every thread; tasks still waiting are rejected with `job/cancelled`. */
  close(): Promise<void>;
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

  const start = (): Lane<Task, Result> => {
    const lane: Lane<Task, Result> = { worker: new Worker(entryPath(entry)), current: undefined };
    lane.worker.unref();
    lane.worker.on("message", (reply: WorkerReply<Result>) => {
      const pending = lane.current;
      if (pending?.id !== reply.id) return;
      lane.current = undefined;
      lane.worker.unref();
      if (reply.ok) pending.resolve(reply.value);
      else pending.reject(new LightboxError(reply.error.code, reply.error.message, reply.error.remedy));
      feed();
    });
    lane.worker.on("error", (error) => {
      replace(lane, error.message);
    });
    lane.worker.on("exit", (code) => {
      replace(lane, `worker thread ended with ${String(code)}`);
    });
    return lane;
  };

  const replace = (lane: Lane<Task, Result>, reason: string): void => {
    const place = lanes.indexOf(lane);
    if (place < 0) return;
    if (closed) lanes.splice(place, 1);
    else lanes[place] = start();
    lane.current?.reject(new LightboxError("compute/lost", `A worker stopped: ${reason}.`, "Try this item again."));
    lane.current = undefined;
    if (!closed) feed();
  };

  const feed = (): void => {
    for (const lane of lanes) {
      if (lane.current !== undefined) continue;
      const next = waiting.shift();
      if (next === undefined) return;
      lane.current = next;
      lane.worker.ref();
      lane.worker.postMessage({ id: next.id, task: next.task });
    }
  };

  return {
    size,
    run: (task) =>
      new Promise<Result>((resolve, reject) => {
        if (closed) {
          reject(new LightboxError("job/cancelled", "The work was cancelled.", "Start it again when you like."));
          return;
        }
        waiting.push({ id: nextId++, task, resolve, reject });
        if (lanes.length < size) lanes.push(start());
        feed();
      }),
    close: async () => {
      closed = true;
      const cancelled = new LightboxError("job/cancelled", "The work was cancelled.", "Start it again when you like.");
      for (const pending of waiting.splice(0)) pending.reject(cancelled);
      await Promise.all(
        lanes.map(async (lane) => {
          lane.current?.reject(cancelled);
          lane.current = undefined;
          await lane.worker.terminate();
        }),
      );
    },
  };
}
