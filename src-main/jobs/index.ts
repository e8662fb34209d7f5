export { entryPath, processEntries, productRoot } from "./entries.ts";
export type { ProcessEntry } from "./entries.ts";
export { createWorkerPool } from "./worker-pool.ts";
export type { WorkerPool } from "./worker-pool.ts";
export { serveWorker } from "./serve-worker.ts";
