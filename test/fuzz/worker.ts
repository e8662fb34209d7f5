/** A thread that makes mutants and reads them as import does. */
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { makeMutant } from "./mutant.ts";
import type { Mutant } from "./mutant.ts";
import { mostMemory } from "./outcome.ts";
import type { Bad, Batch, BatchBroken, BatchDone, LaneSettings } from "./outcome.ts";
import type { Reader } from "./read-mutant.ts";
import { makeSeeds } from "./seeds.ts";

const { run, format, folder, reader, place } = workerData as LaneSettings & { readonly place: Int32Array };
const { readMutant } = (await import(reader)) as Reader;
const table = join(folder, "table.csv");
const now = openSync(join(folder, "now"), "w");
const seeds = await makeSeeds();

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const places = (error.stack ?? "").split("\n").filter((line) => line.includes("src-main/"));
  return [error.message, ...places.slice(0, 2).map((line) => line.trim().replace(/\(.*src-main/, "(src-main"))].join(
    " ",
  );
}

async function outcomeOf(mutant: Mutant): Promise<"read" | "refused" | string[]> {
  try {
    await readMutant(mutant, table);
    return "read";
  } catch (error) {
    return error instanceof LightboxError ? "refused" : [wordsOf(error)];
  }
}

function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

async function work({ from, to }: Batch): Promise<BatchDone | BatchBroken> {
  const counts: Record<string, number> = {};
  const bad: Bad[] = [];
  for (let index = from; index < to; index++) {
    Atomics.store(place, 0, index);
    writeSync(now, `${String(index)}        `, 0);
    const mutant = makeMutant(seeds, run, index, format);
    const outcome = await outcomeOf(mutant);
    const called = Array.isArray(outcome) ? "OTHER ERROR" : outcome;
    if (Array.isArray(outcome)) bad.push({ index, outcome: "OTHER ERROR", words: `${mutant.seed}: ${outcome.join()}` });
    const key = `${mutant.format}/${called}`;
    counts[key] = (counts[key] ?? 0) + 1;
    if (peakMemory() > mostMemory) {
      const words = `${mutant.seed}: ${String(Math.round(peakMemory() / 1e6))} MB`;
      return { kind: "broken", index, outcome: "MEMORY", words };
    }
  }
  return { kind: "done", counts, bad, peak: peakMemory() };
}

parentPort?.on("message", (batch: Batch) => {
  // What is thrown here is a fault of this file, and ends the thread with its words.
  void work(batch).then((reply) => parentPort?.postMessage(reply));
});
