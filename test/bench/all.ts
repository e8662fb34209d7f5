/** `npm run bench [-- --films N]`: first what computes and stores, then the largest table, then every view of the window in Chromium. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

for (const part of ["run.ts", "table.ts", "window.ts"]) {
  const words = [join(import.meta.dirname, part), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
