import { parentPort } from "node:worker_threads";
import type { Transferable } from "node:worker_threads";
import { toErrorReport } from "../../src-preload/contract/errors.ts";

/**
 * The other end of a worker pool: answers each task with the result of `work`, or with an error report.
 * `transfer` names the buffers of a result that may be moved instead of copied.
 */
// The task's type is what the pool was made with; nobody can check it across a thread.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function serveWorker<Task, Result>(
  work: (task: Task) => Result | Promise<Result>,
  transfer: (result: Result) => readonly Transferable[] = () => [],
): void {
  const port = parentPort;
  if (port === null) throw new Error("serveWorker runs in a worker thread only");
  port.on("message", (message: { readonly id: number; readonly task: Task }) => {
    void Promise.resolve()
      .then(() => work(message.task))
      .then((value) => {
        port.postMessage({ id: message.id, ok: true, value }, transfer(value));
      })
      .catch((error: unknown) => {
        port.postMessage({ id: message.id, ok: false, error: toErrorReport(error) });
      });
  });
}
