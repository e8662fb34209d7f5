import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { count, deviceRequest, packId } from "../../src-preload/contract/common.ts";
import type { JobKind } from "../../src-preload/contract/jobs.ts";
import { encodeImages } from "../encoder/index.ts";
import { scoreNeurons } from "../evidence/index.ts";
import { importFilms } from "../intake/index.ts";
import type { JobContext, JobRunner } from "../jobs/index.ts";
import { writePhantoms } from "../phantom/index.ts";
import { chooseDevice } from "../runtime/index.ts";
import { codeImages } from "../sae/index.ts";
import type { Store } from "../store/index.ts";
import { trainPack, trainParameters } from "./train-pack.ts";
import type { Shelf } from "./shelf.ts";
import type { Sessions } from "./sessions.ts";

/** What the runners of jobs work with. */
export interface Bench {
  readonly store: Store;
  readonly shelf: Shelf;
  readonly sessions: Sessions;
}

const phantomParameters = v.object({ directory: v.string(), count, seed: count });
const importParameters = v.object({ paths: v.array(v.string()), table: v.optional(v.string()) });
const encodeParameters = v.object({ encoder: packId, sae: v.optional(packId), device: deviceRequest });
const scoreParameters = v.object({ sae: packId });
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
      await scoreSae(bench, v.parse(scoreParameters, parameters).sae, context);
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
  const { paths, table } = parameters;
  await importFilms(bench.store, table === undefined ? { paths } : { paths, table }, context);
}

async function encodeAndCode(
  bench: Bench,
  parameters: v.InferOutput<typeof encodeParameters>,
  context: JobContext,
  place: { readonly before: number; readonly steps: number },
): Promise<void> {
  const { store, sessions } = bench;
  context.step("encoding", place.before + 1, place.steps);
  const choice = await chooseDevice(parameters.device);
  const encoder = await sessions.encoder(parameters.encoder, choice.device);
  const sae = parameters.sae === undefined ? undefined : await sessions.saeFor(parameters.sae, encoder);
  store.settings.set("encoder.current", encoder.id);
  await encodeImages(store, encoder, choice, context);
  if (sae === undefined) return;
  context.step("coding", place.before + 2, place.steps);
  const rows = {
    encoder: store.models.register({ packId: encoder.id, kind: "encoder", hash: encoder.hash }),
    sae: store.models.register({ packId: sae.id, kind: "sae", hash: sae.hash }),
  };
  store.settings.set("sae.current", sae.id);
  await codeImages(store, sessions.compute, choice.device, sae, rows, context);
}

async function scoreSae(bench: Bench, id: string, context: JobContext): Promise<void> {
  const sae = await bench.sessions.sae(id);
  const row = bench.store.models.register({ packId: sae.id, kind: "sae", hash: sae.hash });
  await scoreNeurons(bench.store, { row, neurons: sae.neurons }, context);
}

/** The whole path on phantoms: films made, imported, encoded, coded, scored. Each step leaves out what is done already. */
async function runDemo(
  bench: Bench,
  parameters: v.InferOutput<typeof demoParameters>,
  context: JobContext,
): Promise<void> {
  const timed = stepClock(context);
  timed.step("making films", 1, 5);
  if (!existsSync(join(parameters.directory, "truth.json"))) await makeFilms(parameters, timed);
  timed.step("importing", 2, 5);
  const films = join(parameters.directory, "films");
  await importInto(bench, { paths: [films], table: join(parameters.directory, "train.csv") }, timed);
  await encodeAndCode(bench, parameters, timed, { before: 2, steps: 5 });
  timed.step("scoring", 5, 5);
  await scoreSae(bench, parameters.sae, timed);
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
