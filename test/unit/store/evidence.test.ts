import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Connection from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { databaseName } from "../../../src-main/store/index.ts";
import type { NeuronAssociation, ScoreResult, Store, StoredNeuron } from "../../../src-main/store/index.ts";
import { film, temporaryStore } from "../../support/workspace.ts";

const association = (neuron: number, finding: string, correlation: number | null): NeuronAssociation => ({
  neuron,
  finding,
  correlation,
  correlationError: correlation === null ? null : 0.1,
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
    policies: [{ dataSet: null, policy: "ones" }],
    neurons: [
      { neuron: 0, fires: 0, sum: 0, max: 0, histogram: null },
      { neuron: 1, fires: 3, sum: 3.5, max: 2, histogram: Uint32Array.of(1, 2 ** 32 - 1, 0) },
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

/** Every neuron of the statistics that readers see. */
function neuronsOf({ evidence }: Store, sae: number): StoredNeuron[] {
  return evidence.neuronPage(evidence.scored(sae)?.generation ?? 0, 0, 1e6);
}

test("statistics remember which images were coded, also when more have been since", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const { sae, ids } = prepare(store);
  await store.evidence.replace(sae, smallResult(ids));
  const later = store.images.insert(film(5)).id;
  store.codes.add(sae, [{ image: later, indices: Uint16Array.of(1), values: Float32Array.of(1) }]);
  expect(store.evidence.scored(sae)).toMatchObject({ ids: [ids[0], ids[3]], stale: true });
});

test("what was stored is read back", async () => {
  using workspace = temporaryStore();
  const { evidence } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  expect(evidence.scored(sae)).toBeUndefined();
  expect(evidence.neuron(sae, 1)).toBeUndefined();
  expect(evidence.associations(sae, 1)).toEqual([]);
  await evidence.replace(sae, smallResult(ids));
  expect(evidence.scored(sae)).toMatchObject({ images: 4, stale: false });
  const without = ({ finding, correlation, correlationError, auroc, positives, negatives }: NeuronAssociation) => ({
    finding,
    correlation,
    correlationError,
    auroc,
    positives,
    negatives,
  });
  const { neurons } = smallResult(ids);
  expect(evidence.neuron(sae, 0)).toEqual({ ...neurons[0], strongest: without(association(0, "Fracture", 0.1)) });
  expect(evidence.neuron(sae, 1)).toEqual({ ...neurons[1], strongest: without(association(1, "Fracture", -0.7)) });
  expect(evidence.neuron(sae, 2)).toBeUndefined();
  expect(evidence.associations(sae, 0)).toEqual(
    [association(0, "Edema", null), association(0, "Fracture", 0.1)].map(without),
  );
  expect(evidence.strongestPerFinding(sae)).toEqual([association(1, "Edema", 0.3), association(0, "Fracture", 0.1)]);
});

test("long lists are read page by page, of one set of statistics alone", async () => {
  using workspace = temporaryStore();
  const { evidence, models } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  const other = models.register({ packId: "other", kind: "sae", hash: "o" });
  await evidence.replace(sae, smallResult(ids));
  await evidence.replace(other, { ...smallResult(ids), associations: [association(1, "Edema", 0.9)] });
  const generation = evidence.scored(sae)?.generation ?? 0;
  const listed = [0, 1].map((neuron) => evidence.neuron(sae, neuron));
  expect(listed.map((neuron) => neuron?.strongest?.correlation)).toEqual([0.1, -0.7]);
  expect(evidence.neuronPage(generation, 0, 9)).toEqual(listed);
  expect(evidence.neuronPage(generation, 0, 1)).toEqual(listed.slice(0, 1));
  expect(evidence.neuronPage(generation, 1, 9)).toEqual(listed.slice(1));
  expect(evidence.neuronPage(generation, 2, 9)).toEqual([]);
  const page = (from: number, to: number) => evidence.associationPage(generation, "Fracture", from, to);
  const both = [association(0, "Fracture", 0.1), association(1, "Fracture", -0.7)];
  expect([page(0, 9), page(0, 1), page(1, 2), page(2, 9)]).toEqual([both, both.slice(0, 1), both.slice(1), []]);
  expect(evidence.associationPage(generation, "Edema", 0, 1)).toEqual([association(0, "Edema", null)]);
  expect(evidence.associationPage(generation, "Nothing of this name", 0, 9)).toEqual([]);
  expect(evidence.fires(generation)).toEqual(Uint32Array.of(0, 3));
  expect(evidence.fires(generation + 9)).toEqual(new Uint32Array(0));
});

test("new statistics have another number than the old, and say which codes they are from", async () => {
  using workspace = temporaryStore();
  const { evidence, codes } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  await evidence.replace(sae, smallResult(ids));
  const before = evidence.scored(sae);
  await evidence.replace(sae, smallResult(ids));
  const after = evidence.scored(sae);
  expect(after?.generation).not.toBe(before?.generation);
  expect(evidence.posting(before?.generation ?? 0, 1).images).toHaveLength(0);
  const code = codes.ofImage(after?.coding ?? 0, ids[0] ?? 0);
  expect(code).toEqual({ indices: Uint16Array.of(1), values: Float32Array.of(1) });
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

test("a whole posting list, and the film of an image", async () => {
  using workspace = temporaryStore();
  const { evidence, images } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  await evidence.replace(sae, smallResult(ids));
  const generation = evidence.scored(sae)?.generation ?? 0;
  const [first = 0, second = 0, third = 0] = ids;
  expect(evidence.posting(generation, 1)).toEqual({
    images: Uint32Array.of(second, third, first),
    values: Float32Array.of(2, 1, 0.5),
  });
  expect(evidence.posting(generation, 0).images).toHaveLength(0);
  const { id } = images.insert(film(9, { patient: "P" }));
  expect(evidence.film(id)).toEqual({ sha256: film(9).sha256, name: "film9.png", patient: "P" });
  expect(evidence.film(id + 1)).toBeUndefined();
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
  expect(neuronsOf(workspace.store, other)).toHaveLength(2);
});

test("a write that fails half-way leaves the old statistics, and the next one clears the rest away", async () => {
  using workspace = temporaryStore();
  const { evidence } = workspace.store;
  const { sae, ids } = prepare(workspace.store);
  const good = smallResult(ids);
  await evidence.replace(sae, good);
  const before = neuronsOf(workspace.store, sae);
  const neuron = { neuron: 2, images: Uint32Array.of(1), values: Float32Array.of(Infinity) };
  await expect(evidence.replace(sae, { ...good, images: 3, postings: [...good.postings, neuron] })).rejects.toThrow();
  expect(neuronsOf(workspace.store, sae)).toEqual(before);
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
    policies: [],
    neurons: neurons.map((neuron) => ({ neuron, fires: mark, sum: mark, max: mark, histogram: null })),
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
