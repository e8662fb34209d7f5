import { describe, expect, it } from "vitest";
import { duration, progressLine } from "../../../src-main/hosts/progress-line.ts";
import { createTerminal } from "../../../src-main/hosts/terminal.ts";
import { smallJob } from "../../support/small-workbench.ts";

function record(isTTY: boolean): {
  written: string[];
  clock: { now: number };
  terminal: ReturnType<typeof createTerminal>;
} {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) };
  return { written, clock, terminal: createTerminal(stream, () => clock.now) };
}

describe("progress", () => {
  it("is one line in two seconds where nobody watches, and one for every new step", () => {
    const { written, clock, terminal } = record(false);
    for (clock.now = 0; clock.now < 10_000; clock.now += 100) terminal.progress({ ...smallJob, done: clock.now / 100 });
    expect(written).toHaveLength(5);
    terminal.progress({ ...smallJob, step: "coding" });
    expect(written).toHaveLength(6);
    for (const line of written) {
      expect(line.endsWith("\n")).toBe(true);
      expect(line).not.toContain("\r");
      expect(line).not.toContain("\u001b");
    }
  });

  it("rewrites one line on a terminal and never wraps", () => {
    const { written, terminal } = record(true);
    terminal.progress({ ...smallJob, step: "a step with a very long name that would wrap around" });
    terminal.progress({ ...smallJob, step: "a step with a very long name that would wrap around", done: 2 });
    expect(written).toHaveLength(2);
    for (const line of written) {
      expect(line.startsWith("\r\u001b[K")).toBe(true);
      expect(line.length).toBeLessThan(4 + 40);
      expect(line).not.toContain("\n");
    }
    terminal.say("Done.");
    expect(written.at(-1)).toBe("\r\u001b[KDone.\n");
  });

  it("says nothing about jobs that do not run", () => {
    const { written, terminal } = record(false);
    terminal.progress({ ...smallJob, state: "queued" });
    terminal.progress({ ...smallJob, state: "succeeded" });
    expect(written).toEqual([]);
  });
});

describe("words", () => {
  it("says where a job is", () => {
    const job = {
      ...smallJob,
      stepNumber: 3,
      steps: 5,
      step: "encoding",
      done: 120,
      total: 256,
      etaSeconds: 12.4,
      refused: 1,
    };
    expect(progressLine(job)).toBe("3/5 encoding  120 of 256  46 %  12 s left  1 refused");
    expect(progressLine({ ...smallJob, total: 0 })).toBe("1/1 importing");
  });

  it.each([
    [0.04, "0.0 s"],
    [9.9, "9.9 s"],
    [12.4, "12 s"],
    [119.4, "119 s"],
    [185, "3 min 5 s"],
  ])("says %d seconds as %s", (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});
