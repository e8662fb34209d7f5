import { expect, test } from "./fixtures.ts";
import { expectDone, jobEntry, openTray } from "./jobs-tray.ts";
import { lightboxPage } from "./lightbox-page.ts";
import { watchStages } from "./stages.ts";

const films = 48;
const steps = ["Films made", "Films imported", "Films encoded", "Films coded", "Neurons scored"];

test("a first start goes through its five steps before your eyes and turns into the reading view by itself", async ({
  openWindow,
}) => {
  const window = await openWindow({ films });
  const { page } = window;
  await expect(page.getByRole("heading", { name: "Setting up the demonstration" })).toBeVisible();
  const stagesSeen = await watchStages(page);

  const reading = lightboxPage(page);
  await expect(reading.title).toBeAttached({ timeout: 90_000 });
  await expect(reading.film).toBeVisible();
  await expect(reading.neurons.first()).toBeVisible();

  const seen = await stagesSeen();
  const running = seen.map((stages) => stages.findIndex(({ state }) => state === "running"));
  expect(new Set(running).size).toBeGreaterThan(1);
  expect(running).toEqual(running.toSorted((one, other) => one - other));
  for (const [at, stages] of seen.entries()) {
    expect(stages.map(({ name }) => name)).toEqual(steps);
    const now = running[at] ?? 0;
    const expected = steps.map((_, place) => (place < now ? "done" : place === now ? "running" : "waiting"));
    expect(stages.map(({ state }) => state)).toEqual(expected);
  }

  const tray = await openTray(page);
  await expectDone(jobEntry(tray, /^Demo/));
  await page.keyboard.press("Escape");
  await expect(reading.place).toHaveText(`Film 1 of ${String(films)}`);
  await expect(reading.neurons.first()).toContainText(/fires on \d/);

  await window.stop();
  const again = await openWindow({ films });
  await expect(lightboxPage(again.page).film).toBeVisible();
  await expect(lightboxPage(again.page).place).toHaveText(`Film 1 of ${String(films)}`);
});
