import type { Locator, Page } from "@playwright/test";
import { inBothThemes } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

interface Look {
  readonly name: string;
  readonly address: string;
  /** What has to be there before the picture is taken. */
  readonly ready: (page: Page) => Promise<unknown>;
  /** What differs from one run or version to the next. */
  readonly masked?: (page: Page) => Locator[];
}

const decoded = (page: Page, images: string) =>
  expect
    .poll(() =>
      page
        .locator(images)
        .evaluateAll(
          (all) => all.length > 0 && all.every((image) => image instanceof HTMLImageElement && image.complete),
        ),
    )
    .toBe(true);

const looks: readonly Look[] = [
  { name: "library", address: "/library", ready: (page) => decoded(page, "[role=grid] img") },
  {
    name: "lightbox",
    address: "/film",
    ready: async (page) => {
      await expect(page.getByRole("img", { name: /^Map of neuron/ })).toBeVisible();
      await decoded(page, "[data-explained] img");
    },
  },
  {
    name: "neurons",
    address: "/neurons?sort=association&descending=true",
    ready: (page) => expect(page.getByRole("row").nth(10)).toBeVisible(),
  },
  {
    name: "neuron",
    address: "/neuron/demo-sae/546",
    ready: async (page) => {
      await decoded(page, "[data-group='0'] img");
      await expect(page.getByText("maps are coming")).toHaveCount(0, { timeout: 30_000 });
    },
  },
  {
    name: "settings",
    address: "/settings",
    ready: (page) => expect(page.getByRole("heading", { name: "Settings" })).toBeVisible(),
  },
  {
    name: "jobs",
    address: "/jobs",
    ready: (page) => expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible(),
    masked: (page) => [page.getByRole("main").getByRole("listitem")],
  },
  {
    name: "about",
    address: "/about",
    ready: (page) => expect(page.getByText("0 requests left this machine")).toBeVisible(),
    masked: (page) => [page.getByText(/^Version /)],
  },
];

for (const look of looks)
  test(`the ${look.name} view looks as it did, dark and light`, async ({ openWindow, demo }) => {
    // Fonts are drawn differently elsewhere; a person compares there.
    test.skip(process.platform !== "linux", "pictures were taken on Linux");
    const { page } = await openWindow({ workspace: demo.workspace });
    await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate((address) => {
      history.pushState(null, "", address);
      dispatchEvent(new PopStateEvent("popstate"));
    }, look.address);
    await look.ready(page);
    await page.mouse.move(0, 0);
    await inBothThemes(page, async (theme) => {
      await expect(page).toHaveScreenshot(`${look.name}-${theme}.png`, {
        maxDiffPixelRatio: 0.02,
        animations: "disabled",
        mask: look.masked?.(page) ?? [],
      });
    });
  });
