import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that may own a job: its id, and when it started, since ids are given again. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

let own: ProcessIdentity | undefined;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  own ??= { pid: process.pid, start: processStart(process.pid) ?? "unknown" };
  return own;
}

/** True while the very process of this identity runs; where its start cannot be read, its id decides. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!exists(identity.pid) || isDefunct(identity.pid)) return false;
  const start = processStart(identity.pid);
  return start === undefined || identity.start === "unknown" || start === identity.start;
}

/** When a process started, in the words of the operating system; undefined where it cannot be told. */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === "linux") return linuxStart(pid);
    if (process.platform === "win32") return windowsStart(pid);
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", timeout: 2000 }).trim();
  } catch {
    return undefined;
  }
}

/** Fields 3 and following of /proc/pid/stat (proc(5)); field 2, the name in brackets, may hold blanks and brackets itself. */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** A process that was killed and that nobody has waited for: it has an id and a start, but runs no more. */
function isDefunct(pid: number): boolean {
  if (process.platform !== "linux") return false;
  try {
    return ["Z", "X"].includes(statFields(pid)[0] ?? "");
  } catch {
    return false;
  }
}

/** Ticks since boot (field 22) and the boot they count from. */
function linuxStart(pid: number): string | undefined {
  const ticks = statFields(pid)[19];
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return ticks === undefined ? undefined : `${boot} ${ticks}`;
}

function windowsStart(pid: number): string {
  const query = `(Get-Process -Id ${String(pid)}).StartTime.ToFileTimeUtc()`;
  const options = { encoding: "utf8", timeout: 5000, windowsHide: true } as const;
  return execFileSync("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", query], options).trim();
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // The process is there, but it belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
