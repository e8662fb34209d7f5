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
  if (!exists(identity.pid)) return false;
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

/** Ticks since boot (proc(5), /proc/pid/stat, field 22) and the boot they count from. */
function linuxStart(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  // Field 2 is the name of the program in brackets and may hold blanks and brackets itself.
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
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
