import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The tray with all jobs, opened by its key. */
export async function openTray(page: Page): Promise<Locator> {
  const tray = page.getByRole("dialog", { name: "Jobs" });
  if (!(await tray.isVisible())) await page.keyboard.press("j");
  await expect(tray).toBeVisible();
  return tray;
}

/** The tray's entry for the job whose title matches; the newest where there are several. */
export function jobEntry(tray: Locator, title: RegExp): Locator {
  return tray.locator("li:has(> .line)").filter({ hasText: title }).first();
}

/** Waits until a job has come to its end. */
export async function expectDone(entry: Locator): Promise<void> {
  await expect(entry.getByText("Done", { exact: true })).toBeVisible({ timeout: 90_000 });
}
