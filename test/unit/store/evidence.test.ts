import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Connection from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { databaseName } from "../../../src-main/store/index.ts";
import type { NeuronAssociation, ScoreResult, Store } from "../../../src-main/store/index.ts";
import { film, temporaryStore } from "../../support/workspace.ts";

const association = (neuron: number, finding: string, correlation: number | null): NeuronAssociation => ({
  neuron,
  finding,
  correlation,
  auroc: correlation === null ? null : 0.5 + correlation / 2,
  positives: 3,
  negatives: 4,
});

function prepare(store: Store): { sae: number; ids: number[] } {
  const sae = store.models.register({ packId: "sae", kind: "sae", hash: "s" });
  const ids = [1, 2, 3, 4].map((number) => store.images.insert(film(number)).id);
  const code = { indices: Uint16Array.of(1), values: Float32Array.of(1) };
  store.codes.add(
    sae,
    ids.map((image) => ({ image, ...code })),
  );
  return { sae, ids };
}

function smallResult(ids: readonly number[]): ScoreResult {
  return {
    images: 4,
    neurons: [
      { neuron: 0, fires: 0, sum: 0, max: 0 },
      { neuron: 1, fires: 3, sum: 3.5, max: 2 },
    ],
    postings: [
      { neuron: 0, images: new Uint32Array(0), values: new Float32Array(0) },
      { neuron: 1, images: Uint32Array.from(ids.slice(0, 3)), values: Float32Array.of(0.5, 2, 1) },
    ],
    associations: [
      association(0, "Edema", null),
      association(0, "Fracture", 0.1),
      association(1, "Edema", 0.3),
      association(1, "Fracture", -0.7),
    ],
  };
}

test("what was stored is read back", async () => {
  using workspace = temporaryStore();
  const { evidence } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  expect(evidence.scored(sae)).toBeUndefined();
  expect(evidence.neurons(sae)).toEqual([]);
  await evidence.replace(sae, smallResult(ids));
  expect(evidence.scored(sae)).toMatchObject({ images: 4, stale: false });
  const without = ({ finding, correlation, auroc, positives, negatives }: NeuronAssociation) => ({
    finding,
    correlation,
    auroc,
    positives,
    negatives,
  });
  expect(evidence.neurons(sae)).toEqual([
    { neuron: 0, images: 4, fires: 0, sum: 0, max: 0, strongest: without(association(0, "Fracture", 0.1)) },
    { neuron: 1, images: 4, fires: 3, sum: 3.5, max: 2, strongest: without(association(1, "Fracture", -0.7)) },
  ]);
  expect(evidence.neuron(sae, 1)).toEqual(evidence.neurons(sae)[1]);
  expect(evidence.neuron(sae, 2)).toBeUndefined();
  expect(evidence.associations(sae, 0)).toEqual(
    [association(0, "Edema", null), association(0, "Fracture", 0.1)].map(without),
  );
  expect(evidence.strongestPerFinding(sae)).toEqual([association(1, "Edema", 0.3), association(0, "Fracture", 0.1)]);
});

test("the head of a posting list and ranks in it", async () => {
  using workspace = temporaryStore();
  const { evidence } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  await evidence.replace(sae, smallResult(ids));
  const head = (limit: number) => evidence.head(sae, 1, limit).map((row) => [row.image, row.name, row.activation]);
  expect(head(2)).toEqual([
    [ids[1], "film2.png", 2],
    [ids[2], "film3.png", 1],
  ]);
  expect(head(200)).toHaveLength(3);
  expect(head(0)).toEqual([]);
  expect(evidence.head(sae, 0, 5)).toEqual([]);
  expect([0.1, 0.5, 1, 1.5, 9].map((value) => evidence.rank(sae, 1, value))).toEqual([0, 0, 1, 2, 3]);
  expect(evidence.rank(sae, 0, 1)).toBe(0);
});

