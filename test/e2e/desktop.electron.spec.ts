import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDesktop } from "../support/desktop.ts";
import { expect, test } from "./fixtures.ts";

test("the desktop window shows a workspace, sandboxed and without a way out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lightbox-desktop-"));
  const desktop = await startDesktop([`--workspace=${join(folder, "Empty.lightbox")}`], { LIGHTBOX_HOME: folder });
  const page = await desktop.app.firstWindow();
  await expect(page).toHaveURL(/^app:\/\/bundle\//);
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe("undefined");
  const info = await page.evaluate(() =>
    (window as unknown as { lightbox: { call(name: string, input: unknown): Promise<{ ok: boolean }> } }).lightbox.call(
      "workspace.info",
      {},
    ),
  );
  expect(info.ok).toBe(true);
  const escaped = await page.evaluate(() =>
    fetch("https://example.org/").then(
      () => true,
      () => false,
    ),
  );
  expect(escaped).toBe(false);
  await desktop.close();
  rmSync(folder, { recursive: true });
});
