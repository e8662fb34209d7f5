import { join } from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { expectAccessible, inBothThemes } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { openTray } from "./jobs-tray.ts";
import { lightboxPage } from "./lightbox-page.ts";

const sizes = [
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
];

/** Pictures of a view in both themes and sizes, for people: test-results/views/PROJECT/NAME-THEME-WIDTH.png. */
async function picture(page: Page, info: TestInfo, name: string): Promise<void> {
  await inBothThemes(page, async (theme) => {
    for (const size of sizes) {
      await page.setViewportSize(size);
      // The film is drawn anew for its new size.
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const file = `${name}-${theme}-${String(size.width)}.png`;
      await page.screenshot({ path: join(info.project.outputDir, "views", info.project.name, file) });
    }
  });
}

/** The view passes axe in both themes at its usual size and does not scroll sideways at the small one. */
async function expectSound(page: Page, info: TestInfo, name: string): Promise<void> {
  await expectAccessible(page);
  await picture(page, info, name);
  for (const size of sizes) {
    await page.setViewportSize(size);
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond).toBe(0);
  }
}

test("the empty workspace is accessible", async ({ openWindow, home }, info) => {
  const workspace = join(home, "Empty.lightbox");
  await lightboxCommand("init", workspace);
  const { page } = await openWindow({ workspace });
  await expect(page.getByRole("heading", { name: "Drop chest films here" })).toBeVisible();
  await expectSound(page, info, "empty");
  await openTray(page);
  await expectSound(page, info, "empty-tray");
});

test("the first start is accessible, at work and stopped", async ({ openWindow }, info) => {
  // More films than are made in the time that this takes.
  const window = await openWindow({ films: 2000 });
  const { page } = window;
  await expect(page.getByRole("progressbar", { name: "Films made" })).toHaveAttribute("aria-valuenow", /^[1-9]/);
  await expectSound(page, info, "first-start");
  const tray = await openTray(page);
  await expectSound(page, info, "first-start-tray");
  await tray.getByRole("button", { name: "Cancel" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alert")).toContainText("This was cancelled.");
  await expectSound(page, info, "first-start-stopped");
});

test("the reading view is accessible, with its map, without it, and under the tray", async ({
  openWindow,
  demo,
}, info) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  const { map, strongestFilms } = lightboxPage(page);
  await expect(map).toBeVisible();
  await expect(strongestFilms.first()).toBeVisible();
  await expectSound(page, info, "reading");
  await page.keyboard.press("c");
  await page.keyboard.press("ArrowDown");
  await expect(strongestFilms.first()).toBeVisible();
  await picture(page, info, "reading-plain-map");
  await page.keyboard.press("m");
  await expectSound(page, info, "reading-without-map");
  await openTray(page);
  await expectSound(page, info, "reading-tray");
});
