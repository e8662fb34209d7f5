import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { runCli, standardStreams } from "../../src-main/hosts/cli.ts";
import { startLightbox } from "../support/running-lightbox.ts";
import type { RunningLightbox } from "../support/running-lightbox.ts";

let folder = "";
let lightbox: RunningLightbox;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lightbox-e2e-"));
  const workspace = join(folder, "Empty.lightbox");
  await runCli(["init", workspace], { ...standardStreams(), out: () => undefined });
  lightbox = await startLightbox({ workspace });
});

test.afterAll(async () => {
  expect(await lightbox.stop()).toBe(130);
  rmSync(folder, { recursive: true });
});

test("the link opens the window, leaves the address bar, and a reload goes on with the session", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const info = page.waitForResponse((reply) => reply.url().endsWith("/api/workspace.info"));
  await page.goto(lightbox.link());
  expect((await info).status()).toBe(200);
  await expect(page).toHaveURL(lightbox.address);
  const again = page.waitForResponse((reply) => reply.url().endsWith("/api/workspace.info"));
  await page.reload();
  expect((await again).status()).toBe(200);
  // Neither script nor style breaks the page's own policy.
  expect(complaints).toEqual([]);
});

test("a used link opens nothing and the page says what to do", async ({ browser }) => {
  const link = lightbox.link();
  const first = await browser.newContext();
  const page = await first.newPage();
  const session = page.waitForResponse((reply) => reply.url().endsWith("/session"));
  await page.goto(link);
  expect((await session).status()).toBe(200);
  const second = await browser.newContext();
  const stranger = await second.newPage();
  const refused = stranger.waitForResponse((reply) => reply.url().endsWith("/session"));
  await stranger.goto(link);
  expect((await refused).status()).toBe(401);
  await expect(stranger.locator("body")).toContainText(/link|address/i);
  await expect.poll(() => lightbox.link()).not.toBe(link);
  await Promise.all([first.close(), second.close()]);
});

test("a page of another origin reaches nothing", async ({ page, context }) => {
  await page.goto(lightbox.link());
  const other = await context.newPage();
  await other.route("http://elsewhere.test/", (route) => route.fulfill({ contentType: "text/html", body: "<p>x</p>" }));
  await other.goto("http://elsewhere.test/");
  const statuses: number[] = [];
  other.on("response", (reply) => {
    if (reply.url().startsWith(lightbox.address)) statuses.push(reply.status());
  });
  await other.evaluate(async (address) => {
    // Without CORS a browser sends these and only hides the answer: the door itself has to refuse.
    const tries = [
      fetch(`${address}data/film/x`, { mode: "no-cors", credentials: "include" }),
      fetch(`${address}api/workspace.info`, { mode: "no-cors", method: "POST", body: "{}", credentials: "include" }),
    ];
    await Promise.allSettled(tries);
  }, lightbox.address);
  for (const status of statuses) expect(status).toBe(403);
});
