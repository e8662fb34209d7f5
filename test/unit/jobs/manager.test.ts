import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../../src-preload/contract/errors.ts";
import type { JobInfo } from "../../../src-preload/contract/jobs.ts";
import { createJobs } from "../../../src-main/jobs/index.ts";
import type { JobContext, JobRunner, Jobs } from "../../../src-main/jobs/index.ts";
import { openStore } from "../../../src-main/store/index.ts";
import type { Store } from "../../../src-main/store/index.ts";
import { temporaryStore } from "../../support/workspace.ts";

const refusal: ErrorReport = { code: "intake/unreadable", message: "It cannot be read.", remedy: "Look at it." };

/** Jobs whose only kind is "import", with every event they emitted. */
function jobsWith(store: Store, runner: JobRunner): { jobs: Jobs; events: JobInfo[] } {
  const events: JobInfo[] = [];
  return { events, jobs: createJobs(store.jobs, { import: runner }, (job) => events.push(job)) };
}

/** Runs until it is stopped, and then says so the way `throwIfAborted` does. */
async function untilStopped(_: unknown, context: JobContext): Promise<void> {
  while (!context.signal.aborted) await sleep(5);
  context.signal.throwIfAborted();
}

test("a job runs with its parameters and ends with its last progress", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const seen: unknown[] = [];
  const { jobs, events } = jobsWith(store, (parameters, context) => {
    seen.push(parameters);
    context.step("reading", 1, 2);
    context.refuse("/bad.dcm", refusal);
    for (let done = 0; done <= 500; done++) context.progress(done, 500);
    return Promise.resolve();
  });
  const started = jobs.start("import", "Import", { paths: ["/a"] });
  expect(started).toMatchObject({ state: "queued", title: "Import" });
  const ended = await jobs.settled(started.id);
  expect(ended).toMatchObject({ state: "succeeded", step: "reading", stepNumber: 1, steps: 2, done: 500, total: 500 });
  expect(ended).toMatchObject({ refused: 1, error: null, etaSeconds: null });
  expect(ended.endedAt).not.toBeNull();
  expect(seen).toEqual([{ paths: ["/a"] }]);
  expect(jobs.get(started.id)).toEqual(ended);
  expect(jobs.list()).toEqual([ended]);
  expect(jobs.refusals(started.id)).toEqual([{ item: "/bad.dcm", error: refusal }]);
  expect(await jobs.settled(started.id)).toEqual(ended);
  // Queued, running, and the end: 500 reports in one go are no 500 events, though a few on a busy machine.
  expect([...new Set(events.map((job) => job.state))]).toEqual(["queued", "running", "succeeded"]);
  expect(events.length).toBeLessThan(20);
  await jobs.close();
});

test("a job that cannot be claimed waits for another process only; anything else fails it", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const reasons = [
    new LightboxError("workspace/busy", "Another Lightbox is writing.", "Wait."),
    new LightboxError("store/unwritable", "The disk is full.", "Make room."),
  ];
  const failing: Store["jobs"] = {
    ...store.jobs,
    claim: (id) => {
      const reason = reasons.shift();
      if (reason !== undefined) throw reason;
      return store.jobs.claim(id);
    },
  };
  const events: JobInfo[] = [];
  const jobs = createJobs(failing, { import: () => Promise.resolve() }, (job) => events.push(job));
  const first = jobs.start("import", "first", null);
  const second = jobs.start("import", "second", null);
  const error = { code: "store/unwritable", message: "The disk is full.", remedy: "Make room." };
  expect(await jobs.settled(first.id)).toMatchObject({ state: "failed", error });
  expect(jobs.get(first.id)).toMatchObject({ state: "failed", error });
  expect(events).toContainEqual(expect.objectContaining({ id: first.id, state: "failed" }));
  expect(await jobs.settled(second.id)).toMatchObject({ state: "succeeded" });
  expect(reasons).toEqual([]);
  await jobs.close();
});

