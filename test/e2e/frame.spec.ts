import { cpSync } from "node:fs";
import { join } from "node:path";
import { makeFilmFiles } from "../support/film-files.ts";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, test } from "./fixtures.ts";
import { goTo, keyButton, looks, openPalette } from "./frame-page.ts";
import { jobEntry, openTray } from "./jobs-tray.ts";
import { lightboxPage } from "./lightbox-page.ts";
import { callApi } from "./page-api.ts";

test("a key that is given to a command works at once and after a restart, and can be taken back", async ({
  openWindow,
  demo,
}) => {
  const first = await openWindow({ workspace: demo.workspace });
  const { page } = first;
  const invert = page.getByRole("button", { name: /^Invert/ });
  await expect(invert).toHaveAttribute("aria-pressed", "false");
  await goTo(page, "settings");
  await page.keyboard.press("/");
  await page.keyboard.type("invert");
  await keyButton(page, "Invert the greys", "I").click();
  await page.keyboard.press("u");
  await expect(keyButton(page, "Invert the greys", "U")).toBeVisible();

  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await page.keyboard.press("i");
  await expect(invert).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("u");
  await expect(invert).toHaveAttribute("aria-pressed", "true");
  await first.stop();

  const again = await openWindow({ workspace: demo.workspace });
  const later = again.page;
  const inverted = later.getByRole("button", { name: /^Invert/ });
  await expect(lightboxPage(later).film).toBeVisible();
  await later.keyboard.press("u");
  await expect(inverted).toHaveAttribute("aria-pressed", "true");

  await goTo(later, "settings");
  await later.getByRole("button", { name: "All as usual" }).click();
  await expect(keyButton(later, "Invert the greys", "I")).toBeVisible();
  await later.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Undo" }).click();
  await expect(keyButton(later, "Invert the greys", "U")).toBeVisible();
});

test("a key that is taken is refused, swapped with one press, and swapped back", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "settings");
  await keyButton(page, "Invert the greys", "I").click();
  await page.keyboard.press("h");
  const clash = page.getByRole("alert").filter({ hasText: "H already calls: “Flip left and right” (Lightbox)." });
  await expect(clash).toBeVisible();
  await clash.getByRole("button", { name: "Swap" }).click();
  await expect(keyButton(page, "Invert the greys", "H")).toBeVisible();
  await expect(keyButton(page, "Flip left and right", "I")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(keyButton(page, "Invert the greys", "I")).toBeVisible();
  await expect(keyButton(page, "Flip left and right", "H")).toBeVisible();

  // What the window needs for itself is not to be had, Escape leaves everything as it was, and two keys make one.
  await keyButton(page, "Invert the greys", "I").click();
  await page.keyboard.press("ControlOrMeta+c");
  await expect(page.getByText("belongs to the window or to text fields")).toBeVisible();
  await page.keyboard.press("Escape");
  await keyButton(page, "Invert the greys", "I").click();
  await page.keyboard.press("y");
  await page.keyboard.press("x");
  await expect(keyButton(page, "Invert the greys", "Y X")).toBeVisible();
});

test("theme, contrast and text size change the page, and a reload keeps them", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "settings");
  const choose = (name: string, value: string) =>
    page.getByRole("group", { name, exact: true }).getByRole("radio", { name: value, exact: true }).click();
  const dark = await looks(page);
  expect(dark.size).toBe("13px");

  await choose("Theme", "Light");
  const light = await looks(page);
  expect([light.ground, light.text]).not.toEqual([dark.ground, dark.text]);
  await page.keyboard.press("t");
  expect(await looks(page)).toEqual(dark);
  await page.keyboard.press("t");
  await choose("Contrast", "More");
  const more = await looks(page);
  expect([more.ground, more.text]).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  await choose("Text size", "130 %");
  expect(await looks(page)).toEqual({ ...more, size: "16.9px" });

  // Changes are kept a moment after the last one.
  await expect.poll(async () => (await callApi(page, "preferences.get", {})).textSize).toBe(130);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect.poll(() => looks(page)).toEqual({ ...more, size: "16.9px" });
});

