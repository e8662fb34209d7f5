/**
 * Speed and memory, each beside a named baseline measured in the same run: `node test/bench/run.ts [--films N --out FILE]`, part of `npm run bench`.
 * Absolute times depend on the machine and what else it does; the ratios are what to compare.
 */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { buildImageTower } from "../../src-main/encoder/image-tower.ts";
import { createPreparation, parseEncoderManifest } from "../../src-main/encoder/index.ts";
import { productRoot } from "../../src-main/jobs/index.ts";
import { writePhantoms } from "../../src-main/phantom/index.ts";
import { readPack } from "../../src-main/runtime/index.ts";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { asTable, repeat } from "./measure.ts";
import { medclipSizeId, writeMedclipSizePack } from "./medclip-size.ts";
import type { BenchRow } from "./measure.ts";

const batch = 8;
const { values } = parseArgs({ options: { films: { type: "string", default: "128" }, out: { type: "string" } } });
const count = Number(values.films);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function finished(bench: Workbench, started: { readonly job: number } | { readonly id: number }): Promise<void> {
  const ended = await bench.settled("job" in started ? started.job : started.id);
  if (ended.state !== "succeeded") throw new Error(ended.error?.message ?? ended.state);
}

/** Reading and hashing the same files, nothing else: no import can do with less. */
async function readAndHash(files: readonly string[]): Promise<void> {
  for (const file of files)
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
}

/** The encoder's graph in a session with default settings, on batches that lie ready in memory. */
async function bareSession(folder: string, files: readonly string[]): Promise<{ perFilm: number; one: number }> {
  const pack = await readPack(folder);
  const manifest = parseEncoderManifest(pack.manifest, pack.manifest.id);
  const { source } = await buildImageTower(pack, manifest);
  if (!("bytes" in source)) throw new Error("the demo encoder's graph is built in memory");
  const preparation = createPreparation();
  const films = await Promise.all(
    files.slice(0, batch).map((path) => preparation.run({ film: path, preprocessing: manifest.preprocessing })),
  );
  await preparation.close();
  const length = films[0]?.input.length ?? 0;
  const input = new Float32Array(batch * length);
  films.forEach((film, place) => {
    input.set(film.input, place * length);
  });
  const session = await InferenceSession.create(source.bytes, { intraOpNumThreads: availableParallelism() });
  const name = session.inputNames[0] ?? "";
  const run = (images: number) => async (): Promise<void> => {
    const data = input.subarray(0, images * length);
    await session.run({ [name]: new Tensor("float32", data, [images, 3, ...manifest.preprocessing.size]) });
  };
  const whole = await repeat(Math.ceil(files.length / batch), run(batch));
  const single = await repeat(10, run(1));
  await session.release();
  return { perFilm: whole.median / batch / 1000, one: single.median };
}

/** Films per second between the first and the last batch of an encode job, models loaded and threads up. */
async function encodingRate(bench: Workbench, models: { encoder: string; sae?: string }): Promise<number> {
  const marks: { done: number; at: number }[] = [];
  const forget = bench.subscribe((event) => {
    const { job } = event.event === "job" ? event : { job: undefined };
    if (job?.kind === "encode" && job.step === "encoding" && job.done > 0 && marks.at(-1)?.done !== job.done)
      marks.push({ done: job.done, at: performance.now() });
  });
  await finished(bench, await bench.api["encoder.encode"]({ ...models, device: "cpu" }));
  forget();
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || first === last) return NaN;
  return (1000 * (last.done - first.done)) / (last.at - first.at);
}

function encodingRow(what: string, rate: number, bare: { readonly perFilm: number }): BenchRow {
  return {
    what: `films encoded, ${what}`,
    value: `${rate.toFixed(1)}/s`,
    baseline: `bare ONNX session, batches of ${String(batch)} ready in memory: ${(1 / bare.perFilm).toFixed(1)}/s`,
    ratio: (1 / bare.perFilm / rate).toFixed(2),
  };
}

async function explainAll(bench: Workbench): Promise<number> {
  const { images } = await bench.api["images.list"]({ offset: 0, limit: 20 });
  const timings: number[] = [];
  for (const { image } of images)
    timings.push((await seconds(() => bench.api["attribution.explain"]({ image, sae: "demo-sae" }))) * 1000);
  return timings.sort((a, b) => a - b)[Math.floor(timings.length / 2)] ?? NaN;
}

/** Largest resident memory of the processes started by this one, MiB (Linux only). */
async function childMemory(): Promise<string> {
  const peaks: string[] = [];
  for (const id of await readdir("/proc").catch(() => [])) {
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    if (!new RegExp(`^PPid:\\s+${String(process.pid)}$`, "m").test(status)) continue;
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (peak !== undefined) peaks.push(`${(Number(peak) / 1024).toFixed(0)} MiB`);
  }
  return peaks.join(", ") || "N/A";
}

const folder = await mkdtemp(join(tmpdir(), "lightbox-bench-"));
try {
  const rows: BenchRow[] = [];
  const set = join(folder, "set");
  const drawing = await seconds(() => writePhantoms(set, { count, seed: 1 }));
  rows.push({ what: "phantoms drawn", value: `${(count / drawing).toFixed(1)}/s`, baseline: "none", ratio: "N/A" });

  const films = join(set, "films");
  const files = (await readdir(films)).map((name) => join(films, name));
  await readAndHash(files);
  const reading = await seconds(() => readAndHash(files));
  const bench = await openWorkbench(join(folder, "Bench.lightbox"), { create: true });
  try {
    const table = join(set, "train.csv");
    const importing = await seconds(async () =>
      finished(bench, await bench.api["intake.import"]({ paths: [films], table })),
    );
    rows.push({
      what: "films imported (DICOM 512², thumbnail, labels)",
      value: `${(count / importing).toFixed(0)}/s`,
      baseline: `reading and hashing the same files: ${(count / reading).toFixed(0)}/s`,
      ratio: (importing / reading).toFixed(1),
    });
    const bare = await bareSession(join(productRoot(), "models", "demo-encoder"), files);
    const demo = await encodingRate(bench, { encoder: "demo-encoder", sae: "demo-sae" });
    rows.push(encodingRow("demo encoder (2.3 million weights)", demo, bare));
    const large = join(folder, medclipSizeId);
    await writeMedclipSizePack(large);
    const bareLarge = await bareSession(large, files.slice(0, 4 * batch));
    await bench.api["models.add"]({ path: large });
    rows.push(
      encodingRow("an encoder of MedCLIP's size", await encodingRate(bench, { encoder: medclipSizeId }), bareLarge),
    );
    await finished(bench, await bench.api["evidence.score"]({ sae: "demo-sae" }));
    const explaining = await explainAll(bench);
    rows.push({
      what: "one film explained, all neurons (median)",
      value: `${explaining.toFixed(0)} ms`,
      baseline: `bare ONNX session, one film: ${bare.one.toFixed(0)} ms`,
      ratio: (explaining / bare.one).toFixed(2),
    });
    const main = (process.resourceUsage().maxRSS / 1024).toFixed(0);
    const memory = `main ${main} MiB (this bench's own session in it), children ${await childMemory()}`;
    rows.push({ what: "peak resident memory", value: memory, baseline: "none", ratio: "N/A" });
  } finally {
    await bench.close();
  }
  const machine = `${String(availableParallelism())} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, ${String(count)} films`;
  const report = `${machine}\n\n${asTable(rows)}\n`;
  process.stdout.write(report);
  if (values.out !== undefined) await writeFile(values.out, report);
} finally {
  await rm(folder, { recursive: true, force: true });
}
