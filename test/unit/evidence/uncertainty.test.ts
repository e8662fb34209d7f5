import { expect, test } from "vitest";
import { scoreNeurons } from "../../../src-main/evidence/index.ts";
import type { UncertaintyPolicy } from "../../../src-preload/contract/tables.ts";
import type { Store } from "../../../src-main/store/index.ts";
import { film, temporaryStore } from "../../support/workspace.ts";

const context = { signal: new AbortController().signal, progress: () => undefined };

/** Six films: of "A" one with, one without and one uncertain of edema, of "B" the same, and all fire on neuron 0. */
function prepare(store: Store): number {
  const labels = [1, 0, -1, 1, 0, -1] as const;
  const sae = store.models.register({ packId: "sae", kind: "sae", hash: "h" });
  const ids = labels.map((value, place) => {
    const dataSet = place < 3 ? "A" : "B";
    return store.images.insert(film(place + 1, { dataSet, labels: { Edema: value, Fracture: 0 } })).id;
  });
  store.codes.add(
    sae,
    ids.map((image, place) => ({ image, indices: Uint16Array.of(0), values: Float32Array.of(place + 1) })),
  );
  return sae;
}

async function counted(store: Store, sae: number, policy?: UncertaintyPolicy): Promise<[number, number]> {
  await scoreNeurons(store, { row: sae, neurons: 1, policy }, context);
  const edema = store.evidence.associations(sae, 0).find(({ finding }) => finding === "Edema");
  return [edema?.positives ?? -1, edema?.negatives ?? -1];
}

test("uncertain labels count as each data set's policy says, or as one score asks, and the score says which", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const sae = prepare(store);
  expect(await counted(store, sae)).toEqual([2, 2]);
  expect(store.evidence.scored(sae)?.policies).toEqual([
    { dataSet: "A", policy: "ignore" },
    { dataSet: "B", policy: "ignore" },
    { dataSet: null, policy: "ignore" },
  ]);
  expect(store.dataSets.setPolicy("A", "ones")).toBe(true);
  expect(store.dataSets.setPolicy("B", "zeros")).toBe(true);
  expect(store.evidence.scored(sae)?.stale).toBe(true);
  expect(await counted(store, sae)).toEqual([3, 3]);
  expect(store.evidence.scored(sae)).toMatchObject({
    stale: false,
    policies: [{ policy: "ones" }, { policy: "zeros" }, {}],
  });
  expect(await counted(store, sae, "ones")).toEqual([4, 2]);
  expect(await counted(store, sae, "zeros")).toEqual([2, 4]);
  expect(await counted(store, sae, "ignore")).toEqual([2, 2]);
  expect(store.evidence.scored(sae)?.policies.map(({ policy }) => policy)).toEqual(["ignore", "ignore", "ignore"]);
});

test("the same policy again changes nothing, an unknown data set is told", () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  prepare(store);
  const before = store.evidence.labelsRevision();
  expect(store.dataSets.setPolicy("A", "ignore")).toBe(true);
  expect(store.dataSets.setPolicy("C", "ones")).toBe(false);
  expect(store.evidence.labelsRevision()).toBe(before);
  expect(store.dataSets.setPolicy("A", "zeros")).toBe(true);
  expect(store.evidence.labelsRevision()).toBe(before + 1);
  expect([...store.dataSets.images("A")]).toEqual([1, 2, 3]);
});

test("a policy that changes while neurons are scored leaves the score stale", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const sae = prepare(store);
  let changes = 0;
  const progress = (): void => {
    if (changes++ === 0) store.dataSets.setPolicy("A", "ones");
  };
  await scoreNeurons(store, { row: sae, neurons: 1 }, { ...context, progress });
  expect(changes).toBeGreaterThan(0);
  expect(store.evidence.scored(sae)?.stale).toBe(true);
});