test("a note or progress that the disk does not give or take ends neither the job nor the app", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  let asked = 0;
  let written = 0;
  const failing: Store["jobs"] = {
    ...store.jobs,
    cancelRequested: () => {
      asked += 1;
      throw new Error("disk I/O error");
    },
    update: (job) => {
      if (job.state === "running") {
        written += 1;
        throw new Error("disk I/O error");
      }
      store.jobs.update(job);
    },
  };
  const runner: JobRunner = async (_, context) => {
    for (let done = 0; asked < 2 || written < 2; done++) {
      context.progress(done, 100);
      await sleep(5);
    }
  };
  const jobs = createJobs(failing, { import: runner }, () => undefined);
  expect(await jobs.settled(jobs.start("import", "Import", null).id)).toMatchObject({ state: "succeeded" });
  await jobs.close();
});

test("events come at most ten times a second, writes at most twice", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  let [writes, events] = [0, 0];
  const counting = {
    ...store.jobs,
    update: (job: JobInfo) => {
      writes++;
      store.jobs.update(job);
    },
  };
  const started = Promise.withResolvers<JobContext>();
  const end = Promise.withResolvers<undefined>();
  const runner: JobRunner = (_, context) => {
    started.resolve(context);
    return end.promise;
  };
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
  try {
    const jobs = createJobs(counting, { import: runner }, () => events++);
    const { id } = jobs.start("import", "Import", null);
    const context = await started.promise;
    for (let done = 1; done <= 300; done++) {
      context.progress(done, 300);
      vi.advanceTimersByTime(10);
    }
    end.resolve(undefined);
    await jobs.settled(id);
    // In three seconds: 30 and 6 by the interval; queued, running and the ends come whatever the interval.
    expect(events).toBeGreaterThanOrEqual(30);
    expect(events).toBeLessThanOrEqual(30 + 1 + 3);
    expect(writes).toBeGreaterThanOrEqual(6);
    expect(writes).toBeLessThanOrEqual(6 + 1 + 1);
    await jobs.close();
  } finally {
    vi.useRealTimers();
  }
});

test("a failure is kept as a report, and the next job runs", async () => {
  using workspace = temporaryStore();
  let fail = true;
  const { jobs } = jobsWith(workspace.store, () => {
    if (fail) throw new LightboxError("model/not-found", "No such pack.", "Add it.");
    return Promise.resolve();
  });
  const first = await jobs.settled(jobs.start("import", "Import", null).id);
  expect(first).toMatchObject({
    state: "failed",
    error: { code: "model/not-found", message: "No such pack.", remedy: "Add it." },
  });
  fail = false;
  expect(await jobs.settled(jobs.start("import", "Import", null).id)).toMatchObject({ state: "succeeded" });
  const again = jobs.resume(first.id);
  expect(again).toMatchObject({ id: first.id, state: "queued", error: null });
  expect(await jobs.settled(first.id)).toMatchObject({ id: first.id, state: "succeeded", error: null });
  await jobs.close();
});

test("one job runs at a time, in the order of their start", async () => {
  using workspace = temporaryStore();
  const order: string[] = [];
  const { jobs } = jobsWith(workspace.store, async (parameters) => {
    order.push(`${String(parameters)} begins`);
    await sleep(20);
    order.push(`${String(parameters)} ends`);
  });
  const ids = ["a", "b"].map((name) => jobs.start("import", name, name).id);
  await Promise.all(ids.map((id) => jobs.settled(id)));
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  await jobs.close();
});

test("a running job is cancelled, and resumed under its id with its parameters", async () => {
  using workspace = temporaryStore();
  const given: unknown[] = [];
  const { jobs } = jobsWith(workspace.store, async (parameters, context) => {
    given.push(parameters);
    if (given.length === 1) await untilStopped(parameters, context);
  });
  const { id } = jobs.start("import", "Import", { paths: ["/a"] });
  await sleep(20);
  expect(jobs.get(id).state).toBe("running");
  expect(jobs.cancel(id).state).toBe("running");
  expect(await jobs.settled(id)).toMatchObject({ state: "cancelled", error: null });
  expect(jobs.cancel(id).state).toBe("cancelled");
  jobs.resume(id);
  expect(await jobs.settled(id)).toMatchObject({ state: "succeeded" });
  expect(given).toEqual([{ paths: ["/a"] }, { paths: ["/a"] }]);
  expect(jobs.resume(id).state).toBe("succeeded");
  await jobs.close();
});

