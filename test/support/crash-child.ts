import { writeSync } from "node:fs";
import { createJobs } from "../../src-main/jobs/index.ts";
import type { JobRunner } from "../../src-main/jobs/index.ts";
import { openStore } from "../../src-main/store/index.ts";
import type { Store } from "../../src-main/store/index.ts";
import { filmOf, isRefused, vectorOf } from "./crash-rows.ts";

const batch = 20;
const encodedAtOnce = 4;

/** Says on standard output, without a buffer, what has been committed. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** A job like the real ones: films, then their embeddings, batch by batch, going on where it stopped. */
function runner(store: Store): JobRunner {
  return async (parameters, context) => {
    const { films } = parameters as { readonly films: number };
    context.step("importing", 1, 2);
    for (let first = 1; first <= films; first += batch) {
      const numbers = Array.from({ length: batch }, (_, place) => first + place);
      store.transaction(() => {
        for (const number of numbers) {
          if (!isRefused(number)) store.images.insert(filmOf(number));
        }
      });
      for (const number of numbers.filter(isRefused)) {
        context.refuse(filmOf(number).path, { code: "intake/unreadable", message: "No.", remedy: "None." });
      }
      say(`films ${String(store.images.count())}`);
      context.progress(first + batch - 1, films);
      await new Promise(setImmediate);
    }
    context.step("encoding", 2, 2);
    const model = store.models.register({ packId: "vit", kind: "encoder", hash: "h" });
    const run = store.encodings.startRun({ model, device: "cpu", proof: "", preprocessingHash: "", codeVersion: "" });
    for (let after = 0; ;) {
      const pending = store.encodings.pending(model, encodedAtOnce, after);
      if (pending.length === 0) return;
      const rows = pending.map(({ id }) => ({ image: id, vector: vectorOf(id) }));
      const tokenSum = Float64Array.of(
        rows.length,
        rows.reduce((sum, row) => sum + row.image, 0),
      );
      store.encodings.add(model, run, rows, tokenSum);
      after = pending.at(-1)?.id ?? after;
      const done = store.encodings.count(model);
      say(`embeddings ${String(done)}`);
      context.progress(done, store.images.count());
      await new Promise(setImmediate);
    }
  };
}

const store = openStore(process.argv[2] ?? "");
const jobs = createJobs(store.jobs, { import: runner(store) }, () => undefined);
const known = jobs.list()[0];
const job =
  known === undefined ? jobs.start("import", "Crash", { films: Number(process.argv[3]) }) : jobs.resume(known.id);
const ended = await jobs.settled(job.id);
say(`end ${ended.state} ${ended.error?.message ?? ""}`);
await jobs.close();
store.close();
