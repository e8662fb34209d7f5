import { join } from "node:path";
import { productRoot } from "../jobs/index.ts";
import type { Workbench } from "../workbench.ts";
import { hasDisplay, openBrowser } from "./browser.ts";
import { beforeExit } from "./interrupt.ts";
import { openLoopback } from "./loopback.ts";
import type { LoopbackDoor } from "./loopback.ts";
import type { Terminal } from "./terminal.ts";

/** Opens the loopback door on a workbench, says where, and opens a browser where there is a display. */
export async function serveWorkbench(
  bench: Workbench,
  terminal: Terminal,
  options: { readonly port: number; readonly browser: boolean; readonly at: string },
): Promise<LoopbackDoor> {
  const door = await openLoopback(bench, {
    port: options.port,
    interfaceFolder: join(productRoot(), "out", "renderer"),
    at: options.at,
    onOpened: (next) => {
      terminal.say(`A browser has opened Lightbox. The link for another one: ${next}`);
    },
  });
  beforeExit(() => door.close());
  terminal.say(`Lightbox is at ${door.link()}`);
  terminal.say(`Workspace ${bench.folder}. The link opens one browser; Ctrl-C ends Lightbox.`);
  if (options.browser && hasDisplay(process.env, process.platform)) openBrowser(door.link(), process.platform);
  return door;
}

/** Stays until a signal ends the process. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    beforeExit(() => {
      resolve();
      return Promise.resolve();
    });
  });
}
