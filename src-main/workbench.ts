import { basename, join, resolve } from "node:path";
import * as v from "valibot";
import { LightboxError } from "../src-preload/contract/errors.ts";
import type { Api, AppEvent, DataReply } from "../src-preload/contract/index.ts";
import { importOutcome } from "../src-preload/contract/intake.ts";
import type { JobInfo } from "../src-preload/contract/jobs.ts";
import type { WorkspaceInfo } from "../src-preload/contract/workspace.ts";
import { createJobs } from "./jobs/index.ts";
import type { Jobs } from "./jobs/index.ts";
import type { ComputeOptions } from "./runtime/index.ts";
import { codeVersion, ensureWorkspace, openStore } from "./store/index.ts";
import { openAbout } from "./workbench/about.ts";
import type { DoorFacts } from "./workbench/about.ts";
import { codedRow } from "./workbench/bench.ts";
import type { Bench } from "./workbench/bench.ts";
import { coverage } from "./workbench/coverage.ts";
import type { Coverage } from "./workbench/coverage.ts";
import { openBytes } from "./workbench/bytes.ts";
import { openDisplaying } from "./workbench/displaying.ts";
import type { Displaying } from "./workbench/displaying.ts";
import { demoSummary, startDemo } from "./workbench/demo.ts";
import type { DemoOptions, DemoSummary } from "./workbench/demo.ts";
import { openExplaining } from "./workbench/explaining.ts";
import type { Explaining } from "./workbench/explaining.ts";
import { explainImage } from "./workbench/explain-file.ts";
import type { ExplanationDocument } from "./workbench/explain-file.ts";
import { libraryApi } from "./workbench/library.ts";
import { neuronsApi } from "./workbench/neurons.ts";
import { imageDetail, imageOf, lastDevice } from "./workbench/reading.ts";
import { openPlanning } from "./workbench/planning.ts";
import type { Planning } from "./workbench/planning.ts";
import { openPreferences } from "./workbench/preferences.ts";
import type { PreferenceKeeper } from "./workbench/preferences.ts";
import { sweepPassing } from "./workbench/receive.ts";
import { jobRunners } from "./workbench/runners.ts";
import { openSessions } from "./workbench/sessions.ts";
import { openShelf, sweepAdding } from "./workbench/shelf.ts";
import { refuseBadName } from "./workbench/train-pack.ts";
import type { TrainParameters } from "./workbench/train-pack.ts";

export type { DoorFacts } from "./workbench/about.ts";
export type { DemoOptions, DemoSummary } from "./workbench/demo.ts";
export type { ExplanationDocument } from "./workbench/explain-file.ts";
export type { TrainParameters } from "./workbench/train-pack.ts";

/** An open workspace with all rooms put together: what every door serves. */
export interface Workbench {
  readonly folder: string;
  readonly api: Api;
  /** Bytes beside the Api, at the addresses that its answers name: pixels, thumbnails, maps. */
  data(path: string): Promise<DataReply>;
  /** Keeps a file that was dropped on a browser window. */
  receive(name: string, bytes: AsyncIterable<Uint8Array>): Promise<{ path: string }>;
  subscribe(listener: (event: AppEvent) => void): () => void;
  /** Resolves when a job has ended, whatever way. */
  settled(job: number): Promise<JobInfo>;
  /** Explains a film by SHA-256 or path as one document; the file need not be in the workspace. */
  explain(imageOrPath: string, sae: string, frame?: number): Promise<ExplanationDocument>;
  /** Images that an encoder has encoded, and an SAE has coded, as these packs are now. */
  coverage(encoder: string, sae?: string): Promise<Coverage>;
  /** Trains an SAE on the workspace's embeddings and writes it as a pack; throws `model/bad-name`. */
  train(parameters: TrainParameters): JobInfo;
  /** Starts the demo, or goes on with it. */
  startDemo(options?: DemoOptions): JobInfo;
  demoSummary(): Promise<DemoSummary>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Makes the workspace first where there is none. */
  readonly create?: boolean;
  /** How to start the compute process. */
  readonly compute?: ComputeOptions;
  /** The user's own folder, where preferences are kept; without it they last as long as the workbench. */
  readonly home?: string;
  /** What the door that serves this workbench says of itself. */
  readonly door?: DoorFacts;
}

