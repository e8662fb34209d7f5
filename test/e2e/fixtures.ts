/* eslint-disable no-empty-pattern -- Playwright reads from the pattern which fixtures one needs; some need none */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import type { Browser } from "@playwright/test";
import { noDesktop } from "../support/desktop.ts";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { openInBrowser, openOnDesktop } from "../support/window.ts";
import type { LightboxWindow, WindowOptions } from "../support/window.ts";

interface Stories {
  /** Skips the story, and says why, where its window cannot be opened. */
  readonly possible: undefined;
  /** A folder of the story's own; LIGHTBOX_HOME of what it starts. */
  readonly home: string;
  /** Starts Lightbox and opens its window: in Chromium or on the desktop, as the project says. */
  readonly openWindow: (options?: Partial<WindowOptions>) => Promise<LightboxWindow>;
}

interface Shared {
  readonly browserOnDemand: () => Promise<Browser>;
  /** A demo workspace of so many films that has come to its end; stories that change it take a copy. */
  readonly demo: { readonly workspace: string; readonly films: number };
}

const demoFilms = 24;
let told = false;

export const test = base.extend<Stories, Shared>({
  possible: [
    async ({}, use, info) => {
      const reason = info.project.name === "electron" ? noDesktop : undefined;
      if (reason !== undefined && !told) console.log(`The stories were not run in a desktop window: ${reason}.`);
      told ||= reason !== undefined;
      info.skip(reason !== undefined, reason ?? "");
      await use(undefined);
    },
    { auto: true },
  ],
  browserOnDemand: [
    async ({ playwright }, use) => {
      let browser: Promise<Browser> | undefined;
      await use(() => (browser ??= playwright.chromium.launch()));
      await (await browser)?.close();
    },
    { scope: "worker" },
  ],
  demo: [
    async ({}, use) => {
      const home = temporaryFolder();
      const workspace = join(home, "Demo.lightbox");
      try {
        await lightboxCommand("demo", workspace, "--films", String(demoFilms));
        await use({ workspace, films: demoFilms });
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    },
    { scope: "worker" },
  ],
  home: async ({}, use) => {
    const home = temporaryFolder();
    await use(home);
    rmSync(home, { recursive: true, force: true });
  },
  openWindow: async ({ home, browserOnDemand }, use, info) => {
    const open: LightboxWindow[] = [];
    await use(async (options = {}) => {
      const wanted = { home, ...options };
      const window =
        info.project.name === "electron"
          ? await openOnDesktop(wanted)
          : await openInBrowser(await browserOnDemand(), wanted);
      open.push(window);
      return window;
    });
    for (const window of open) {
      await window.stop();
      if (info.status !== info.expectedStatus) await info.attach("what Lightbox said", { body: window.said() });
    }
  },
});

export { expect } from "@playwright/test";

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "lightbox-story-"));
}
