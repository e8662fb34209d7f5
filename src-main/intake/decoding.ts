import { createWorkerPool } from "../jobs/index.ts";
import { pathOf } from "./decode-task.ts";
import type { DecodeReplies, DecodeReply, DecodeTask } from "./decode-task.ts";
import { filmLimit } from "./film-limit.ts";

/** Threads that decode films. */
export interface Decoding {
  run<Task extends DecodeTask>(task: Task): Promise<DecodeReplies[Task["kind"]]>;
  /** Threads there are. */
  readonly size: number;
  close(): Promise<void>;
}

/** Opens `threads` threads that decode films, one for each processor where that is left out. */
export function openDecoding(threads?: number): Decoding {
  const pool = createWorkerPool<DecodeTask, DecodeReply>("decode-worker", threads, filmLimit(pathOf));
  return {
    // A thread answers each task with the reply of its kind (decode-worker.ts).
    run: async <Task extends DecodeTask>(task: Task) => (await pool.run(task)) as DecodeReplies[Task["kind"]],
    size: pool.size,
    close: () => pool.close(),
  };
}