test("the palette reaches a film, a neuron, a command and an address, and remembers them", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(lightboxPage(page).film).toBeVisible();
  const origin = new URL(page.url()).origin;

  const { field, options, group, palette } = await openPalette(page);
  await expect(group("Places").first()).toHaveAttribute("aria-selected", "true");
  await field.fill("PHANTOM00002");
  const film = group("Films").first();
  await expect(film).toContainText(/Patient PHANTOM00002 · (AP|PA)/);
  await page.keyboard.press("Enter");
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(/\/film\/[0-9a-f]{64}$/);
  const place = new URL(page.url()).pathname;

  await openPalette(page);
  await field.fill("#250");
  await expect(options.first()).toHaveText(/^\s*Neuron #250\s*$/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/neuron\/[^/]+\/250$/);

  await openPalette(page);
  await field.fill("switch dark");
  await expect(options.first()).toContainText("Switch between dark and light");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");

  await openPalette(page);
  await field.fill(`http://127.0.0.1:1${place}?neuron=none`);
  await expect(options).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${origin}${place}?neuron=none`);

  // The newest comes first; arrows move, Escape leaves everything as it is.
  await openPalette(page);
  await expect(group("Recent")).toHaveCount(4);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(2)).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", (await options.nth(2).getAttribute("id")) ?? "");
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(page).toHaveURL(`${origin}${place}?neuron=none`);
});

test("the palette names nobody while who is on the films is hidden, and says what it cannot find", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await page.keyboard.press("Shift+I");
  const { field, palette, group } = await openPalette(page);
  await field.fill("edema");
  await expect(group("Films").filter({ hasText: "Edema" }).first()).toContainText(/Chest film · (AP|PA)/);
  await expect(palette).not.toContainText("PHANTOM");
  await field.fill("zzzz");
  await expect(palette).toContainText("Nothing is called “zzzz”, and no film holds it.");
  await field.fill("#9999");
  await expect(palette).toContainText("The SAE in use has 1,024 neurons, from #0 to #1,023.");
});

test("help lists what can be done here first, with the keys as they are", async ({ openWindow, demo }) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  const section = (name: string) =>
    help.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
  await expect(help.getByRole("heading", { level: 3 }).first()).toHaveText("Here and now");
  await expect(section("Here and now")).toContainText(/Invert the greys\s*I/);
  await expect(section("Here and now")).toContainText(/Go to the library\s*G L/);
  await expect(section("One neuron")).toContainText("Back to the neurons");
  await expect(section("Here and now")).not.toContainText("Back to the neurons");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();

  // The first of two keys is shown while the second is waited for.
  await page.keyboard.press("g");
  await expect(page.getByText("G …")).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.getByText("G …")).toBeHidden();
  await expect(page.getByRole("heading", { name: "Lightbox", level: 1 })).toBeVisible();
});

test("about says what this is made of, and counts a request that a page tried to make", async ({
  openWindow,
  demo,
}) => {
  const { page } = await openWindow({ workspace: demo.workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "about");
  const { version } = (await lightboxCommand("info", demo.workspace)) as { version: string };
  await expect(page.getByText(`Version ${version} · Licence: Apache-2.0`)).toBeVisible();
  await expect(page.getByText("It is not a medical device and is not for clinical use")).toBeVisible();
  const runtimes = page.getByRole("region", { name: "Built on" });
  await expect(runtimes).toContainText(/Node\S* 2\d\.\d+\.\d+/);
  const packages = page.getByRole("region", { name: "Other people’s work" });
  await packages.getByRole("searchbox").fill("svelte");
  await expect(packages.getByRole("row", { name: /^svelte 5\.\d+\.\d+ MIT$/ })).toBeVisible();
  await expect(packages.getByRole("row", { name: /^valibot/ })).toHaveCount(0);

  const model = page.getByRole("article", { name: /^Demo SAE/ });
  await expect(model).toContainText("1,024 neurons");
  await model.getByRole("button", { name: "Show the model card" }).click();
  await expect(model.getByRole("heading", { name: "What it does" })).toBeVisible();
  await expect(model.getByRole("columnheader", { name: "energy inside" })).toBeVisible();

  const network = page.getByRole("region", { name: "Network" });
  await expect(network).toContainText("0 requests left this machine");
  await expect(network).toContainText("This window: none tried since it was opened.");
  const escaped = await page.evaluate(() =>
    fetch("http://192.0.2.1/").then(
      () => true,
      () => false,
    ),
  );
  expect(escaped).toBe(false);
  await expect(network).toContainText("This window: 1 request blocked since it was opened.");
  await expect(network).toContainText("0 requests left this machine");
});

test("the jobs say what was left out, why, and what to do, and a job at work leaves the others in peace", async ({
  openWindow,
  demo,
  home,
}) => {
  const workspace = join(home, "Copy.lightbox");
  cpSync(demo.workspace, workspace, { recursive: true });
  const { good, bad } = await makeFilmFiles(join(home, "incoming"));
  const { page } = await openWindow({ workspace });
  await expect(lightboxPage(page).film).toBeVisible();
  await goTo(page, "jobs");
  const earlier = page.getByRole("listitem", { name: /^Demo/ });
  await expect(earlier).toContainText("1,024 neurons scored.");
  await expect(earlier.getByRole("time")).toHaveText(/ago|now/);
  await earlier.evaluate((item) => {
    const seen: string[] = [];
    const note = (changes: MutationRecord[]): void => {
      for (const change of changes) if (change.target.parentElement?.tagName !== "TIME") seen.push(change.type);
    };
    new MutationObserver(note).observe(item, { subtree: true, childList: true, characterData: true, attributes: true });
    Object.assign(window, { changesSeen: seen });
  });

  await dropFiles(page, [...bad, ...good]);
  const score = page.getByRole("listitem", { name: /^Score Demo SAE/ });
  await expect(score).toContainText("1,024 neurons scored.", { timeout: 60_000 });
  expect(await page.evaluate(() => (window as unknown as { changesSeen: string[] }).changesSeen)).toEqual([]);

  const job = page.getByRole("listitem", { name: /^Import/ });
  await expect(job).toContainText(/3 files not used/);
  await job.getByRole("button", { name: "Why" }).click();
  const group = job.getByRole("listitem").filter({ hasText: "an empty file" });
  await expect(group.getByRole("paragraph").nth(1)).toHaveText(/^(Export|Leave|Check|Copy) .*\.$/);
  await expect(group).toContainText("empty.png");
  await group.getByRole("button", { name: "Hide the file" }).click();
  await expect(group).not.toContainText("empty.png");

  const tray = await openTray(page);
  await expect(jobEntry(tray, /^Import/)).toContainText("3 files not used");
  await page.keyboard.press("j");
  await expect(tray).toBeHidden();
});
