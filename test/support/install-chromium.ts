import { spawnSync } from "node:child_process";
import { hasChromium } from "./chromium.ts";

/** Makes sure there is a Chromium: the system's package where we may install one, else Playwright's own. */
export function ensureChromium(): boolean {
  if (hasChromium()) return true;
  console.error("No Chromium on this machine; installing one for the window's tests.");
  const asRoot = process.platform === "linux" && process.getuid?.() === 0;
  if (asRoot && works("apt-get", ["update", "-q"]) && works("apt-get", ["install", "-qy", "chromium"]) && hasChromium())
    return true;
  if (works("npx", ["playwright", "install", "chromium"]) && hasChromium()) return true;
  console.error(
    "Chromium could not be installed. Install it (Debian: apt-get install chromium) and run the tests again.",
  );
  return false;
}

function works(program: string, words: string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, words, { stdio: ["ignore", "ignore", "inherit"], env: environment }).status === 0;
}
