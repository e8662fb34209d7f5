import { expect, test } from "vitest";
import type { Store } from "../../../src-main/store/index.ts";
import { film, temporaryStore } from "../../support/workspace.ts";

const run = { device: "cpu", proof: "chosen", preprocessingHash: "p", codeVersion: "1" };

function addFilms(store: Store, count: number): number[] {
  return store.transaction(() =>
    Array.from({ length: count }, (_, number) => store.images.insert(film(number + 1)).id),
  );
}

test("a pack with another hash is another model, the one registered last is found", () => {
  using workspace = temporaryStore();
  const { models } = workspace.store;
  const first = models.register({ packId: "vit", kind: "encoder", hash: "a" });
  expect(models.register({ packId: "vit", kind: "encoder", hash: "a" })).toBe(first);
  const second = models.register({ packId: "vit", kind: "encoder", hash: "b" });
  expect(second).not.toBe(first);
  expect(models.find("vit", "encoder")).toEqual({ id: second, hash: "b" });
  // The older pack is put back.
  expect(models.register({ packId: "vit", kind: "encoder", hash: "a" })).toBe(first);
  expect(models.find("vit", "encoder")).toEqual({ id: first, hash: "a" });
  expect(models.find("vit", "sae")).toBeUndefined();
});

test("embeddings: pending, add, iterate, and the mean of the tokens", () => {
  using workspace = temporaryStore();
  const { encodings, models } = workspace.store;
  const ids = addFilms(workspace.store, 600);
  const model = models.register({ packId: "vit", kind: "encoder", hash: "a" });
  const runId = encodings.startRun({ model, ...run });
  expect(encodings.pending(model, 3, 0).map((row) => row.id)).toEqual(ids.slice(0, 3));
  expect(encodings.pending(model, 3, ids[597] ?? 0).map((row) => row.id)).toEqual(ids.slice(598));
  const rows = ids.map((image) => ({ image, vector: Float32Array.of(image, 0.1) }));
  encodings.add(model, runId, rows.slice(0, 500), Float64Array.of(500, 0.1));
  expect(encodings.pending(model, 3, 0).map((row) => row.id)).toEqual(ids.slice(500, 503));
  encodings.add(model, runId, rows.slice(500), Float64Array.of(100, 0.2));
  expect(encodings.count(model)).toBe(600);
  expect(Array.from(encodings.iterate(model))).toEqual(rows);
  expect(encodings.tokenMean(model)).toEqual({ images: 600, mean: Float64Array.of(1, (0.1 + 0.2) / 600) });
  expect(encodings.lastRun(model)).toMatchObject({ device: "cpu", proof: "chosen" });
  expect(encodings.tokenMean(model + 1)).toBeUndefined();
});

test("a batch that was stored before, or of another width, changes nothing", () => {
  using workspace = temporaryStore();
  const { encodings, models } = workspace.store;
  const [a = 0, b = 0] = addFilms(workspace.store, 2);
  const model = models.register({ packId: "vit", kind: "encoder", hash: "a" });
  const runId = encodings.startRun({ model, ...run });
  const vector = Float32Array.of(1, 2);
  encodings.add(model, runId, [{ image: a, vector }], Float64Array.of(1));
  const twice = [b, a].map((image) => ({ image, vector }));
  expect(() => {
    encodings.add(model, runId, twice, Float64Array.of(9));
  }).toThrow(/UNIQUE/);
  const mismatch = expect.objectContaining({ code: "model/mismatch" }) as unknown;
  expect(() => {
    encodings.add(model, runId, [{ image: b, vector: Float32Array.of(1) }], Float64Array.of(9));
  }).toThrow(mismatch);
  expect(() => {
    encodings.add(model, runId, [{ image: b, vector }], Float64Array.of(9, 9));
  }).toThrow(mismatch);
  expect(encodings.count(model)).toBe(1);
  expect(encodings.tokenMean(model)).toEqual({ images: 1, mean: Float64Array.of(1) });
});

