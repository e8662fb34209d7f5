import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser for the tests: $LIGHTBOX_CHROMIUM, the system's, or undefined for the one Playwright brings. */
export function chromiumPath(): string | undefined {
  const chosen = process.env["LIGHTBOX_CHROMIUM"];
  return chosen ?? places.find((place) => existsSync(place));
}

/** Whether there is a browser to test with at all. */
export function hasChromium(): boolean {
  return existsSync(chromiumPath() ?? chromium.executablePath());
}
