import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobInfo, PrivacyReport } from "../../src-preload/contract/index.ts";
import { words } from "../messages/index.ts";
import type { Router } from "../navigation/index.ts";
import type { Client } from "../platform/index.ts";
import { importRequest, tableNotice } from "./import-request.ts";
import type { Jobs } from "./jobs.svelte.ts";
import type { Notices } from "./notices.svelte.ts";
import type { Preferences } from "./preferences.svelte.ts";
import type { Workspace } from "./workspace.svelte.ts";

interface Surroundings {
  readonly client: Client;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly preferences: Preferences;
  readonly router: Router;
  readonly workspace: Workspace;
}

/** Files to films: import, encode, code, score. What fails is told in the window. */
export async function bringIn(app: Surroundings, files: Promise<readonly File[]>): Promise<void> {
  await app.notices.attempt(async () => {
    const paths = await app.client.drop(await files);
    if (paths.length === 0) throw nothingReadable();
    const notice = tableNotice(paths);
    if (notice !== null) app.notices.news(notice);
    const { job } = await app.client.call("intake.import", importRequest(paths));
    const imported = await app.jobs.ended(job);
    if (imported.state !== "succeeded") return;
    await tellOutcome(app, imported);
    await encodeAndScore(app);
  });
}

/** Goes on with a job that was stopped; films that come in by it are read, as they would have been. */
export async function goOn(app: Surroundings, { id, kind }: JobInfo): Promise<void> {
  await app.jobs.resume(id);
  if (kind !== "import" && kind !== "encode") return;
  await app.notices.attempt(async () => {
    const ended = await app.jobs.ended(id);
    if (ended.state !== "succeeded") return;
    if (kind === "import") await tellOutcome(app, ended);
    await encodeAndScore(app);
  });
}

async function tellOutcome(app: Surroundings, imported: JobInfo): Promise<void> {
  const outcome = await app.client.call("intake.outcome", { job: imported.id });
  if (outcome === null) return;
  tellImported(app, imported, outcome.added);
  if (outcome.added > 0) tellPrivacy(app, outcome.privacy);
}

/** Encodes and codes what has not been yet with the models in use, then scores every neuron. */
export async function encodeAndScore(app: Surroundings): Promise<void> {
  await app.notices.attempt(async () => {
    await app.workspace.refresh();
    const packs = app.workspace.packs;
    if (packs === null) throw noModels();
    const encode = await app.client.call("encoder.encode", { ...packs, device: app.preferences.kept.device });
    if ((await app.jobs.ended(encode.job)).state !== "succeeded") return;
    const score = await app.client.call("evidence.score", { sae: packs.sae });
    await app.jobs.ended(score.job);
  });
}

function tellImported({ notices, router }: Surroundings, job: JobInfo, added: number): void {
  const showReasons = {
    label: words.shell.showReasons,
    run: () => {
      router.go({ view: "jobs" });
    },
  };
  notices.news(words.shell.imported(added, job.refused), job.refused === 0 ? null : showReasons);
}

/** What stayed out of the workspace, and what no gate can keep out: writing in the pictures themselves. */
function tellPrivacy({ notices, router }: Surroundings, { identity, films, burnedIn }: PrivacyReport): void {
  if (films > 0)
    notices.news(identity === "remove" ? words.shell.identityRemoved(films) : words.shell.identityKept(films));
  const written = burnedIn.declared + burnedIn.likely;
  if (written === 0) return;
  notices.news(words.shell.burnedIn(written), {
    label: words.shell.showWritten,
    run: () => {
      router.go({ view: "library", filter: { burnedIn: "yes" } });
    },
  });
}

function nothingReadable(): LightboxError {
  const { message, remedy } = words.shell.nothingReadable;
  return new LightboxError("intake/not-found", message, remedy);
}

function noModels(): LightboxError {
  const { message, remedy } = words.shell.noModels;
  return new LightboxError("model/not-found", message, remedy);
}
