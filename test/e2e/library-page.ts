import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The library as a reader sees it. */
export function libraryPage(page: Page) {
  const grid = page.getByRole("grid", { name: "Films" });
  const panel = page.getByRole("region", { name: "Filters" });
  return {
    grid,
    films: grid.getByRole("gridcell"),
    film: (place: number): Locator =>
      grid.getByRole("gridcell", { name: new RegExp(`^Film ${place.toLocaleString("en-US")}\\b`) }),
    /** n of m films match. */
    matching: page.getByText(/^[\d,]+ of [\d,]+ films? match$/),
    panel,
    search: page.getByRole("searchbox", { name: "Search films" }),
    /** One value to filter by: "Edema", "Female". */
    value: (group: string, name: string): Locator =>
      panel.getByRole("group", { name: group, exact: true }).getByRole("radio", { name: new RegExp(`^${name}\\b`) }),
    chips: page.getByRole("list", { name: "Filters at work" }),
    savedViews: page.getByRole("button", { name: "Saved views" }),
    nothing: page.getByRole("heading", { name: "No film matches" }),
  };
}

/** Goes to the library by its keys. */
export async function goToLibrary(page: Page): Promise<void> {
  await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByRole("link", { name: "Library" })).toHaveAttribute("aria-current", "page");
}

/** What the address asks for: "finding=Edema&label=absent". */
export function asked(page: Page): string {
  return new URL(page.url()).search.slice(1);
}
