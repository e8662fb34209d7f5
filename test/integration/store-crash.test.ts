import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import Connection from "better-sqlite3";
import { expect, test } from "vitest";
import { createWorkspace, databaseName, openStore } from "../../src-main/store/index.ts";
import type { Store } from "../../src-main/store/index.ts";
import { isRefused, vectorOf } from "../support/crash-rows.ts";
import { shaOf, temporaryFolder } from "../support/workspace.ts";

const films = 1000;
const wanted = Array.from({ length: films }, (_, place) => place + 1);
const readable = wanted.filter((number) => !isRefused(number));

interface Said {
  films: number;
  embeddings: number;
  end: string;
}

/** When a child is killed: so many milliseconds after it first said this. */
interface Kill {
  readonly word: "films" | "embeddings";
  readonly after: number;
}

/** Lets the child work until it is killed, or to its end; true when it was killed. */
async function work(folder: string, said: Said, kill?: Kill): Promise<boolean> {
  const script = join(import.meta.dirname, "../support/crash-child.ts");
  const child = spawn(process.execPath, [script, folder, String(films)], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (kill !== undefined && text.includes(kill.word)) timer ??= setTimeout(() => child.kill("SIGKILL"), kill.after);
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  clearTimeout(timer);
  // A line that the kill cut short has not been said.
  for (const line of text.split("\n").slice(0, -1)) {
    const [what, value] = line.split(" ");
    if (what === "films") said.films = Number(value);
    if (what === "embeddings") said.embeddings = Number(value);
    if (what === "end") said.end = line;
  }
  return signal === "SIGKILL";
}

async function checkRows(store: Store, said: Said): Promise<void> {
  const { images, encodings, models } = store;
  const count = images.count();
  expect(count).toBeGreaterThanOrEqual(said.films);
  const page = await images.list({ offset: 0, limit: films * 2 });
  expect(page.images.map((image) => image.sha256)).toEqual(readable.slice(0, count).map(shaOf));
  expect(page.images.every((image) => image.report !== null && Object.keys(image.labels).length === 1)).toBe(true);
  expect((await images.list({ offset: 0, limit: 1, text: "report of film" })).total).toBe(count);
  const model = models.find("vit", "encoder")?.id;
  if (model === undefined) return;
  const rows = Array.from(encodings.iterate(model));
  expect(rows.length).toBeGreaterThanOrEqual(said.embeddings);
  expect(rows).toEqual(page.images.slice(0, rows.length).map(({ id }) => ({ image: id, vector: vectorOf(id) })));
  const mean = encodings.tokenMean(model);
  if (rows.length === 0) return;
  const ids = rows.reduce((sum, row) => sum + row.image, 0);
  expect(mean).toEqual({ images: rows.length, mean: Float64Array.of(1, ids / rows.length) });
}

function checkFile(folder: string): void {
  const db = new Connection(join(folder, databaseName));
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(db.pragma("foreign_key_check")).toEqual([]);
  db.close();
}

test("killed again and again, a job loses no row, doubles none and comes to its end", async () => {
  using folder = temporaryFolder();
  const place = join(folder.path, "crash.lightbox");
  createWorkspace(place);
  const said: Said = { films: 0, embeddings: 0, end: "" };
  let kills = 0;
  for (const word of ["films", "films", "embeddings", "embeddings", "embeddings", "embeddings"] as const) {
    if (!(await work(place, said, { word, after: Math.random() * (word === "films" ? 150 : 60) }))) break;
    kills++;
    checkFile(place);
    const store = openStore(place);
    await checkRows(store, said);
    expect(store.jobs.list().map((job) => job.state)).toEqual(["running"]);
    expect(store.jobs.interruptDead()).toBe(1);
    expect(store.jobs.list()).toMatchObject([{ state: "interrupted", title: "Crash" }]);
    store.close();
  }
  expect(kills).toBeGreaterThanOrEqual(3);
  if (said.end === "") await work(place, said);
  expect(said.end.trim()).toBe("end succeeded");
  checkFile(place);
  const store = openStore(place);
  await checkRows(store, said);
  expect([store.images.count(), said.films, said.embeddings]).toEqual(Array(3).fill(readable.length));
  const [job, ...others] = store.jobs.list();
  expect(others).toEqual([]);
  const refused = films - readable.length;
  expect(job).toMatchObject({ state: "succeeded", done: readable.length, total: readable.length, refused });
  expect(store.jobs.refusals(job?.id ?? 0)).toHaveLength(refused);
  store.close();
});
