import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobInfo } from "../../src-preload/contract/index.ts";
import { count } from "../drawing/index.ts";
import type { Client } from "../platform/index.ts";
import { importRequest, tableNotice } from "./import-request.ts";
import type { Jobs } from "./jobs.svelte.ts";
import type { Notices } from "./notices.svelte.ts";
import type { Workspace } from "./workspace.svelte.ts";

interface Surroundings {
  readonly client: Client;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly workspace: Workspace;
}

/** Files to films: import, encode, code, score. What fails is told in the window. */
export async function bringIn(app: Surroundings, files: Promise<readonly File[]>): Promise<void> {
  await app.notices.attempt(async () => {
    const before = app.workspace.info?.images ?? 0;
    const paths = await app.client.drop(await files);
    if (paths.length === 0) throw nothingReadable();
    const notice = tableNotice(paths);
    if (notice !== null) app.notices.news(notice);
    const { job } = await app.client.call("intake.import", importRequest(paths));
    const imported = await app.jobs.ended(job);
    if (imported.state !== "succeeded") return;
    await app.workspace.refresh();
    tellImported(app.notices, imported, (app.workspace.info?.images ?? 0) - before);
    await encodeAndScore(app);
  });
}

/** Encodes and codes what has not been yet with the models in use, then scores every neuron. */
export async function encodeAndScore(app: Surroundings): Promise<void> {
  await app.notices.attempt(async () => {
    await app.workspace.refresh();
    const packs = app.workspace.packs;
    if (packs === null) throw noModels();
    const encode = await app.client.call("encoder.encode", packs);
    if ((await app.jobs.ended(encode.job)).state !== "succeeded") return;
    const score = await app.client.call("evidence.score", { sae: packs.sae });
    await app.jobs.ended(score.job);
  });
}

function tellImported(notices: Notices, job: JobInfo, added: number): void {
  const films = added === 1 ? "1 new film is" : `${count(added)} new films are`;
  const news = added === 0 ? "No film is new." : `${films} in, at the end of the strip.`;
  const files = job.refused === 1 ? "1 file was" : `${count(job.refused)} files were`;
  notices.news(job.refused === 0 ? news : `${news} ${files} not imported: the reasons are under Jobs (J).`);
}

function nothingReadable(): LightboxError {
  return new LightboxError(
    "intake/not-found",
    "There was no file in what you dropped.",
    "Drop films (DICOM, PNG, JPEG), a folder of them, or a CheXpert table.",
  );
}

function noModels(): LightboxError {
  return new LightboxError(
    "model/not-found",
    "The films are in, but there is no encoder with an SAE to read them with.",
    "Add a model pack (a folder with manifest.json) to the workspace first.",
  );
}
