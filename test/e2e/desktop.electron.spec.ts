import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, expect, test } from "@playwright/test";
import { hasDisplay } from "../../src-main/hosts/browser.ts";
import { findBinary } from "../../src-main/hosts/electron-binary.ts";

const root = join(import.meta.dirname, "..", "..");
const binary = findBinary(root, process.env);

const reason =
  binary === undefined
    ? "there is no Electron binary here; `npm run electron:get` installs one"
    : !hasDisplay(process.env, process.platform)
      ? "there is no display for a desktop window"
      : process.getuid?.() === 0
        ? "Electron's sandbox does not run as root"
        : undefined;

test.beforeAll(() => {
  if (reason !== undefined) console.log(`Desktop window not tested: ${reason}.`);
  test.skip(reason !== undefined, reason);
});

test("the desktop window shows a workspace, sandboxed and without a way out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lightbox-desktop-"));
  const app = await _electron.launch({
    ...(binary === undefined ? {} : { executablePath: binary }),
    args: [root, `--workspace=${join(folder, "Empty.lightbox")}`],
  });
  const page = await app.firstWindow();
  await expect(page).toHaveURL("app://bundle/index.html");
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
  await app.close();
  rmSync(folder, { recursive: true });
});
