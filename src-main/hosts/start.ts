import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { LightboxError } from "../../src-preload/contract/index.ts";
import { productRoot } from "../jobs/index.ts";
import type { Workbench } from "../workbench.ts";
import { hasDisplay } from "./browser.ts";
import type { Arguments, Command } from "./commands/command.ts";
import { filmsWanted, summaryLines } from "./commands/demo.ts";
import { startAddress, startAddressHelp, wholeNumber } from "./commands/values.ts";
import { withWorkbench } from "./commands/with-workbench.ts";
import { followDemo, openOrCreate } from "./demo-workspace.ts";
import { windowOptions } from "./door-facts.ts";
import { chooseDoor, electronBinary } from "./electron-binary.ts";
import { beforeExit } from "./interrupt.ts";
import { serveWorkbench, untilStopped } from "./serve.ts";
import type { Terminal } from "./terminal.ts";
import { demoWorkspace } from "./workspaces.ts";

/** An Electron that dies sooner than this never showed its window: the loopback door opens instead. */
const stillbornMilliseconds = 5000;

/** `npm start`: Electron where it can run, else the loopback door; the demo runs before your eyes on the first start. */
export const start: Command = {
  name: "start",
  summary:
    "Show the demo workspace (made on the first start) in a desktop window, or in a browser where there is none.",
  usage: "[WORKSPACE]",
  positionals: [0, 1],
  options: {
    films: { type: "string", value: "N", help: "films of the demo (default 256); a demo that is there stays as it is" },
    at: startAddressHelp,
    port: { type: "string", value: "PORT", help: "port of the loopback door (default: any free one)" },
    "no-browser": { type: "boolean", help: "print the link only" },
  },
  run: async (given) => {
    const folder = resolve(given.positionals[0] ?? demoWorkspace());
    const films = filmsWanted(given);
    const words = [
      `--at=${startAddress(given)}`,
      ...(isDemo(given) ? ["--demo"] : []),
      ...(films === undefined ? [] : [`--films=${String(films)}`]),
    ];
    const reason = await startElectron(folder, words, given.terminal);
    if (reason === undefined) return { document: { workspace: folder }, lines: [] };
    given.terminal.say(`No desktop window: ${reason}. Opening Lightbox for a browser instead.`);
    const open = (place: string): Promise<Workbench> => openOrCreate(place, windowOptions("loopback"));
    return withWorkbench(folder, (bench) => startLoopback(bench, given), open);
  },
};

function isDemo(given: Arguments): boolean {
  return given.positionals.length === 0;
}

async function startLoopback(bench: Workbench, given: Arguments): Promise<undefined> {
  const { terminal } = given;
  const port = wholeNumber(given, "port", 0, 0, 65535);
  const browser = given.values["no-browser"] !== true && !given.json;
  const door = await serveWorkbench(bench, terminal, { port, browser, at: startAddress(given) });
  given.publish({ workspace: bench.folder, address: door.address, link: door.link() });
  if (isDemo(given)) await showDemo(bench, terminal, filmsWanted(given));
  await untilStopped();
  return undefined;
}

async function showDemo(bench: Workbench, terminal: Terminal, films: number | undefined): Promise<void> {
  try {
    await followDemo(bench, terminal, films);
    for (const line of summaryLines(await bench.demoSummary())) terminal.say(line);
  } catch (error) {
    // The window shows the job that failed and can go on with it: say it here too and keep serving.
    if (!(error instanceof LightboxError)) throw error;
    terminal.say(error.message);
    terminal.say(error.remedy);
  }
}

/** Runs Electron until its window is closed; returns why it did not run, or undefined when it did. */
async function startElectron(
  folder: string,
  words: readonly string[],
  terminal: Terminal,
): Promise<string | undefined> {
  const root = productRoot();
  const choice = await chooseDoor({
    environment: process.env,
    platform: process.platform,
    user: process.getuid?.(),
    display: hasDisplay(process.env, process.platform),
    binary: () =>
      electronBinary(root, (line) => {
        terminal.say(line);
      }),
  });
  if (choice.door === "loopback") return choice.reason;
  terminal.say(`Opening ${folder} in a desktop window.`);
  const began = performance.now();
  const code = await runUntilExit(choice.binary, [root, `--workspace=${folder}`, ...words], root);
  if (code === 0) return undefined;
  const report = `Electron ended with code ${String(code)}`;
  if (performance.now() - began < stillbornMilliseconds) return `${report} before its window was up`;
  throw new LightboxError("door/internal", `${report}.`, "Start again; LIGHTBOX_NO_ELECTRON=1 uses a browser instead.");
}

/** The exit code of a program once it has ended; all it says goes to stderr, for stdout belongs to our result. */
export function runUntilExit(binary: string, words: readonly string[], folder: string): Promise<number> {
  const child = spawn(binary, words, { cwd: folder, stdio: ["ignore", process.stderr.fd, "inherit"] });
  const ended = new Promise<number>((end) => {
    child.once("error", () => {
      end(1);
    });
    child.once("exit", (code) => {
      end(code ?? 1);
    });
  });
  beforeExit(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  return ended;
}
