import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addCounts, noCounts, playwrightCounts, readCounts, vitestCounts } from "./count-results.ts";
import type { Counts } from "./count-results.ts";
import { ensureChromium } from "./install-chromium.ts";

/** One stage of `npm test`: what it is called and what it counted; a stage without tests counts only its failure. */
interface Stage {
  readonly name: string;
  readonly run: () => Counts;
}

const reports = mkdtempSync(join(tmpdir(), "lightbox-test-"));

function runTool(tool: string, words: readonly string[], environment: Record<string, string> = {}): boolean {
  const program = join(import.meta.dirname, "..", "..", "node_modules", ".bin", tool);
  return spawnSync(program, words, { stdio: "inherit", env: { ...process.env, ...environment } }).status === 0;
}

function check(name: string, tool: string, ...words: string[]): Stage {
  return { name, run: () => (runTool(tool, words) ? noCounts : { ...noCounts, failed: 1 }) };
}

function vitest(name: string, projects: readonly string[]): Stage {
  const run = (): Counts => {
    const report = join(reports, `${name.replaceAll(" ", "-")}.json`);
    const words = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, "--passWithNoTests"];
    const passed = runTool("vitest", [...words, ...projects.map((project) => `--project=${project}`)]);
    return failedAtLeast(passed, readCounts(report, vitestCounts));
  };
  return { name, run };
}

const windowTests: Stage = {
  name: "window tests (Playwright)",
  run: () => {
    if (!ensureChromium()) return { ...noCounts, failed: 1 };
    const report = join(reports, "playwright.json");
    const environment = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    const passed = runTool("playwright", ["test", "--reporter=list,json"], environment);
    return failedAtLeast(passed, readCounts(report, playwrightCounts));
  },
};

/** A runner that ended badly has failed, whatever its report counted. */
function failedAtLeast(passed: boolean, counts: Counts): Counts {
  return passed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const stages: readonly Stage[] = [
  check("format", "prettier", "--check", "."),
  check("lint", "eslint", ".", "--max-warnings=0"),
  check("types: main", "tsc", "-p", "tsconfig.json"),
  check("types: window tests", "tsc", "-p", "test/e2e/tsconfig.json"),
  check("types: renderer", "tsc", "-p", "tsconfig.renderer.json"),
  check("types: components", "svelte-check", "--tsconfig", "./tsconfig.renderer.json", "--fail-on-warnings"),
  vitest("architecture", ["architecture"]),
  check("build", "electron-vite", "build", "--logLevel", "warn"),
  vitest("unit, integration and corpus tests", ["unit", "integration", "corpus"]),
  windowTests,
];

let total = noCounts;
for (const stage of stages) {
  console.log(`\n── ${stage.name}`);
  const began = performance.now();
  total = addCounts(total, stage.run());
  console.log(`── ${stage.name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (total.failed === 0) continue;
  console.error(`\nStopped: ${stage.name} failed.`);
  break;
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
