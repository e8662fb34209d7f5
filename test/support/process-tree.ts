import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** The command line, words joined by spaces. */
  readonly command: string;
}

/** Whether this system lists its processes in /proc. */
export const listsProcesses = existsSync("/proc/self/stat");

/** The processes that a process has started, directly or through others; empty where /proc is missing. */
export function processesBelow(pid: number): ProcessFacts[] {
  const all = listsProcesses ? readdirSync("/proc").flatMap((name) => factsOf(Number(name))) : [];
  const below = (parent: number): ProcessFacts[] =>
    all.filter((facts) => facts.parent === parent).flatMap((facts) => [facts, ...below(facts.pid)]);
  return below(pid);
}

function factsOf(pid: number): ProcessFacts[] {
  if (!Number.isSafeInteger(pid)) return [];
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    const command = readFileSync(`/proc/${String(pid)}/cmdline`, "utf8")
      .replaceAll("\0", " ")
      .trim();
    // "pid (name) state parent …"; the name may hold blanks and brackets.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return [{ pid, parent, command }];
  } catch {
    // It has ended between the listing and the reading.
    return [];
  }
}
