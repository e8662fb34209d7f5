import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./test/support/chromium.ts";

const executable = chromiumPath();

export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  fullyParallel: false,
  workers: 1,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 120_000,
  reporter: [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      // Chromium's own sandbox does not run as root, as in most containers.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
      ...(executable === undefined ? {} : { executablePath: executable }),
    },
  },
  projects: [
    { name: "chromium", testIgnore: "**/*.electron.spec.ts" },
    // The same stories in a desktop window; door.spec.ts is about the door that only a browser comes through, and
    // pictures are compared in one browser.
    { name: "electron", testIgnore: ["**/door.spec.ts", "**/snapshots.spec.ts"] },
  ],
});
