import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { runCli, standardStreams } from "../../src-main/hosts/cli.ts";
import { expectAccessible } from "./accessible.ts";
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
  await expect(stranger.getByRole("heading", { name: "This window has no key to Lightbox" })).toBeVisible();
  await expectAccessible(stranger);
  await expect.poll(() => lightbox.link()).not.toBe(link);
  await Promise.all([first.close(), second.close()]);
});

test("a wrong token opens nothing, and the right link still does", async ({ page }) => {
  const refused = page.waitForResponse((reply) => reply.url().endsWith("/session"));
  await page.goto(`${lightbox.address}#token=${"A".repeat(43)}`);
  expect((await refused).status()).toBe(401);
  await expect(page.getByRole("heading", { name: "This window has no key to Lightbox" })).toBeVisible();
  await page.goto("about:blank");
  await page.goto(lightbox.link());
  await expect(page.getByRole("heading", { name: "Drop chest films here" })).toBeVisible();
});

test("a foreign Origin or Host is refused even with the session's cookie", async ({ page }) => {
  await page.goto(lightbox.link());
  await expect(page.getByRole("heading", { name: "Drop chest films here" })).toBeVisible();
  const own = new URL(lightbox.address).origin;
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await page.request.post(`${lightbox.address}api/workspace.info`, { data: {}, headers })).status();
  expect(await status({ origin: own })).toBe(200);
  expect(await status({ origin: "http://elsewhere.test" })).toBe(403);
  expect(await status({ origin: own.replace("127.0.0.1", "elsewhere.test") })).toBe(403);
  expect(await status({ origin: own, host: "elsewhere.test" })).toBe(403);
});

test("a page of another server on this machine reaches nothing, although the browser sends it the cookie", async ({
  page,
  context,
}) => {
  await page.goto(lightbox.link());
  await expect(page.getByRole("heading", { name: "Drop chest films here" })).toBeVisible();
  const server = createServer((_request, reply) => reply.setHeader("content-type", "text/html").end("<p>x</p>"));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const other = await context.newPage();
  await other.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  // The browser keeps these answers from the page; the protocol below it tells what the door said.
  const network = await context.newCDPSession(other);
  await network.send("Network.enable");
  const asked = new Set<string>();
  network.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith(lightbox.address)) asked.add(requestId);
  });
  const answered: { requestId: string; statusCode: number }[] = [];
  network.on("Network.responseReceivedExtraInfo", (answer) => answered.push(answer));
  const statuses = () => answered.filter(({ requestId }) => asked.has(requestId)).map(({ statusCode }) => statusCode);
  await other.evaluate(async (address) => {
    // Without CORS a browser sends these and only hides the answer: the door itself has to refuse.
    const tries = [
      fetch(`${address}data/film/x`, { mode: "no-cors", credentials: "include" }),
      fetch(`${address}api/workspace.info`, { mode: "no-cors", method: "POST", body: "{}", credentials: "include" }),
    ];
    await Promise.allSettled(tries);
  }, lightbox.address);
  await expect.poll(statuses).toEqual([403, 403]);
  server.closeAllConnections();
  server.close();
});

test("the window says so when Lightbox has stopped", async ({ page }) => {
  const other = join(folder, "Stopped.lightbox");
  await runCli(["init", other], { ...standardStreams(), out: () => undefined });
  const running = await startLightbox({ workspace: other });
  await page.goto(running.link());
  await expect(page.getByText(/^Offline/)).toBeVisible();
  await running.stop();
  // A call that was under way may tell of it too; the top bar says it for as long as it lasts.
  await expect(page.getByText("Lightbox has stopped. Start it again to go on.")).toBeVisible({ timeout: 20_000 });
});