test.each([
  ["job/cancelled", new LightboxError("job/cancelled", "Stopped.", "Resume it."), "cancelled"],
  ["AbortError", new DOMException("stopped", "AbortError"), "cancelled"],
  ["another error", new Error("broken"), "failed"],
])("after a cancel, a runner that throws %s has %s", async (_, error, state) => {
  using workspace = temporaryStore();
  const { jobs } = jobsWith(workspace.store, async (__, context) => {
    while (!context.signal.aborted) await sleep(5);
    throw error;
  });
  const { id } = jobs.start("import", "Import", null);
  await sleep(10);
  jobs.cancel(id);
  expect((await jobs.settled(id)).state).toBe(state);
  await jobs.close();
});

test("a runner that says cancelled without having been asked has failed", async () => {
  using workspace = temporaryStore();
  const { jobs } = jobsWith(workspace.store, () => {
    throw new LightboxError("job/cancelled", "A pool was closed.", "Again.");
  });
  expect(await jobs.settled(jobs.start("import", "Import", null).id)).toMatchObject({ state: "failed" });
  await jobs.close();
});

test("a job that waits is cancelled without having run", async () => {
  using workspace = temporaryStore();
  const ran: unknown[] = [];
  const { jobs } = jobsWith(workspace.store, async (parameters, context) => {
    ran.push(parameters);
    await untilStopped(parameters, context);
  });
  const first = jobs.start("import", "first", "first");
  const second = jobs.start("import", "second", "second");
  await sleep(10);
  expect(jobs.cancel(second.id).state).toBe("cancelled");
  expect(await jobs.settled(second.id)).toMatchObject({ state: "cancelled" });
  jobs.cancel(first.id);
  await jobs.settled(first.id);
  expect(ran).toEqual(["first"]);
  await jobs.close();
});

test("closing interrupts what runs and what waits; both can be resumed", async () => {
  using workspace = temporaryStore();
  const { jobs } = jobsWith(workspace.store, untilStopped);
  const ids = ["a", "b"].map((name) => jobs.start("import", name, name).id);
  await sleep(10);
  await jobs.close();
  expect(ids.map((id) => workspace.store.jobs.get(id)?.state)).toEqual(["interrupted", "interrupted"]);
  const later = jobsWith(workspace.store, () => Promise.resolve()).jobs;
  for (const id of ids) later.resume(id);
  const ended = await Promise.all(ids.map((id) => later.settled(id)));
  expect(ended.map((job) => job.state)).toEqual(["succeeded", "succeeded"]);
  await later.close();
});

test("a job that nobody knows, and a kind that nobody runs", async () => {
  using workspace = temporaryStore();
  const { jobs } = jobsWith(workspace.store, () => Promise.resolve());
  const unknown = expect.objectContaining({ code: "job/not-found" }) as unknown;
  expect(() => jobs.get(9)).toThrow(unknown);
  expect(() => jobs.cancel(9)).toThrow(unknown);
  expect(() => jobs.resume(9)).toThrow(unknown);
  expect(() => jobs.refusals(9)).toThrow(unknown);
  await expect(jobs.settled(9)).rejects.toThrow(unknown);
  expect(() => jobs.start("train", "Train", null)).toThrow(unknown);
  expect(jobs.list()).toEqual([]);
  await jobs.close();
});

test("two openings of a workspace run one job at a time, and each can cancel the other's", async () => {
  using workspace = temporaryStore();
  const second = openStore(workspace.store.folder);
  const app = jobsWith(workspace.store, untilStopped).jobs;
  const line = jobsWith(second, () => Promise.resolve()).jobs;
  const running = app.start("import", "app", null);
  await sleep(10);
  const waiting = line.start("import", "line", null);
  await sleep(100);
  expect([line.get(running.id).state, line.get(waiting.id).state]).toEqual(["running", "queued"]);
  line.cancel(running.id);
  expect(await line.settled(running.id)).toMatchObject({ state: "cancelled" });
  expect(await line.settled(waiting.id)).toMatchObject({ state: "succeeded" });
  await Promise.all([app.close(), line.close()]);
  second.close();
});
