import type { JobInfo, Refusal } from "../../src-preload/contract/index.ts";

/** Items per second as the estimate of the end implies; null where there is none. */
export function itemsPerSecond({
  done,
  total,
  etaSeconds,
}: Pick<JobInfo, "done" | "total" | "etaSeconds">): number | null {
  if (etaSeconds === null || etaSeconds <= 0 || done >= total) return null;
  return (total - done) / etaSeconds;
}

/** Seconds from the last start to the end, or to `now` (seconds since 1970). */
export function secondsTaken({ startedAt, endedAt }: Pick<JobInfo, "startedAt" | "endedAt">, now: number): number {
  const end = endedAt === null ? now : Date.parse(endedAt) / 1000;
  return Math.max(0, end - Date.parse(startedAt) / 1000);
}

/** Files that were left out for the same reason. */
export interface RefusalGroup {
  /** Why, of the file that came first. */
  readonly reason: string;
  readonly remedy: string;
  readonly files: readonly RefusedFile[];
}

export interface RefusedFile {
  /** As the job knows it: most often an absolute path. */
  readonly item: string;
  readonly name: string;
  /** Null where it is the group's. */
  readonly reason: string | null;
}

/** Refusals by kind of error and remedy, the most frequent first. */
export function groupRefusals(refusals: readonly Refusal[]): RefusalGroup[] {
  const groups = Map.groupBy(refusals, ({ error }) => `${error.code}\n${error.remedy}`);
  return [...groups.values()].map(groupOf).sort((one, other) => other.files.length - one.files.length);
}

function groupOf(refusals: readonly Refusal[]): RefusalGroup {
  const [first] = refusals;
  const reason = first === undefined ? "" : reasonOf(first);
  const files = refusals.map((refusal) => {
    const own = reasonOf(refusal);
    return { item: refusal.item, name: fileName(refusal.item), reason: own === reason ? null : own };
  });
  return { reason, remedy: first?.error.remedy ?? "", files };
}

/** The reason without the file's name in front, as a sentence. */
function reasonOf({ item, error }: Refusal): string {
  const before = `${fileName(item)}: `;
  const text = error.message.startsWith(before) ? error.message.slice(before.length) : error.message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** The files of a group as text for the clipboard: one a line, with its own reason where it has one. */
export function refusalList(group: RefusalGroup): string {
  const lines = group.files.map(({ item, reason }) => (reason === null ? item : `${item}\t${reason}`));
  return [group.reason, group.remedy, "", ...lines].join("\n");
}
