import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { neuronNumber } from "../../src-renderer/drawing/format.ts";

/** The table of neurons as a reader sees it. */
export function neuronsPage(page: Page) {
  const table = page.getByRole("table", { name: "Table of neurons" });
  const dataRows = table.getByRole("rowgroup").last().getByRole("row");
  return {
    title: page.getByRole("heading", { name: "Neurons", exact: true }),
    table,
    /** Rows of neurons that are in sight, or near it. */
    rows: dataRows,
    /** The row at a place of the list, from 0. */
    row: (place: number): Locator => table.locator(`[role=row][aria-rowindex="${String(place + 2)}"]`),
    header: (name: string | RegExp): Locator => table.getByRole("columnheader", { name }),
    total: page.getByText(/^[\d,]+( of [\d,]+)? neurons$/),
    search: page.getByRole("searchbox", { name: "Search neurons" }),
    finding: page.getByRole("combobox", { name: /^Finding: / }).or(page.getByRole("button", { name: /^Finding: / })),
    savedViews: page.getByRole("button", { name: "Saved views" }),
  };
}

/** One neuron's page as a reader sees it. */
export function neuronPage(page: Page) {
  const associations = page.getByRole("region", { name: "Association with findings" });
  return {
    heading: (neuron: number): Locator => page.getByRole("heading", { level: 1, name: neuronNumber(neuron) }),
    place: page.getByText(/ in this list$|of this list$/),
    groups: page.getByRole("list").filter({ has: page.getByRole("link", { name: /, activation / }) }),
    group: (name: RegExp): Locator => page.getByRole("list", { name }),
    tiles: page.getByRole("link", { name: /, activation / }),
    associations,
    findings: associations.getByRole("listitem"),
    facts: page.locator("dl[aria-label='In figures']"),
  };
}

/** The SHA-256 of the films of a group, in order. */
export function filmsOf(group: Locator): Promise<string[]> {
  return group
    .getByRole("link")
    .evaluateAll((links) =>
      links.map((link) => /\/film\/([0-9a-f]{64})/.exec(link.getAttribute("href") ?? "")?.[1] ?? ""),
    );
}

/** The sums of the maps in sight by film, read from what is said of them. */
export function shownSums(page: Page): Promise<Record<string, number>> {
  return page.getByRole("link", { name: /, activation / }).evaluateAll((links) => {
    const sums: Record<string, number> = {};
    for (const link of links) {
      const said = link.querySelector("[role=img]")?.getAttribute("aria-label") ?? "";
      const sum = /add up to ([-+\u2212.\d]+)/.exec(said)?.[1];
      const image = /\/film\/([0-9a-f]{64})/.exec(link.getAttribute("href") ?? "")?.[1];
      if (sum !== undefined && image !== undefined) sums[image] = Number(sum.replace("\u2212", "-"));
    }
    return sums;
  });
}

/** Goes to the table by its keys. */
export async function goToNeurons(page: Page): Promise<void> {
  await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await expect(neuronsPage(page).title).toBeVisible();
}
