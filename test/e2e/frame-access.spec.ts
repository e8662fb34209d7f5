import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { goTo, keyButton, openPalette } from "./frame-page.ts";
import { openTray } from "./jobs-tray.ts";
import { lightboxPage } from "./lightbox-page.ts";

const narrow = { width: 1024, height: 700 };

/** axe finds nothing in both themes, nor in more contrast, nor with large text; nothing scrolls sideways. */
async function expectSound(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.emulateMedia({ contrast: "more" });
  await expect(page.locator("html")).toHaveAttribute("data-contrast", "more");
  await expectAccessible(page);
  await page.emulateMedia({ contrast: "no-preference" });
  const usual = page.viewportSize();
  await page.setViewportSize(narrow);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond).toBe(0);
  if (usual !== null) await page.setViewportSize(usual);
}

test("the jobs, their tray and about are accessible", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "jobs");
  await expectSound(page);
  const tray = await openTray(page);
  await expectSound(page);
  await page.keyboard.press("Escape");
  await expect(tray).toBeHidden();

  await goTo(page, "about");
  await page.getByRole("button", { name: "Show the model card" }).first().click();
  await expectSound(page);
});

test("the settings are accessible, while a key is chosen and in large text too", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "settings");
  await expectSound(page);
  await keyButton(page, "Invert the greys", "I").click();
  await page.keyboard.press("h");
  await expect(page.getByRole("alert")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page
    .getByRole("group", { name: "Text size", exact: true })
    .getByRole("radio", { name: "130 %", exact: true })
    .click();
  await expectSound(page);
});

test("what opens above the views is accessible", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "about");
  const { field, group } = await openPalette(page);
  await expectSound(page);
  await field.fill("edema");
  await expect(group("Films").first()).toBeVisible();
  await expectSound(page);
  await field.fill("zzzz");
  await expectSound(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await expectSound(page);
});

test("everything in the settings is reached by Tab alone, with a focus that can be seen", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "settings");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("button", { name: "Keys" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Keys" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("searchbox", { name: "Search the commands" })).toBeFocused();
  await page.keyboard.press("Tab");
  // "All as usual" has nothing to do yet.
  const first = keyButton(page, "Go to the library", "G L");
  await expect(first).toBeFocused();
  const outline = await first.evaluate((button) => getComputedStyle(button).outlineWidth);
  expect(parseFloat(outline)).toBeGreaterThanOrEqual(2);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(first).toBeFocused();
});
