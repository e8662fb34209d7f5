/**
 * Reading the largest public table and planning its import: `node test/bench/table.ts [--rows N]`, part of `npm run bench`.
 * The films are hard links to one file in CheXpert's folders; the baseline walks the same folders and does nothing else.
 */
import { spawnSync } from "node:child_process";
import { link, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dryRun } from "../../src-main/intake/index.ts";
import { discover } from "../../src-main/intake/discover.ts";
import { openTable } from "../../src-main/intake/tables/open-table.ts";
import { createRandom } from "../../src-main/runtime/index.ts";
import { asTable } from "./measure.ts";

/** Rows of CheXpert's train.csv, and links one file may have on common file systems. */
const { values } = parseArgs({
  options: { rows: { type: "string", default: "223414" }, set: { type: "string" } },
  // What the other benches are given.
  strict: false,
});
const [rows, linksAtMost] = [Number(values.rows), 30_000];
const findings = [
  ...["No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema"],
  ...["Consolidation", "Pneumonia", "Atelectasis", "Pneumothorax", "Pleural Effusion", "Pleural Other"],
  ...["Fracture", "Support Devices"],
];

/** Paths as CheXpert's are spread: about three studies to a patient and six films to five studies. */
function paths(): string[] {
  const random = createRandom("bench table", 1);
  const all: string[] = [];
  for (let patient = 1; all.length < rows; patient++) {
    const studies = random.integer(1, 5);
    for (let study = 1; study <= studies && all.length < rows; study++) {
      const folder = `train/patient${String(patient).padStart(5, "0")}/study${String(study)}`;
      all.push(`${folder}/view1_frontal.jpg`);
      if (random.chance(0.19) && all.length < rows) all.push(`${folder}/view2_lateral.jpg`);
    }
  }
  return all;
}

async function writeSet(folder: string): Promise<void> {
  const random = createRandom("bench labels", 1);
  const lines = [`Path,Sex,Age,Frontal/Lateral,AP/PA,${findings.join(",")}`];
  let source = "";
  for (const [place, path] of paths().entries()) {
    if (place % linksAtMost === 0) {
      source = join(folder, `film${String(place)}`);
      await writeFile(source, "not read");
    }
    const film = join(folder, "CheXpert-v1.0-small", path);
    await mkdir(join(film, ".."), { recursive: true });
    await link(source, film);
    const labels = findings.map(() => (random.chance(0.8) ? "" : (["1.0", "0.0", "-1.0"][random.integer(0, 2)] ?? "")));
    const facts = path.includes("frontal") ? "Frontal,AP" : "Lateral,";
    lines.push(`CheXpert-v1.0-small/${path},Female,${String(random.integer(18, 90))},${facts},${labels.join(",")}`);
  }
  await writeFile(join(folder, "CheXpert-v1.0-small", "train.csv"), `${lines.join("\n")}\n`);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Walks, reads and plans, each once, in this process alone. */
async function measure(folder: string): Promise<void> {
  const films = join(folder, "CheXpert-v1.0-small");
  const table = join(films, "train.csv");
  const signal = new AbortController().signal;
  const store = { folder, tableMappings: { get: () => undefined, set: () => undefined } };
  const before = process.resourceUsage().maxRSS / 1024;
  const walking = await seconds(async () => {
    for await (const found of discover([films])) if (found.kind === "problem") throw found.error;
  });
  const reading = await seconds(async () => {
    (await openTable({ table }, store.tableMappings, signal)).close();
  });
  let answer: Awaited<ReturnType<typeof dryRun>> | undefined;
  const planning = await seconds(async () => {
    answer = await dryRun(store, { paths: [films], table }, signal);
  });
  if (answer?.filmsWithRow !== rows || answer.missing.count !== 0) throw new Error("the plan is wrong");
  const rate = (time: number): string => `${(rows / time).toFixed(0)} rows/s`;
  const peak = `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`;
  const walk = `walking the same folders: ${rate(walking)}`;
  const report = asTable([
    { what: "table read and packed", value: rate(reading), baseline: walk, ratio: (reading / walking).toFixed(2) },
    {
      what: "table read, import planned",
      value: rate(planning),
      baseline: walk,
      ratio: (planning / walking).toFixed(2),
    },
    { what: "peak resident memory", value: peak, baseline: `at the start: ${before.toFixed(0)} MiB`, ratio: "N/A" },
  ]);
  const machine = `${String(availableParallelism())} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, ${String(rows)} rows`;
  process.stdout.write(`${machine}\n\n${report}\n`);
}

if (typeof values.set !== "string") {
  const folder = await mkdtemp(join(tmpdir(), "lightbox-bench-table-"));
  try {
    await writeSet(folder);
    // Writing the set takes memory that is none of the plan's.
    const words = [import.meta.filename, "--rows", String(rows), "--set", folder];
    process.exitCode = spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
} else await measure(values.set);
