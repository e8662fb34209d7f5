import { join } from "node:path";
import * as v from "valibot";
import { count, deviceRequest, packId } from "../../src-preload/contract/common.ts";
import type { JobKind } from "../../src-preload/contract/jobs.ts";
import { importRequest, uncertaintyPolicy } from "../../src-preload/contract/tables.ts";
import type { UncertaintyPolicy } from "../../src-preload/contract/tables.ts";
import { encodeImages } from "../encoder/index.ts";
import { scoreNeurons } from "../evidence/index.ts";
import { importFilms } from "../intake/index.ts";
import type { JobContext, JobRunner } from "../jobs/index.ts";
import { holdsPhantoms, writePhantoms } from "../phantom/index.ts";
import type { Device } from "../runtime/index.ts";
import { codeImages } from "../sae/index.ts";
import type { CodingRows, Sae } from "../sae/index.ts";
import type { Bench } from "./bench.ts";
import { deviceFailed } from "./open-on-device.ts";
import { trainPack, trainParameters } from "./train-pack.ts";

const phantomParameters = v.object({ directory: v.string(), count, seed: count });
const importParameters = importRequest;
const encodeParameters = v.object({ encoder: packId, sae: v.optional(packId), device: deviceRequest });
const scoreParameters = v.object({ sae: packId, policy: v.optional(uncertaintyPolicy) });
const demoParameters = v.object({ ...phantomParameters.entries, ...encodeParameters.entries, sae: packId });

/** Seconds that each step of the demo took, in order. */
export type StepSeconds = readonly { readonly step: string; readonly seconds: number }[];

/** One runner per kind of job; parameters are what {@link JobRunner} stored, checked again here. */
export function jobRunners(bench: Bench): Record<JobKind, JobRunner> {
  return {
    phantom: async (parameters, context) => {
      context.step("making films", 1, 1);
      await makeFilms(v.parse(phantomParameters, parameters), context);
    },
    import: async (parameters, context) => {
      context.step("importing", 1, 1);
      await importInto(bench, v.parse(importParameters, parameters), context);
    },
    encode: async (parameters, context) => {
      const wanted = v.parse(encodeParameters, parameters);
      await encodeAndCode(bench, wanted, context, { before: 0, steps: wanted.sae === undefined ? 1 : 2 });
    },
    score: async (parameters, context) => {
      context.step("scoring", 1, 1);
      const { sae, policy } = v.parse(scoreParameters, parameters);
      await scoreSae(bench, sae, policy, context);
    },
    train: async (parameters, context) => {
      context.step("training", 1, 1);
      await trainPack(bench, v.parse(trainParameters, parameters), context);
    },
    demo: (parameters, context) => runDemo(bench, v.parse(demoParameters, parameters), context),
  };
}

async function makeFilms(parameters: v.InferOutput<typeof phantomParameters>, context: JobContext): Promise<void> {
  const { directory, count: films, seed } = parameters;
  await writePhantoms(directory, {
    count: films,
    seed,
    signal: context.signal,
    onProgress: (done, total) => {
      context.progress(done, total);
    },
  });
}

async function importInto(
  bench: Bench,
  parameters: v.InferOutput<typeof importParameters>,
  context: JobContext,
): Promise<void> {
  context.outcome(await importFilms(bench.store, parameters, context));
}

async function encodeAndCode(
  bench: Bench,
  parameters: v.InferOutput<typeof encodeParameters>,
  context: JobContext,
  place: { readonly before: number; readonly steps: number },
): Promise<void> {
  const { store, sessions } = bench;
  context.step("encoding", place.before + 1, place.steps);
  await sessions.useEncoder(parameters.encoder, parameters.device, async (encoder, choice) => {
    const sae = parameters.sae === undefined ? undefined : await sessions.saeFor(parameters.sae, encoder);
    await encodeImages(store, encoder, choice, context);
    if (sae === undefined) return;
    context.step("coding", place.before + 2, place.steps);
    const rows = {
      encoder: store.models.register({ packId: encoder.id, kind: "encoder", hash: encoder.hash }),
      sae: store.models.register({ packId: sae.id, kind: "sae", hash: sae.hash }),
    };
    await codeOn(bench, choice.device, parameters.device === "auto", sae, rows, context);
    // The pair in use: set together, and only once there is something to show of it.
    store.settings.set("encoder.current", encoder.id);
    store.settings.set("sae.current", sae.id);
  });
}

/** Codes on a device; one that was not asked for by name gives way to the CPU where it cannot run the SAE. */
async function codeOn(
  { store, sessions }: Bench,
  device: Device,
  free: boolean,
  sae: Sae,
  rows: CodingRows,
  context: JobContext,
): Promise<void> {
  try {
    await codeImages(store, sessions.compute, device, sae, rows, context);
  } catch (error) {
    if (!free || device === "cpu" || !deviceFailed(error)) throw error;
    await codeImages(store, sessions.compute, "cpu", sae, rows, context);
  }
}

async function scoreSae(
  bench: Bench,
  id: string,
  policy: UncertaintyPolicy | undefined,
  context: JobContext,
): Promise<void> {
  const sae = await bench.sessions.sae(id);
  const row = bench.store.models.register({ packId: sae.id, kind: "sae", hash: sae.hash });
  await scoreNeurons(bench.store, { row, neurons: sae.neurons, policy }, context);
}

/** The whole path on phantoms: films made, imported, encoded, coded, scored. Each step leaves out what is done already. */
async function runDemo(
  bench: Bench,
  parameters: v.InferOutput<typeof demoParameters>,
  context: JobContext,
): Promise<void> {
  const timed = stepClock(context);
  timed.step("making films", 1, 5);
  const made = await holdsPhantoms(parameters.directory, { seed: parameters.seed, count: parameters.count });
  if (!made) await makeFilms(parameters, timed);
  timed.step("importing", 2, 5);
  const films = join(parameters.directory, "films");
  // Nobody is on a phantom.
  const table = join(parameters.directory, "train.csv");
  await importInto(bench, { paths: [films], table, identity: "keep" }, timed);
  await encodeAndCode(bench, parameters, timed, { before: 2, steps: 5 });
  timed.step("scoring", 5, 5);
  await scoreSae(bench, parameters.sae, undefined, timed);
  bench.store.settings.set("demo.seconds", JSON.stringify(timed.seconds()));
}

function stepClock(context: JobContext): JobContext & { seconds(): StepSeconds } {
  const starts: { step: string; at: number }[] = [];
  return {
    ...context,
    step: (name, number, of) => {
      starts.push({ step: name, at: performance.now() });
      context.step(name, number, of);
    },
    seconds: () =>
      starts.map(({ step, at }, place) => ({
        step,
        seconds: ((starts[place + 1]?.at ?? performance.now()) - at) / 1000,
      })),
  };
}
