import { describe, expect, it } from "vitest";
import { addCounts, playwrightCounts, readCounts, vitestCounts } from "../../support/count-results.ts";

const vitestReport = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };
const playwrightReport = { stats: { expected: 4, unexpected: 0, flaky: 1, skipped: 2 }, errors: [] };

describe("the closing counts", () => {
  it("are read from the runners' own reports", () => {
    expect(vitestCounts(vitestReport)).toEqual({ passed: 5, failed: 1, skipped: 3 });
    expect(playwrightCounts(playwrightReport)).toEqual({ passed: 5, failed: 0, skipped: 2 });
  });

  it("count a file that does not load as a failure", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(vitestCounts({ ...vitestReport, testResults }).failed).toBe(2);
    expect(playwrightCounts({ ...playwrightReport, errors: [{}] }).failed).toBe(1);
  });

  it("count a runner that left no report as a failure", () => {
    expect(readCounts("there is no such file.json", vitestCounts).failed).toBe(1);
  });

  it("are summed", () => {
    const sum = addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
    expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});
