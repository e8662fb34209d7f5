import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

const headings = { settings: "Settings", about: "Lightbox", jobs: "Jobs" } as const;
const keys = { settings: "s", about: "a", jobs: "j" } as const;

/** Goes to a view of the frame by its keys. */
export async function goTo(page: Page, view: keyof typeof headings): Promise<void> {
  // On a busy machine the second key may come too late for the first.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press(keys[view]);
    await expect(page.getByRole("heading", { name: headings[view], exact: true, level: 1 })).toBeVisible({
      timeout: 3000,
    });
  }).toPass({ timeout: 15_000 });
}

/** The palette, opened by its key, with its field and what it offers. */
export async function openPalette(page: Page) {
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Find or do" });
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  const group = (name: string): Locator => palette.getByRole("group", { name, exact: true }).getByRole("option");
  return { palette, field, options: palette.getByRole("option"), group };
}

/** The button of a command's key in the settings. */
export function keyButton(page: Page, command: string, key: string): Locator {
  return page.getByRole("button", { name: `${command}: ${key}. Choose another key`, exact: true });
}

/** How the page looks: what themes, contrast and text size change. */
export function looks(page: Page): Promise<{ ground: string; text: string; size: string }> {
  return page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return { ground: style.backgroundColor, text: style.color, size: style.fontSize };
  });
}