test("statistics are stale once codes, labels or the encoder changed", async () => {
  using workspace = temporaryStore();
  const { evidence, codes, images } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  const stale = () => evidence.scored(sae)?.stale;
  await evidence.replace(sae, smallResult(ids));
  expect(stale()).toBe(false);
  images.insert(film(1, { labels: { Edema: 1 } }));
  expect(stale()).toBe(true);
  await evidence.replace(sae, smallResult(ids));
  expect(stale()).toBe(false);
  const image = images.insert(film(5)).id;
  codes.add(sae, [{ image, indices: Uint16Array.of(1), values: Float32Array.of(1) }]);
  expect(stale()).toBe(true);
});

const tables = ["generations", "neurons", "associations", "strongest_neurons", "postings"];

function rowsIn(store: Store): Record<string, number> {
  const db = new Connection(join(store.folder, databaseName), { readonly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const counts = Object.fromEntries(tables.map((table) => [table, count(table)]));
  db.close();
  return counts;
}

test("the old statistics are gone after a new score, those of another SAE stay", async () => {
  using workspace = temporaryStore();
  const { evidence, models } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  const other = models.register({ packId: "other", kind: "sae", hash: "o" });
  await evidence.replace(other, smallResult(ids));
  await evidence.replace(sae, smallResult(ids));
  const before = rowsIn(workspace.store);
  expect(before).toEqual({ generations: 2, neurons: 4, associations: 8, strongest_neurons: 4, postings: 2 });
  await evidence.replace(sae, smallResult(ids));
  expect(rowsIn(workspace.store)).toEqual(before);
  expect(evidence.neurons(other)).toHaveLength(2);
});

test("a write that fails half-way leaves the old statistics, and the next one clears the rest away", async () => {
  using workspace = temporaryStore();
  const { evidence } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  const good = smallResult(ids);
  await evidence.replace(sae, good);
  const before = evidence.neurons(sae);
  const neuron = { neuron: 2, images: Uint32Array.of(1), values: Float32Array.of(Infinity) };
  await expect(evidence.replace(sae, { ...good, images: 3, postings: [...good.postings, neuron] })).rejects.toThrow();
  expect(evidence.neurons(sae)).toEqual(before);
  expect(evidence.head(sae, 1, 9)).toHaveLength(3);
  await evidence.replace(sae, good);
  expect(rowsIn(workspace.store)).toMatchObject({ generations: 1, neurons: 2, postings: 1 });
});

test("a reader in between sees all of the old or all of the new, and gets its turn all along", async () => {
  using workspace = temporaryStore();
  const { evidence } = workspace.store;
  const { sae } = prepare(workspace.store);
  const findings = Array.from({ length: 14 }, (_, number) => `Finding ${String(number)}`);
  const neurons = Array.from({ length: 8192 }, (_, neuron) => neuron);
  const result = (mark: number): ScoreResult => ({
    images: mark,
    neurons: neurons.map((neuron) => ({ neuron, fires: mark, sum: mark, max: mark })),
    postings: neurons.map((neuron) => ({ neuron, images: Uint32Array.of(mark), values: Float32Array.of(1) })),
    associations: neurons.flatMap((neuron) => findings.map((finding) => association(neuron, finding, neuron / 1e4))),
  });
  await evidence.replace(sae, result(1));
  const seen = new Set<string>();
  let turns = 0;
  const state = { over: false };
  // A clock on which every step takes 1/20 ms: the pieces of 15 ms are then the same on every machine.
  let clock = 0;
  const now = vi.spyOn(performance, "now").mockImplementation(() => (clock += 0.05));
  const written = evidence.replace(sae, result(2)).finally(() => {
    state.over = true;
    now.mockRestore();
  });
  while (!state.over) {
    await setImmediate();
    turns += 1;
    const marks = [evidence.scored(sae)?.images, evidence.neuron(sae, 0)?.fires, evidence.neuron(sae, 8191)?.fires];
    seen.add(`${marks.join(" ")} ${String(evidence.head(sae, 8191, 1)[0]?.image)}`);
  }
  await written;
  const [first, second, third] = Array.from(seen);
  expect([first, second, third]).toEqual(["1 1 1 1", "2 2 2 2", undefined]);
  // 8192 neurons, postings and 14 associations for each, 300 rows in a piece.
  expect(turns).toBeGreaterThanOrEqual((8192 * 16) / 300);
});
