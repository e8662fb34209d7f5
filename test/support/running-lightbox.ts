import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processesBelow } from "./process-tree.ts";

/** A Lightbox that serves a workspace on the loopback door, in a process of its own. */
export interface RunningLightbox {
  /** The workspace it shows. */
  readonly workspace: string;
  readonly address: string;
  /** A link that has not been used yet; each opens one browser. */
  link(): string;
  /** Everything it has said on stderr. */
  said(): string;
  /** The compute process; undefined while there is none. */
  computeProcess(): number | undefined;
  /** Ends it as Ctrl-C does; the exit code. */
  stop(): Promise<number | null>;
  /** Ends it and everything it has started as a power cut does. */
  kill(): Promise<void>;
}

export interface StartOptions {
  /** The workspace to open as it is; without one the demo workspace is made, filled and shown. */
  readonly workspace?: string | undefined;
  /** Where the demo workspace lies. */
  readonly home?: string | undefined;
  /** Films of the demo. */
  readonly films?: number | undefined;
}

const shim = join(import.meta.dirname, "..", "..", "src-main", "hosts", "lightbox.mjs");

/**
 * Starts `lightbox start` (the demo workspace, made and filled on the way) or `lightbox open WORKSPACE`, without a browser
 * of its own, under a LIGHTBOX_HOME that is thrown away at the end unless one is given.
 */
export async function startLightbox(options: StartOptions = {}): Promise<RunningLightbox> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), "lightbox-home-"));
  const environment = { ...process.env, LIGHTBOX_HOME: home, LIGHTBOX_NO_ELECTRON: "1" };
  // A process group of its own, so that kill() reaches all of it.
  const child = spawn(process.execPath, [shim, ...commandOf(options), "--json", "--no-browser"], {
    env: environment,
    detached: true,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      resolve(code);
    });
  });
  const { address, workspace } = await firstDocument(child, () => said);
  return {
    workspace,
    address,
    said: () => said,
    link: () => {
      const links = [...said.matchAll(/http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/g)];
      const newest = links.at(-1)?.[0];
      if (newest === undefined) throw new Error(`Lightbox printed no link:\n${said}`);
      return newest;
    },
    computeProcess: () =>
      processesBelow(child.pid ?? 0).find(({ command }) => command.includes("compute-process"))?.pid,
    kill: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await ended;
    },
    stop: async () => {
      child.kill("SIGINT");
      const code = await ended;
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
      return code;
    },
  };
}

function commandOf({ workspace, films }: StartOptions): string[] {
  if (workspace !== undefined) return ["open", workspace];
  return ["start", ...(films === undefined ? [] : ["--films", String(films)])];
}

function firstDocument(child: ChildProcess, said: () => string): Promise<{ address: string; workspace: string }> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      if (text.includes("\n")) resolve(JSON.parse(text) as { address: string; workspace: string });
    });
    child.once("exit", (code) => {
      reject(new Error(`Lightbox ended with ${String(code)}:\n${said()}`));
    });
  });
}
