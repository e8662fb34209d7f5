import { existsSync, readFileSync } from "node:fs";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The counts in a JSON report of vitest; a file that does not load is one failure. */
export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly numPendingTests: number;
    readonly numTodoTests: number;
    readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
  };
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}

/** The counts in a JSON report of Playwright; a flaky test counts as passed, an error outside tests as failed. */
export function playwrightCounts(report: unknown): Counts {
  const { stats, errors } = report as {
    readonly stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    readonly errors: readonly unknown[];
  };
  const failed = stats.unexpected + (stats.unexpected === 0 ? errors.length : 0);
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped };
}

/** Reads a report with one of the functions above; a runner that left none has failed as a whole. */
export function readCounts(path: string, read: (report: unknown) => Counts): Counts {
  if (!existsSync(path)) return { ...noCounts, failed: 1 };
  return read(JSON.parse(readFileSync(path, "utf8")));
}
