import { basename } from "node:path";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import type { AppEvent, JobInfo, MethodInput, MethodName, MethodOutput } from "../../../src-preload/contract/index.ts";
import { asArgument } from "../../store/index.ts";
import { openWorkbench } from "../../workbench.ts";
import type { Workbench } from "../../workbench.ts";
import { callMethod, unwrap } from "../door.ts";
import { beforeExit } from "../interrupt.ts";
import type { Terminal } from "../terminal.ts";

/** Opens a workspace for one command and closes it again, also after a failure and on Ctrl-C. */
export async function withWorkbench<Value>(
  folder: string,
  work: (bench: Workbench) => Promise<Value>,
  open: (folder: string) => Promise<Workbench> = openWorkbench,
): Promise<Value> {
  const bench = await open(folder);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= bench.close());
  const forget = beforeExit(close);
  try {
    return await work(bench);
  } finally {
    await close();
    forget();
  }
}

/** One call through the door, as the window makes it; throws LightboxError. */
export async function call<Name extends MethodName>(
  bench: Workbench,
  name: Name,
  input: MethodInput<Name>,
): Promise<MethodOutput<Name>> {
  // The door has just checked the reply against this method's schema.
  return unwrap(await callMethod(bench.api, name, input)) as MethodOutput<Name>;
}

/**
 * Waits for a job and shows its progress; throws the job's own error unless it succeeded. What it has done stays, and
 * `lightbox jobs resume` goes on. Ctrl-C cancels the job, or with "leave" only ends our part: a job of this process is
 * interrupted when the workspace closes, one of another process goes on there.
 */
export async function followJob(
  bench: Workbench,
  job: number,
  terminal: Terminal,
  onInterrupt: "cancel" | "leave" = "cancel",
): Promise<JobInfo> {
  const forget = beforeExit(async () => {
    if (onInterrupt === "leave") return;
    await bench.api["jobs.cancel"]({ job });
    await bench.settled(job);
  });
  const unsubscribe = bench.subscribe((event) => {
    if (isAbout(event, job)) terminal.progress(event.job);
  });
  try {
    const ended = await bench.settled(job);
    if (ended.state === "succeeded") return ended;
    const error = ended.error;
    if (error !== null) throw new LightboxError(error.code, error.message, error.remedy);
    const remedy = `Go on with: lightbox jobs resume ${asArgument(bench.folder)} ${String(job)}`;
    throw new LightboxError("job/cancelled", `${ended.title} was stopped before its end.`, remedy);
  } finally {
    unsubscribe();
    forget();
  }
}

function isAbout(event: AppEvent, job: number): event is Extract<AppEvent, { event: "job" }> {
  return event.event === "job" && event.job.id === job;
}

/** Seconds between start and end of a job, or until now. */
export function jobSeconds(job: JobInfo): number {
  const end = job.endedAt === null ? Date.now() : Date.parse(job.endedAt);
  return (end - Date.parse(job.startedAt)) / 1000;
}

/** "12 films refused:" and one line for each, at most 20. */
export function refusalLines(
  refused: readonly { item: string; error: { message: string; remedy: string } }[],
): string[] {
  if (refused.length === 0) return [];
  const shown = refused.slice(0, 20).map(({ item, error }) => `  ${item}: ${withoutName(error.message, item)}`);
  const remedies = [...new Set(refused.map(({ error }) => error.remedy))].slice(0, 4).map((remedy) => `  ${remedy}`);
  const rest =
    refused.length > shown.length ? [`  … and ${String(refused.length - shown.length)} more (--json has all)`] : [];
  return [`${String(refused.length)} refused:`, ...shown, ...rest, ...remedies];
}

/** A reason that begins with the name of the file that stands before it already. */
function withoutName(message: string, item: string): string {
  const name = `${basename(item)}: `;
  return message.startsWith(name) ? message.slice(name.length) : message;
}
