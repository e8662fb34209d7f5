import { basename, dirname, join } from "node:path";
import type { JobInfo } from "../../src-preload/contract/jobs.ts";
import type { Jobs } from "../jobs/index.ts";
import { codedRow } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { strongestNeurons } from "./neurons.ts";
import type { NeuronOfFinding } from "./neurons.ts";
import type { StepSeconds } from "./runners.ts";

/** The bundled pair of models and the films of the demo. */
export const demo = { encoder: "demo-encoder", sae: "demo-sae", films: 256, seed: 20261121 } as const;

/** What the demo found. */
export interface DemoSummary {
  readonly films: number;
  readonly neurons: number;
  /** Neurons that fire on at least one film. */
  readonly firing: number;
  /** For every finding the neuron with the largest correlation. */
  readonly strongest: readonly NeuronOfFinding[];
  readonly seconds: StepSeconds;
}

/** What the demo may be told to do otherwise. */
export interface DemoOptions {
  readonly films?: number;
  readonly seed?: number;
  /** Where the films are made; beside the workspace by default. */
  readonly directory?: string;
  readonly encoder?: string;
  readonly sae?: string;
}

/** Starts the demo on a workspace, or goes on with one that was stopped; a finished one is left alone. */
export function startDemo(bench: Bench, jobs: Jobs, options: DemoOptions = {}): JobInfo {
  const before = jobs.list().find((job) => job.kind === "demo");
  if (before?.state === "succeeded" || before?.state === "running" || before?.state === "queued") return before;
  if (before !== undefined) return jobs.resume(before.id);
  const workspace = bench.store.folder;
  const { films = demo.films } = options;
  return jobs.start("demo", `Demo: ${String(films)} synthetic films, from pixels to neurons`, {
    directory: options.directory ?? join(dirname(workspace), `${basename(workspace, ".lightbox")} films`),
    count: films,
    seed: options.seed ?? demo.seed,
    encoder: options.encoder ?? demo.encoder,
    sae: options.sae ?? demo.sae,
    device: "auto",
  });
}

/** Reads back what the demo found. */
export async function demoSummary(bench: Bench): Promise<DemoSummary> {
  const { store } = bench;
  const row = (await codedRow(bench, demo.sae)) ?? 0;
  const fires = store.evidence.fires(store.evidence.scored(row)?.generation ?? 0);
  return {
    films: store.images.count(),
    neurons: fires.length,
    firing: fires.filter((films) => films > 0).length,
    strongest: strongestNeurons(store, row),
    seconds: JSON.parse(store.settings.get("demo.seconds") ?? "[]") as StepSeconds,
  };
}
