import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { startDesktop } from "./desktop.ts";
import { startLightbox } from "./running-lightbox.ts";

/** Lightbox with its window open, whichever door it came through. */
export interface LightboxWindow {
  readonly page: Page;
  readonly workspace: string;
  /** What main has said on stderr, to be read after a failure. */
  said(): string;
  /** The process id of the compute process; undefined while there is none. */
  computeProcess(): Promise<number | undefined>;
  /** Ends it as a user does. */
  stop(): Promise<void>;
  /** SIGKILL for main and everything it has started. */
  kill(): Promise<void>;
}

export interface WindowOptions {
  /** The workspace to open as it is; without one the demo workspace is made, filled and shown, as on a first start. */
  readonly workspace?: string;
  /** LIGHTBOX_HOME: where the demo workspace lies. */
  readonly home: string;
  /** Films of the demo. */
  readonly films?: number;
}

/** Starts the product behind the loopback door and opens the link that it prints. */
export async function openInBrowser(browser: Browser, options: WindowOptions): Promise<LightboxWindow> {
  const lightbox = await startLightbox(options);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(lightbox.link());
  return {
    page,
    workspace: lightbox.workspace,
    said: () => lightbox.said(),
    computeProcess: () => Promise.resolve(lightbox.computeProcess()),
    stop: async () => {
      await context.close();
      await lightbox.stop();
    },
    kill: async () => {
      await lightbox.kill();
      await context.close();
    },
  };
}

/** Starts the product in Electron. */
export async function openOnDesktop(options: WindowOptions): Promise<LightboxWindow> {
  const workspace = options.workspace ?? join(options.home, "Demo.lightbox");
  const demo = options.workspace === undefined ? ["--demo"] : [];
  const films = options.films === undefined ? [] : [`--films=${String(options.films)}`];
  const desktop = await startDesktop([`--workspace=${workspace}`, ...demo, ...films], { LIGHTBOX_HOME: options.home });
  const page = await desktop.app.firstWindow();
  await page.setViewportSize({ width: 1440, height: 900 });
  return {
    page,
    workspace,
    said: () => desktop.said(),
    computeProcess: () => desktop.computeProcess(),
    stop: () => desktop.close(),
    kill: () => desktop.kill(),
  };
}
