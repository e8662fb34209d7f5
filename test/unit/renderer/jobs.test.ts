import { describe, expect, it } from "vitest";
import type { JobInfo } from "../../../src-preload/contract/index.ts";
import type { Client } from "../../../src-renderer/platform/index.ts";
import { Jobs } from "../../../src-renderer/state/jobs.svelte.ts";
import { Notices } from "../../../src-renderer/state/notices.svelte.ts";

function job(id: number, state: JobInfo["state"], stepNumber = 1): JobInfo {
  return { id, state, stepNumber, total: 0 } as JobInfo;
}

describe("a job that is cancelled or resumed", () => {
  it("is what the answer says, unless an event came while the answer was under way", async () => {
    let answer: (job: JobInfo) => void = () => undefined;
    const call = () => new Promise<JobInfo>((resolve) => (answer = resolve));
    const known = new Jobs({ call } as unknown as Client, new Notices());
    known.take(job(1, "failed"));
    const resuming = known.resume(1);
    answer(job(1, "running"));
    await resuming;
    expect(known.list).toMatchObject([{ state: "running" }]);
    const cancelling = known.cancel(1);
    known.take(job(1, "succeeded"));
    answer(job(1, "running"));
    await cancelling;
    expect(known.list).toMatchObject([{ state: "succeeded" }]);
  });
});

describe("jobs asked for anew", () => {
  function jobs(answers: JobInfo[][]): Jobs {
    const call = () => Promise.resolve(answers.shift() ?? []);
    return new Jobs({ call } as unknown as Client, new Notices());
  }

  it("tell which are further than was known, the oldest first", async () => {
    const known = jobs([
      [job(2, "running"), job(1, "running")],
      [job(4, "succeeded"), job(3, "running"), job(2, "running", 2), job(1, "succeeded")],
      [job(4, "succeeded"), job(3, "running"), job(2, "running", 2), job(1, "succeeded")],
    ]);
    await known.refresh();
    const moved = await known.refresh();
    expect(moved.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(await known.refresh()).toEqual([]);
  });

  it("do not begin again by an answer that the end has overtaken", async () => {
    const known = jobs([[job(1, "running")]]);
    known.take(job(1, "succeeded"));
    expect(await known.refresh()).toEqual([]);
    expect(known.list).toMatchObject([{ id: 1, state: "succeeded" }]);
  });
});
