/** A process with one thread that reads mutants, so that a crash, a hang or memory can be laid to one mutant. */
import { Worker } from "node:worker_threads";
import { mostMemory } from "./outcome.ts";
import type { Batch, BatchBroken, BatchDone, LaneSettings, Outcome } from "./outcome.ts";

const settings = JSON.parse(process.argv[2] ?? "{}") as LaneSettings;
/** Milliseconds that one mutant may take on the clock: one that waits for what never comes uses no processor. */
const longestWait = 60_000;

const place = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
const worker = new Worker(new URL("worker.ts", import.meta.url), {
  workerData: { ...settings, place },
  resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
});

function send(message: BatchDone | BatchBroken, then: () => void = () => undefined): void {
  process.send?.(message, then);
}

/** Tells what broke, then ends the process: nothing in it can be trusted any more. */
function end(outcome: Outcome, words: string): void {
  clearInterval(watch);
  send({ kind: "broken", index: Atomics.load(place, 0), outcome, words }, () => {
    process.kill(process.pid, "SIGKILL");
  });
}

let seen = { index: -1, began: 0, used: 0 };
let busy = false;

function usedTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const watch = setInterval(() => {
  const index = Atomics.load(place, 0);
  if (!busy || index !== seen.index) seen = { index, began: performance.now(), used: usedTime() };
  else if (index >= 0 && usedTime() - seen.used > settings.longestWork) end("HANG", "too much time of the processor");
  else if (index >= 0 && performance.now() - seen.began > longestWait) end("HANG", "60 s of waiting");
  const memory = process.memoryUsage.rss();
  if (memory > mostMemory) end("MEMORY", `${String(Math.round(memory / 1e6))} MB`);
}, 20);

worker.on("message", (reply: BatchDone | BatchBroken) => {
  busy = false;
  if (reply.kind === "broken") end(reply.outcome, reply.words);
  else send(reply);
});
worker.on("error", (error) => {
  const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  end(isMemory ? "MEMORY" : "OTHER ERROR", error instanceof Error ? error.message : String(error));
});
process.on("message", (batch: Batch) => {
  busy = true;
  worker.postMessage(batch);
});
process.on("disconnect", () => process.exit());
