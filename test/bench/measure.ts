import { performance } from "node:perf_hooks";

/** Median and spread of repeated runs, in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

/** Runs work several times, after one run that does not count. */
export async function repeat(times: number, work: () => Promise<void>): Promise<Timing> {
  await work();
  const all: number[] = [];
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    await work();
    all.push(performance.now() - start);
  }
  all.sort((a, b) => a - b);
  return { median: all[Math.floor(times / 2)] ?? NaN, fastest: all[0] ?? NaN, slowest: all.at(-1) ?? NaN };
}

/** A row of the bench table: what was measured, against what, and the ratio that may be compared between machines. */
export interface BenchRow {
  readonly what: string;
  readonly value: string;
  readonly baseline: string;
  readonly ratio: string;
}

/** The table as Markdown. */
export function asTable(rows: readonly BenchRow[]): string {
  const lines = rows.map((row) => `| ${row.what} | ${row.value} | ${row.baseline} | ${row.ratio} |`);
  return ["| measured | value | baseline of the same run | ratio |", "|---|---|---|---|", ...lines].join("\n");
}