test("codes: pending, add, iterate; an image keeps its code", () => {
  using workspace = temporaryStore();
  const { encodings, models, codes } = workspace.store;
  const ids = addFilms(workspace.store, 3);
  const encoder = models.register({ packId: "vit", kind: "encoder", hash: "a" });
  const sae = models.register({ packId: "sae", kind: "sae", hash: "s" });
  const rows = ids.map((image) => ({ image, vector: Float32Array.of(image) }));
  encodings.add(encoder, encodings.startRun({ model: encoder, ...run }), rows, Float64Array.of(1));
  expect(codes.pending(sae, encoder, 9, 0)).toEqual(rows);
  const code = { indices: Uint16Array.of(3, 9), values: Float32Array.of(0.5, 2) };
  codes.add(sae, [{ image: ids[0] ?? 0, ...code }]);
  codes.add(sae, [{ image: ids[0] ?? 0, ...code }], encoder);
  codes.add(sae, [{ image: ids[2] ?? 0, indices: new Uint16Array(0), values: new Float32Array(0) }]);
  expect(codes.pending(sae, encoder, 9, 0)).toEqual([rows[1]]);
  expect(codes.count(sae)).toBe(2);
  expect(Array.from(codes.iterate(sae))).toEqual([
    { image: ids[0], indices: Uint16Array.of(9, 3), values: Float32Array.of(2, 0.5) },
    { image: ids[2], indices: new Uint16Array(0), values: new Float32Array(0) },
  ]);
});

test("single codes are read from the set of codes that is asked for", () => {
  using workspace = temporaryStore();
  const { models, codes } = workspace.store;
  const ids = addFilms(workspace.store, 4);
  const [first = 0, second = 0, third = 0, last = 0] = ids;
  const saes = ["a", "b"].map((packId) => models.register({ packId, kind: "sae", hash: "s" }));
  const code = (neuron: number) => ({ indices: Uint16Array.of(neuron), values: Float32Array.of(1) });
  codes.add(
    saes[0] ?? 0,
    [second, third].map((image) => ({ image, ...code(image) })),
  );
  codes.add(
    saes[1] ?? 0,
    [first, last].map((image) => ({ image, ...code(image) })),
  );
  expect(codes.ofImage(1, third)).toEqual(code(third));
  expect(codes.ofImage(1, last)).toBeUndefined();
  expect(codes.ofImage(2, last)).toEqual(code(last));
  expect([codes.idRange(1), codes.idRange(2), codes.idRange(3)]).toEqual([[second, third], [first, last], undefined]);
});

test("an activation that no code can hold is named with its film, and nothing of its batch is stored", () => {
  using workspace = temporaryStore();
  const { codes, models } = workspace.store;
  const [first = 0, second = 0] = addFilms(workspace.store, 2);
  const sae = models.register({ packId: "sae", kind: "sae", hash: "s" });
  const code = (image: number, value: number) => ({
    image,
    indices: Uint16Array.of(1),
    values: Float32Array.of(value),
  });
  for (const value of [65505, Infinity, NaN]) {
    const message = `An activation of film2.png is ${String(value)}; codes hold finite values up to 65504.`;
    expect(() => {
      codes.add(sae, [code(first, 1), code(second, value)]);
    }).toThrow(expect.objectContaining({ code: "compute/failed", message }) as Error);
  }
  expect(codes.count(sae)).toBe(0);
});

test("codes of an encoder that was replaced do not mix with the new ones", () => {
  using workspace = temporaryStore();
  const { encodings, models, codes } = workspace.store;
  const ids = addFilms(workspace.store, 2);
  const sae = models.register({ packId: "sae", kind: "sae", hash: "s" });
  const encode = (hash: string): number => {
    const encoder = models.register({ packId: "vit", kind: "encoder", hash });
    const rows = ids.map((image) => ({ image, vector: Float32Array.of(1) }));
    encodings.add(encoder, encodings.startRun({ model: encoder, ...run }), rows, Float64Array.of(1));
    return encoder;
  };
  const code = (image: number | undefined, neuron: number) => ({
    image: image ?? 0,
    indices: Uint16Array.of(neuron),
    values: Float32Array.of(1),
  });
  const old = encode("a");
  codes.add(
    sae,
    ids.map((image) => code(image, 1)),
    old,
  );
  const renewed = encode("b");
  expect(codes.pending(sae, renewed, 9, 0)).toHaveLength(2);
  codes.add(sae, [code(ids[1], 2)]);
  expect(codes.count(sae)).toBe(1);
  expect(Array.from(codes.iterate(sae), (row) => [row.image, row.indices[0]])).toEqual([[ids[1], 2]]);
  models.register({ packId: "vit", kind: "encoder", hash: "a" });
  expect(codes.count(sae)).toBe(2);
});

test("settings are set and set again", () => {
  using workspace = temporaryStore();
  const { settings } = workspace.store;
  expect(settings.get("encoder")).toBeUndefined();
  settings.set("encoder", "a");
  settings.set("encoder", "b");
  expect(settings.get("encoder")).toBe("b");
});
