import { join } from "node:path";
import { readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { createWorkerPool } from "../../../src-main/jobs/index.ts";
import { createThreadPool } from "../../../src-main/jobs/worker-pool.ts";
import { temporaryFolder } from "../../support/workspace.ts";

interface Task {
  readonly kind: "deep";
  readonly film: string;
}

it("a task that fails rejects alone, with its code, and the next one runs on the same thread", async () => {
  using folder = temporaryFolder();
  const text = join(folder.path, "note.dcm");
  await writeFile(text, "this is no film");
  const pool = createWorkerPool<Task, unknown>("decode-worker", 1);
  try {
    const [missing, wrong] = await Promise.allSettled([
      pool.run({ kind: "deep", film: join(folder.path, "missing.png") }),
      pool.run({ kind: "deep", film: text }),
    ]);
    expect(missing).toMatchObject({ status: "rejected", reason: { code: "intake/not-found" } });
    expect(wrong).toMatchObject({ status: "rejected", reason: { code: "intake/not-an-image" } });
  } finally {
    await pool.close();
  }
});

it("closing rejects what waits and what comes later, and says that it was cancelled", async () => {
  using folder = temporaryFolder();
  const pool = createWorkerPool<Task, unknown>("decode-worker", 1);
  const waiting = [1, 2, 3].map(() => pool.run({ kind: "deep", film: join(folder.path, "missing.png") }));
  const settled = Promise.allSettled(waiting);
  await pool.close();
  for (const result of await settled)
    expect(result).toMatchObject({ status: "rejected", reason: { code: "job/cancelled" } });
  await expect(pool.run({ kind: "deep", film: "x" })).rejects.toMatchObject({ code: "job/cancelled" });
});

/** A worker file that notes each of its starts in `starts`. */
async function workerFile(folder: string, body: string): Promise<{ file: string; starts: () => Promise<number> }> {
  const [file, starts] = [join(folder, "worker.mjs"), join(folder, "starts")];
  const note = `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(starts)}, "x");`;
  const port = `import { parentPort } from "node:worker_threads";`;
  await writeFile(file, `${note}\n${port}\n${body}`);
  return { file, starts: async () => (await readFile(starts, "utf8").catch(() => "")).length };
}

const answering = `parentPort.on("message", ({ id, task }) => {
  if (task === "die") process.exit(3);
  if (task === "turn") for (;;);
  parentPort.postMessage({ id, ok: true, value: task });
});`;

it("threads that cannot start are given up after three, and whatever waits is told", async () => {
  using folder = temporaryFolder();
  const { file, starts } = await workerFile(folder.path, "process.exit(7);");
  const pool = createThreadPool<number, number>(file, 1);
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, task) => pool.run(task)));
  for (const result of results)
    expect(result).toMatchObject({
      status: "rejected",
      reason: { code: "compute/lost", message: "A worker stopped: its thread ended with 7." },
    });
  expect(await starts()).toBe(3);
  await pool.close();
  // Nothing waited any more, so nothing was started either.
  expect(await starts()).toBe(3);
});

it("a thread that dies takes its own task with it; a new one starts only when something waits", async () => {
  using folder = temporaryFolder();
  const { file, starts } = await workerFile(folder.path, answering);
  const pool = createThreadPool<string, string>(file, 1);
  try {
    expect(await pool.run("a")).toBe("a");
    for (let time = 0; time < 5; time++) {
      await expect(pool.run("die")).rejects.toMatchObject({ code: "compute/lost" });
      expect(await starts()).toBe(time + 1);
      expect(await pool.run("b")).toBe("b");
      expect(await starts()).toBe(time + 2);
    }
  } finally {
    await pool.close();
  }
});

it("a task beyond its limit is rejected with the pool's reason, its thread ended, and the pool goes on", async () => {
  using folder = temporaryFolder();
  const { file } = await workerFile(folder.path, answering);
  const error = (task: string) => new LightboxError("intake/broken-file", `${task} took too long.`, "Leave it out.");
  const pool = createThreadPool<string, string>(file, 1, { milliseconds: 1500, error });
  try {
    const [first, second] = await Promise.allSettled([pool.run("turn"), pool.run("next")]);
    expect(first).toMatchObject({ status: "rejected", reason: { message: "turn took too long." } });
    expect(second).toEqual({ status: "fulfilled", value: "next" });
  } finally {
    await pool.close();
  }
});
