import type { Page } from "@playwright/test";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { listsProcesses } from "../support/process-tree.ts";
import { expect, test } from "./fixtures.ts";
import { expectDone, jobEntry, openTray } from "./jobs-tray.ts";
import { lightboxPage } from "./lightbox-page.ts";
import { watchStages } from "./stages.ts";

const films = 48;
const slow = { timeout: 90_000 };

/** Resolves when the window says that some films have been encoded, and not all. */
async function untilEncoding(page: Page): Promise<number> {
  // Looked at in every frame: what follows has to happen before the last film is encoded.
  const encoded = await page.waitForFunction(
    () => Number(document.querySelector('[role=progressbar][aria-label="Films encoded"]')?.ariaValueNow ?? 0),
    undefined,
    slow,
  );
  return encoded.jsonValue();
}

/** The window reads, and no film has been lost or counted twice. */
async function expectAllExplained(page: Page): Promise<void> {
  const { place, neurons, firing } = lightboxPage(page);
  await expect(place).toHaveText(`Film 1 of ${String(films)}`, slow);
  await expect(neurons.first()).toContainText(/fires on \d/, slow);
  await expect(firing.getByText(new RegExp(`fires on \\d+ of ${String(films)}$`))).toBeVisible();
}

async function expectInWorkspace(workspace: string): Promise<void> {
  expect(await lightboxCommand("info", workspace)).toMatchObject({ images: films, explained: films });
}

test("a running job is cancelled from the tray, says so, and goes on to its end when it is resumed", async ({
  openWindow,
}) => {
  const window = await openWindow({ films });
  const { page } = window;
  await untilEncoding(page);
  const tray = await openTray(page);
  const job = jobEntry(tray, /^Demo/);
  await job.getByRole("button", { name: "Cancel" }).click();
  await expect(job).toContainText(/Cancelled.*What was done stays\./);
  await expect(page.getByRole("button", { name: "Job cancelled" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("This was cancelled. What was done stays.");
  await job.getByRole("button", { name: "Go on" }).click();
  await expectDone(job);
  await page.keyboard.press("Escape");
  await expectAllExplained(page);
  await window.stop();
  await expectInWorkspace(window.workspace);
});

test("killed while it encodes, Lightbox finds its job again, goes on, and has neither lost nor doubled a film", async ({
  openWindow,
}) => {
  const first = await openWindow({ films });
  const before = await untilEncoding(first.page);
  await first.kill();

  const second = await openWindow({ workspace: first.workspace });
  const { page } = second;
  await expect(page.getByRole("button", { name: "Job interrupted" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("This was interrupted. What was done stays.");
  const stagesSeen = await watchStages(page);
  await page.getByRole("button", { name: "Go on" }).click();
  await expectAllExplained(page);
  const encoded = (await stagesSeen()).flatMap((stages) => stages.filter(({ name }) => name === "Films encoded"));
  const counts = encoded.filter(({ state }) => state === "running").map(({ done }) => done);
  // The list starts from what was stored last, up to half a second before the end.
  const stored = encoded[0]?.done;
  // What the first process had encoded was not done again.
  expect(counts.filter((count) => count > 0 && count !== stored && count < before)).toEqual([]);
  await second.stop();
  await expectInWorkspace(second.workspace);
});

test("the compute process is killed: the job says so with a remedy, the window lives, and the job can go on", async ({
  openWindow,
}, info) => {
  test.skip(info.project.name === "chromium" && !listsProcesses, "this system does not list its processes in /proc");
  const window = await openWindow({ films });
  const { page } = window;
  await untilEncoding(page);
  const compute = await window.computeProcess();
  if (compute === undefined) throw new Error("there is no compute process while films are encoded");
  process.kill(compute, "SIGKILL");
  const trouble = page.getByRole("alert").filter({ hasText: "The compute process is gone" });
  await expect(trouble.first()).toContainText("Start the work again: what was finished is kept.");
  const job = jobEntry(await openTray(page), /^Demo/);
  await expect(job).toContainText("The compute process is gone");
  await job.getByRole("button", { name: "Go on" }).click();
  await expectDone(job);
  await page.keyboard.press("Escape");
  await expectAllExplained(page);
  expect(await window.computeProcess()).not.toBe(compute);
  await window.stop();
  await expectInWorkspace(window.workspace);
});
