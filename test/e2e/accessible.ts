import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

const themes = ["dark", "light"] as const;

/** axe finds nothing wrong with what the window shows, in either theme. */
export async function expectAccessible(page: Page): Promise<void> {
  await inBothThemes(page, async () => {
    // Legacy mode: the other one opens a second page, which a desktop window does not have.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const told = violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]),
    }));
    expect(told).toEqual([]);
  });
}

/** Does something in the dark and in the light theme, as the system asks for them. */
export async function inBothThemes(page: Page, work: (theme: "dark" | "light") => Promise<void>): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    // A window without a session says nothing of a theme and takes the system's.
    const shown = () => page.evaluate((wanted) => document.documentElement.dataset["theme"] ?? wanted, theme);
    await expect.poll(shown).toBe(theme);
    await work(theme);
  }
  await page.emulateMedia({ colorScheme: "dark" });
}
