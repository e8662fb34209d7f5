import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createWorkerPool } from "../../../src-main/jobs/index.ts";
import { temporaryFolder } from "../../support/workspace.ts";

interface Task {
  readonly kind: "radiograph";
  readonly path: string;
}

it("a task that fails rejects alone, with its code, and the next one runs on the same thread", async () => {
  using folder = temporaryFolder();
  const text = join(folder.path, "note.dcm");
  await writeFile(text, "this is no film");
  const pool = createWorkerPool<Task, unknown>("decode-worker", 1);
  try {
    const [missing, wrong] = await Promise.allSettled([
      pool.run({ kind: "radiograph", path: join(folder.path, "missing.png") }),
      pool.run({ kind: "radiograph", path: text }),
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
  const waiting = [1, 2, 3].map(() => pool.run({ kind: "radiograph", path: join(folder.path, "missing.png") }));
  const settled = Promise.allSettled(waiting);
  await pool.close();
  for (const result of await settled)
    expect(result).toMatchObject({ status: "rejected", reason: { code: "job/cancelled" } });
  await expect(pool.run({ kind: "radiograph", path: "x" })).rejects.toMatchObject({ code: "job/cancelled" });
});
