import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "@playwright/test";
import type { ElectronApplication } from "@playwright/test";
import { hasDisplay } from "../../src-main/hosts/browser.ts";
import { findBinary } from "../../src-main/hosts/electron-binary.ts";

const root = join(import.meta.dirname, "..", "..");
const binary = findBinary(root, process.env);

/** Why no desktop window can be opened on this machine; undefined where one can. */
export const noDesktop =
  binary === undefined
    ? "there is no Electron binary here; `npm run electron:get` installs one"
    : !hasDisplay(process.env, process.platform)
      ? "there is no display for a desktop window"
      : process.getuid?.() === 0
        ? "Electron's sandbox does not run as root"
        : undefined;

export interface Desktop {
  readonly app: ElectronApplication;
  /** What main has said on stderr. */
  said(): string;
  /** The ids of all its processes, main first. */
  processes(): Promise<number[]>;
  computeProcess(): Promise<number | undefined>;
  /** Closes it as a user does. */
  close(): Promise<void>;
  /** Ends every process of it as a power cut does. */
  kill(): Promise<void>;
}

/** Starts the built app in Electron, with a profile of its own that is thrown away at the end. */
export async function startDesktop(words: readonly string[], environment: Record<string, string>): Promise<Desktop> {
  const profile = mkdtempSync(join(tmpdir(), "lightbox-profile-"));
  const app = await _electron.launch({
    ...(binary === undefined ? {} : { executablePath: binary }),
    args: [root, `--user-data-dir=${profile}`, ...words],
    env: { ...ownEnvironment(), XDG_CONFIG_HOME: profile, ...environment },
  });
  let said = "";
  app
    .process()
    .stderr?.setEncoding("utf8")
    .on("data", (text: string) => (said += text));
  const metrics = () =>
    app.evaluate(({ app: running }) => running.getAppMetrics().map(({ pid, type, name }) => ({ pid, type, name })));
  const processes = async () => [
    app.process().pid ?? 0,
    ...(await metrics()).filter(({ type }) => type !== "Browser").map(({ pid }) => pid),
  ];
  const removeProfile = (): void => {
    rmSync(profile, { recursive: true, force: true });
  };
  return {
    app,
    said: () => said,
    processes,
    computeProcess: async () => (await metrics()).find(({ name }) => name === "Lightbox compute")?.pid,
    close: async () => {
      await app.close();
      removeProfile();
    },
    kill: async () => {
      const closed = app.waitForEvent("close");
      for (const pid of await processes()) killIfAlive(pid);
      await closed;
      removeProfile();
    },
  };
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // The children end by themselves when main is gone.
  }
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