/** Opens a workspace folder; rejects with the store's reasons (`workspace/…`, `store/…`). */
export async function openWorkbench(folder: string, options: OpenOptions = {}): Promise<Workbench> {
  const place = resolve(folder);
  await sweepPassing(join(place, "films"));
  if (options.create === true) ensureWorkspace(place);
  const store = openStore(place);
  await sweepAdding(place);
  const shelf = openShelf(place);
  const bench: Bench = { store, shelf, sessions: openSessions(shelf, options.compute) };
  const listeners = new Set<(event: AppEvent) => void>();
  const emit = (event: AppEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const jobs = createJobs(store.jobs, jobRunners(bench), (job) => {
    emit({ event: "job", job });
    if (job.endedAt !== null) emit({ event: "workspace" });
  });
  const explaining = openExplaining(bench);
  const displaying = openDisplaying(store);
  const bytes = openBytes(store, displaying, explaining);
  const planning = openPlanning(store);
  const own = { preferences: openPreferences(options.home), about: openAbout(options.door) };
  return {
    folder: place,
    api: createApi(bench, jobs, { displaying, explaining, planning, ...own }),
    data: (path) => bytes.read(path),
    receive: (name, stream) => bytes.receive(name, stream),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: (job) => jobs.settled(job),
    explain: (image, sae, frame) => explainImage(bench, explaining, image, sae, frame),
    coverage: (encoder, sae) => coverage(bench, encoder, sae),
    train: (parameters) => {
      refuseBadName(parameters.id);
      return jobs.start("train", `Train an SAE on ${parameters.encoder}`, parameters);
    },
    startDemo: (options) => startDemo(bench, jobs, options),
    demoSummary: () => demoSummary(bench),
    close: () => closeAll(bench, jobs, [explaining, displaying, planning, own.preferences]),
  };
}

async function closeAll(bench: Bench, jobs: Jobs, readers: readonly { close(): Promise<void> }[]): Promise<void> {
  await jobs.close();
  await Promise.all([...readers.map((reader) => reader.close()), bench.sessions.close()]);
  bench.store.close();
}

/** What an open workbench has besides its bench and its jobs. */
interface Desk {
  readonly displaying: Displaying;
  readonly explaining: Explaining;
  readonly planning: Planning;
  readonly preferences: PreferenceKeeper;
  readonly about: ReturnType<typeof openAbout>;
}

/** Every call of the contract, answered by the rooms. */
function createApi(bench: Bench, jobs: Jobs, { displaying, explaining, planning, preferences, about }: Desk): Api {
  const { store, shelf } = bench;
  const soon = <Value>(answer: () => Value): Promise<Value> => Promise.resolve().then(answer);
  return {
    "workspace.info": () => workspaceInfo(bench),
    "jobs.list": () => soon(() => jobs.list()),
    "jobs.get": ({ job }) => soon(() => jobs.get(job)),
    "jobs.refusals": ({ job }) => soon(() => jobs.refusals(job)),
    "jobs.cancel": ({ job }) => soon(() => jobs.cancel(job)),
    "jobs.resume": ({ job }) => soon(() => jobs.resume(job)),
    "intake.import": (input) => soon(() => ({ job: jobs.start("import", importTitle(input.paths), input).id })),
    "intake.outcome": ({ job }) => soon(() => v.parse(v.nullable(importOutcome), jobs.outcome(job))),
    ...planning.api,
    ...libraryApi(store),
    "images.get": ({ image }) => soon(() => imageDetail(imageOf(store, image))),
    "images.display": ({ image }) => displaying.display(image),
    "models.list": () => shelf.list(),
    "models.add": ({ path }) => shelf.add(path),
    "encoder.encode": (input) => soon(() => ({ job: jobs.start("encode", `Encode with ${input.encoder}`, input).id })),
    "evidence.score": (input) => soon(() => ({ job: jobs.start("score", `Score ${input.sae}`, input).id })),
    ...neuronsApi(bench),
    "attribution.explain": async ({ image, sae }) => explaining.explain(imageOf(store, image), sae),
    "attribution.neuron": async ({ image, sae, neuron }) => explaining.neuron(imageOf(store, image), sae, neuron),
    "preferences.get": () => preferences.get(),
    "preferences.set": (wanted) => preferences.set(wanted),
    "about.info": () => about(),
  };
}

function importTitle(paths: readonly string[]): string {
  const first = basename(paths[0] ?? "");
  return paths.length === 1 ? `Import ${first}` : `Import ${first} and ${String(paths.length - 1)} more`;
}

async function workspaceInfo(bench: Bench): Promise<WorkspaceInfo> {
  const { store } = bench;
  const encoder = store.settings.get("encoder.current") ?? null;
  const sae = store.settings.get("sae.current") ?? null;
  const saeRow = sae === null ? undefined : await codedRow(bench, sae).catch(packGone);
  const device = encoder === null ? undefined : await lastDevice(bench, encoder).catch(packGone);
  return {
    folder: store.folder,
    name: basename(store.folder, ".lightbox"),
    version: codeVersion,
    ...(await store.images.counts()),
    explained: saeRow === undefined ? 0 : store.codes.count(saeRow),
    encoder,
    sae,
    device: device ?? null,
  };
}

/** A pack that is missing or broken must not hide the films. */
function packGone(error: unknown): undefined {
  if (!(error instanceof LightboxError)) throw error;
}
