/**
 * How much of a neuron's map lies inside the planted finding it goes with, against chance.
 *
 *     node test/bench/map-energy.ts FOLDER [--films N] [--seed S]
 *
 * Phantoms of a fresh seed are made, imported, encoded and scored in FOLDER. Patients with an even number choose, for each
 * planted kind, the neuron with the largest AUROC; patients with an odd number measure it. Energy is the share of the
 * centred map's positive part inside the mask; chance is the share of the grid that the mask covers.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { associate, binaryLabels, buildPostings } from "../../src-main/evidence/index.ts";
import type { FindingKind, FindingRecord, TruthFile } from "../../src-main/phantom/index.ts";
import { openStore } from "../../src-main/store/index.ts";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";

type Film = TruthFile["films"][number];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    films: { type: "string", default: "400" },
    seed: { type: "string", default: "777001" },
    encoder: { type: "string", default: "demo-encoder" },
    sae: { type: "string", default: "demo-sae" },
  },
});
const folder = resolve(positionals[0] ?? "map-energy");
const directory = join(folder, "phantoms");
const workspace = join(folder, "energy.lightbox");

/** Share of every grid cell that the finding covers, [rows × columns]. */
async function coverage(finding: FindingRecord, rows: number, columns: number): Promise<Float64Array> {
  const { data, info } = await sharp(join(directory, finding.mask)).raw().toBuffer({ resolveWithObject: true });
  const cells = new Float64Array(rows * columns);
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < info.width; x++) {
      if ((data[(y * info.width + x) * info.channels] ?? 0) === 0) continue;
      const cell = Math.floor((y * rows) / info.height) * columns + Math.floor((x * columns) / info.width);
      cells[cell] = (cells[cell] ?? 0) + (rows * columns) / (info.width * info.height);
    }
  return cells;
}

async function centredMap(bench: Workbench, image: string, neuron: number) {
  const explained = await bench.api["attribution.explain"]({ image, sae: values.sae });
  const place = explained.neurons.findIndex((firing) => firing.neuron === neuron);
  if (place < 0 || explained.centredMaps === null) return undefined;
  const { bytes, shape = [] } = await bench.data(explained.centredMaps.path);
  const [, rows = 0, columns = 0] = shape;
  const maps = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return { rows, columns, map: maps.subarray(place * rows * columns, (place + 1) * rows * columns) };
}

/** The neuron that tells this kind apart best on the choosing half. */
async function bestNeuron(
  kind: FindingKind,
  side: string | null,
  films: readonly Film[],
  ids: ReadonlyMap<string, number>,
) {
  const store = openStore(workspace);
  try {
    const row = store.models.find(values.sae, "sae");
    if (row === undefined) throw new Error(`${values.sae} has not coded anything`);
    const chosen = films.filter((film) => film.patient.number % 2 === 0);
    const labelled = new Set(chosen.map((film) => ids.get(film.sha256) ?? -1));
    const positive = new Map(
      chosen.map((film) => [ids.get(film.sha256) ?? -1, has(film, kind, side) === undefined ? 0 : 1] as const),
    );
    const labels = binaryLabels(kind, positive, labelled);
    const all = await buildPostings(
      [...store.codes.iterate(row.id)].filter((code) => labelled.has(code.image)),
      65536,
    );
    const postings = all.filter((posting) => posting.images.length >= 5);
    const scored = postings.map((posting) => associate(posting, labels));
    return scored.reduce((best, next) => ((next.auroc ?? 0) > (best.auroc ?? 0) ? next : best));
  } finally {
    store.close();
  }
}

function has(film: Film, kind: FindingKind, side: string | null): FindingRecord | undefined {
  return film.findings.find((finding) => finding.kind === kind && (side === null || finding.side === side));
}

async function measure(
  bench: Workbench,
  kind: FindingKind,
  side: string | null,
  films: readonly Film[],
  neuron: number,
) {
  const energies: number[] = [];
  const chances: number[] = [];
  for (const film of films) {
    const finding = film.patient.number % 2 === 1 ? has(film, kind, side) : undefined;
    if (finding === undefined) continue;
    const found = await centredMap(bench, film.sha256, neuron);
    if (found === undefined) continue;
    const inside = await coverage(finding, found.rows, found.columns);
    let [energy, total, area] = [0, 0, 0];
    found.map.forEach((value, cell) => {
      const positive = Math.max(0, value);
      const share = Math.min(1, inside[cell] ?? 0);
      energy += positive * share;
      total += positive;
      area += share / found.map.length;
    });
    energies.push(total > 0 ? energy / total : 0);
    chances.push(area);
  }
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  return { films: energies.length, energy: mean(energies), chance: mean(chances) };
}

await mkdir(folder, { recursive: true });
const bench = await openWorkbench(workspace, { create: !existsSync(workspace) });
try {
  const job = await bench.settled(
    bench.startDemo({
      directory,
      films: Number(values.films),
      seed: Number(values.seed),
      encoder: values.encoder,
      sae: values.sae,
    }).id,
  );
  if (job.state !== "succeeded") throw new Error(job.error?.message ?? job.state);
  const truth = JSON.parse(await readFile(join(directory, "truth.json"), "utf8")) as TruthFile;
  const store = openStore(workspace);
  const ids = new Map(truth.films.map((film) => [film.sha256, store.images.bySha(film.sha256)?.id ?? -1]));
  store.close();
  const kinds = new Map<string, { kind: FindingKind; side: string | null }>();
  for (const film of truth.films)
    for (const finding of film.findings) {
      const side = finding.kind === "effusion" ? finding.side : null;
      kinds.set(`${finding.kind}${side === null ? "" : ` ${side}`}`, { kind: finding.kind, side });
    }
  process.stdout.write("kind | neuron | AUROC (choosing half) | films | energy inside | chance | ratio\n");
  for (const [name, { kind, side }] of [...kinds].sort(([a], [b]) => a.localeCompare(b))) {
    const best = await bestNeuron(kind, side, truth.films, ids);
    const result = await measure(bench, kind, side, truth.films, best.neuron);
    const numbers = [
      (best.auroc ?? NaN).toFixed(2),
      String(result.films),
      result.energy.toFixed(3),
      result.chance.toFixed(3),
    ];
    const ratio = (result.energy / result.chance).toFixed(2);
    process.stdout.write(`${[name, `#${String(best.neuron)}`, ...numbers, ratio].join(" | ")}\n`);
  }
} finally {
  await bench.close();
}
