import { describe, expect, it } from "vitest";
import type { JobInfo } from "../../../src-preload/contract/index.ts";
import { canResume, isActive, stagesOf, stepKey } from "../../../src-renderer/state/stages.ts";

const job: JobInfo = {
  id: 7,
  kind: "demo",
  title: "Prepare the demonstration",
  state: "running",
  step: "encoding",
  stepNumber: 3,
  steps: 5,
  done: 40,
  total: 256,
  etaSeconds: 12,
  refused: 0,
  error: null,
  startedAt: "2026-01-01T00:00:00Z",
  endedAt: null,
};
const totals = new Map([
  [stepKey(7, 1), 256],
  [stepKey(7, 2), 250],
]);
const states = (stages: ReturnType<typeof stagesOf>) => stages.map((stage) => `${stage.name} ${stage.state}`);

describe("stagesOf", () => {
  it("names the five stages of the demonstration with what is known of each", () => {
    expect(stagesOf(job, totals)).toEqual([
      { name: "made", state: "done", done: 256, total: 256 },
      { name: "imported", state: "done", done: 250, total: 250 },
      { name: "encoded", state: "running", done: 40, total: 256 },
      { name: "coded", state: "waiting", done: null, total: null },
      { name: "scored", state: "waiting", done: null, total: null },
    ]);
  });

  it("does not invent counts it has not seen", () => {
    expect(stagesOf(job, new Map())[0]).toEqual({ name: "made", state: "done", done: null, total: null });
  });

  it("follows a step that encodes and codes together", () => {
    expect(states(stagesOf({ ...job, steps: 4 }, totals))).toEqual([
      "made done",
      "imported done",
      "encoded running",
      "coded running",
      "scored waiting",
    ]);
  });

  it("leaves out the making of films for the user's own, over a chain of jobs", () => {
    const chain = (change: Partial<JobInfo>) =>
      states(stagesOf({ ...job, steps: 1, stepNumber: 1, ...change }, totals));
    expect(chain({ kind: "import", state: "succeeded" })).toEqual([
      "imported done",
      "encoded waiting",
      "coded waiting",
      "scored waiting",
    ]);
    expect(chain({ kind: "encode", steps: 2, stepNumber: 2 })).toEqual([
      "imported done",
      "encoded done",
      "coded running",
      "scored waiting",
    ]);
    expect(chain({ kind: "score" })).toEqual(["imported done", "encoded done", "coded done", "scored running"]);
  });

  it("has every stage done when the demonstration is", () => {
    const stages = stagesOf({ ...job, state: "succeeded", step: "scoring", stepNumber: 5 }, totals);
    expect(stages.every((stage) => stage.state === "done")).toBe(true);
  });
});

describe("what can be done with a job", () => {
  it("is to cancel it while it is at work and to resume it unless it has succeeded", () => {
    const all = ["queued", "running", "succeeded", "failed", "cancelled", "interrupted"] as const;
    expect(all.filter((state) => isActive({ ...job, state }))).toEqual(["queued", "running"]);
    expect(all.filter((state) => canResume({ ...job, state }))).toEqual(["failed", "cancelled", "interrupted"]);
  });
});
