export { entryPath, processEntries, productRoot } from "./entries.ts";
export type { ProcessEntry } from "./entries.ts";
export { createWorkerPool } from "./worker-pool.ts";
export type { TaskLimit, WorkerPool } from "./worker-pool.ts";
export { serveWorker } from "./serve-worker.ts";
export type { JobContext, JobRunner } from "./context.ts";
export { createJobs } from "./manager.ts";
export type { Jobs } from "./manager.ts";
export type { JobKind } from "../store/index.ts";
