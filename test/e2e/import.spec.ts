import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { makeFilmFiles } from "../support/film-files.ts";
import { lightboxCommand } from "../support/lightbox-command.ts";
import { expectAccessible } from "./accessible.ts";
import { dropFiles } from "./drop-files.ts";
import { expect, test } from "./fixtures.ts";
import { expectDone, jobEntry, openTray } from "./jobs-tray.ts";
import { lightboxPage, shownSum } from "./lightbox-page.ts";

test("dropped films of every format are imported, read and counted once; bad files are listed with reason and remedy", async ({
  openWindow,
  home,
}) => {
  const workspace = join(home, "New.lightbox");
  await lightboxCommand("init", workspace);
  const { good, bad } = await makeFilmFiles(join(home, "incoming"));
  const { page } = await openWindow({ workspace });
  await expect(page.getByRole("heading", { name: "Drop chest films here" })).toBeVisible();

  await dropFiles(page, good);
  const reading = lightboxPage(page);
  await expect(reading.place).toHaveText("Film 1 of 3", { timeout: 60_000 });
  await expect(reading.neurons.first()).toBeVisible();
  const tray = await openTray(page);
  await expectDone(jobEntry(tray, /^Score/));
  const entries = tray.getByRole("listitem").filter({ hasText: /^Score/ });
  await expect(entries).toHaveCount(1);

  await dropFiles(page, [...bad, ...good]);
  await expect(page.getByText("No film is new. 3 files were not imported.")).toBeVisible();
  await expect(entries).toHaveCount(2, { timeout: 60_000 });
  await expectDone(entries.first());
  await tray.getByRole("button", { name: "Why" }).click();
  const reasons = {
    "letter.dcm": /text file/,
    "cut.dcm": /cut|short|ends|truncated/i,
    "empty.png": /empty/,
  };
  for (const [name, reason] of Object.entries(reasons)) {
    const group = tray
      .getByRole("listitem")
      .filter({ has: page.getByText(new RegExp(`^([0-9a-f]{12}-)?${name}$`)) })
      .filter({ has: page.getByRole("paragraph") })
      .last();
    await expect(group).toContainText(reason);
    await expect(group.getByRole("paragraph").nth(1)).toHaveText(/^(Export|Leave|Check|Copy) .*\.$/);
  }
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(reading.place).toHaveText("Film 1 of 3");

  // With identity hidden neither a title nor a reason names a file.
  await page.keyboard.press("Shift+I");
  await openTray(page);
  await expect(jobEntry(tray, /^Import films/)).toBeVisible();
  await tray.getByRole("button", { name: "Why" }).click();
  await expect(tray).toContainText("1 file, its name is hidden");
  expect(await tray.innerHTML()).not.toMatch(/letter|cut\.|empty\.png|\.dcm|[\\/]incoming/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+I");
  await expect(reading.films).toHaveCount(3);
});

test("a film that comes in later, in a folder, is encoded and explained like the others", async ({
  openWindow,
  home,
  demo,
}) => {
  const workspace = join(home, "Copy.lightbox");
  cpSync(demo.workspace, workspace, { recursive: true });
  const { good } = await makeFilmFiles(join(home, "incoming"));
  const folder = join(home, "later");
  const picture = join(folder, "study", "portable.png");
  cpSync(good[1] ?? "", picture);
  const { page } = await openWindow({ workspace });
  const reading = lightboxPage(page);
  await expect(reading.place).toHaveText(`Film 1 of ${String(demo.films)}`);

  await dropFiles(page, [folder]);
  const all = demo.films + 1;
  await expect(reading.place).toHaveText(`Film 1 of ${String(all)}`, { timeout: 30_000 });
  const tray = await openTray(page);
  await expectDone(jobEntry(tray, /^Score/));
  await page.keyboard.press("Escape");

  // Films come in the order of their import: the new one is the last.
  await page.getByRole("region", { name: "Films", exact: true }).hover();
  await page.mouse.wheel(all * 100, 0);
  await page.mouse.wheel(0, all * 100);
  await page.getByRole("button", { name: `Film ${String(all)}, ` }).click();
  await expect(reading.place).toHaveText(`Film ${String(all)} of ${String(all)}`);
  await expect(reading.film).toHaveAccessibleName(new RegExp(`${basename(picture)}$`));
  await expect(page.getByText("8-bit PNG, not diagnostic")).toBeVisible();
  await expect(reading.neurons.first()).toContainText(/fires on \d/);
  expect(await reading.neurons.count()).toBeGreaterThan(1);
  const { map, constant, preActivation } = await shownSum(reading.firing);
  expect(Math.abs(map + constant - preActivation)).toBeLessThan(0.0151);
  await expect(reading.firing.getByText(new RegExp(`fires on \\d+ of ${String(all)}$`))).toBeVisible();
});
