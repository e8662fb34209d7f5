import { parentPort } from "node:worker_threads";
import type { Transferable } from "node:worker_threads";
import { toErrorReport } from "../../src-preload/contract/errors.ts";
import { guardEgress } from "./egress-guard.ts";

/** Tells a thread to end as soon as it has nothing at work. */
export const endOfWork = "end";

/** What a pool posts to its threads. */
export type WorkerMessage<Task> = typeof endOfWork | { readonly id: number; readonly task: Task };

/** Says, from within a task, how many milliseconds the rest of it may take. */
export type Allow = (milliseconds: number) => void;

/**
 * The other end of a worker pool: answers each task with the result of `work`, or with an error report.
 * `transfer` names the buffers of a result that may be moved instead of copied.
 */
// The task's type is what the pool was made with; nobody can check it across a thread.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function serveWorker<Task, Result>(
  work: (task: Task, allow: Allow) => Result | Promise<Result>,
  transfer: (result: Result) => readonly Transferable[] = () => [],
): void {
  const port = parentPort;
  if (port === null) throw new Error("serveWorker runs in a worker thread only");
  guardEgress();
  let current = Promise.resolve();
  port.on("message", (message: WorkerMessage<Task>) => {
    if (message === endOfWork) {
      // A thread that is torn down inside native code takes the whole process along: it ends by itself, between tasks.
      void current.then(() => {
        port.close();
      });
      return;
    }
    current = Promise.resolve()
      .then(() =>
        work(message.task, (milliseconds) => {
          port.postMessage({ id: message.id, allow: milliseconds });
        }),
      )
      .then((value) => {
        port.postMessage({ id: message.id, ok: true, value }, transfer(value));
      })
      .catch((error: unknown) => {
        port.postMessage({ id: message.id, ok: false, error: toErrorReport(error) });
      });
  });
}
