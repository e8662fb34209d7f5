import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import Connection from "better-sqlite3";
import { expect, test } from "vitest";
import type { ErrorReport } from "../../../src-preload/contract/errors.ts";
import { databaseName } from "../../../src-main/store/index.ts";
import type { Store } from "../../../src-main/store/index.ts";
import { isAlive, ownIdentity, processStart } from "../../../src-main/store/process-identity.ts";
import { temporaryStore } from "../../support/workspace.ts";

const newJob = { kind: "import", title: "Import 3 films", parameters: { paths: ["/a"], deep: [1, null] } } as const;
const error: ErrorReport = { code: "intake/unreadable", message: "It cannot be read.", remedy: "Look at it." };

test("a job is stored, changed and listed", () => {
  using workspace = temporaryStore();
  const { jobs } = workspace.store;
  const job = jobs.create(newJob);
  expect(job).toMatchObject({ kind: "import", title: "Import 3 films", state: "queued", error: null, refused: 0 });
  expect(jobs.parameters(job.id)).toEqual(newJob.parameters);
  const changed = {
    ...job,
    state: "failed",
    step: "reading",
    stepNumber: 1,
    steps: 2,
    done: 3,
    total: 9,
    error,
  } as const;
  jobs.update({ ...changed, etaSeconds: 1.5, endedAt: "2026-01-01T00:00:00.000Z" });
  expect(jobs.get(job.id)).toEqual({ ...changed, etaSeconds: 1.5, endedAt: "2026-01-01T00:00:00.000Z" });
  const second = jobs.create(newJob);
  expect(jobs.list().map((row) => row.id)).toEqual([second.id, job.id]);
  expect(jobs.get(99)).toBeUndefined();
});

test("an item that is refused again is not doubled", () => {
  using workspace = temporaryStore();
  const { jobs } = workspace.store;
  const { id } = jobs.create(newJob);
  expect(jobs.addRefusal(id, "/a", error)).toBe(true);
  expect(jobs.addRefusal(id, "/b", error)).toBe(true);
  expect(jobs.addRefusal(id, "/a", { ...error, code: "intake/too-large" })).toBe(false);
  expect(jobs.refusals(id)).toEqual([
    { item: "/a", error: { ...error, code: "intake/too-large" } },
    { item: "/b", error },
  ]);
  expect(jobs.get(id)?.refused).toBe(2);
});

test("one job at a time is claimed", () => {
  using workspace = temporaryStore();
  const { jobs } = workspace.store;
  const [a, b] = [jobs.create(newJob), jobs.create(newJob)];
  expect(jobs.claim(a.id)).toBe("claimed");
  expect(jobs.claim(a.id)).toBe("gone");
  expect(jobs.claim(b.id)).toBe("busy");
  jobs.update({ ...a, state: "succeeded" });
  expect(jobs.claim(b.id)).toBe("claimed");
  expect(jobs.requeue(a.id)).toBe(false);
  expect(jobs.endQueued(b.id, "cancelled")).toBe(false);
  jobs.requestCancel(b.id);
  expect([jobs.cancelRequested(a.id), jobs.cancelRequested(b.id)]).toEqual([false, true]);
});

test("a job that is queued again has forgotten its error and refusals", () => {
  using workspace = temporaryStore();
  const { jobs } = workspace.store;
  const job = jobs.create(newJob);
  jobs.addRefusal(job.id, "/a", error);
  jobs.update({ ...job, state: "failed", error, done: 5, total: 9, endedAt: "2026-01-01T00:00:00.000Z" });
  expect(jobs.requeue(job.id)).toBe(true);
  expect(jobs.get(job.id)).toMatchObject({ state: "queued", error: null, endedAt: null, refused: 0 });
});

function giveTo(store: Store, job: number, owner: { readonly pid: number; readonly start: string }): void {
  const db = new Connection(join(store.folder, databaseName));
  db.prepare("UPDATE jobs SET process = ?, process_start = ? WHERE id = ?").run(owner.pid, owner.start, job);
  db.close();
}

test("jobs of processes that are gone are interrupted, also when the process id lives on in another process", async () => {
  using workspace = temporaryStore();
  const { jobs } = workspace.store;
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const alive = { pid: child.pid ?? 0, start: processStart(child.pid ?? 0) ?? "" };
  const [own, living, reborn, ended] = [1, 2, 3, 4].map(() => jobs.create(newJob).id) as [
    number,
    number,
    number,
    number,
  ];
  expect(jobs.claim(reborn)).toBe("claimed");
  giveTo(workspace.store, living, alive);
  giveTo(workspace.store, reborn, { ...alive, start: "another boot 1" });
  giveTo(workspace.store, ended, { ...alive, start: "another boot 1" });
  const row = jobs.get(ended);
  if (row !== undefined) jobs.update({ ...row, state: "succeeded" });
  expect(jobs.interruptDead()).toBe(1);
  expect([own, living, reborn, ended].map((id) => jobs.get(id)?.state)).toEqual([
    "queued",
    "queued",
    "interrupted",
    "succeeded",
  ]);
  expect(jobs.get(reborn)?.endedAt).not.toBeNull();
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(jobs.interruptDead()).toBe(1);
  expect(jobs.get(living)?.state).toBe("interrupted");
});

test("this process knows itself", () => {
  expect(ownIdentity().pid).toBe(process.pid);
  expect(isAlive(ownIdentity())).toBe(true);
  expect(isAlive({ pid: process.pid, start: "another" })).toBe(false);
  expect(isAlive({ pid: 2 ** 30, start: "never" })).toBe(false);
});
