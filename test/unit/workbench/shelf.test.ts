import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writePack, writeSafetensors } from "../../../src-main/runtime/index.ts";
import { openShelf, sweepAdding } from "../../../src-main/workbench/shelf.ts";
import { temporaryFolder } from "../../support/workspace.ts";

const manifest = {
  format: "lightbox-pack/1",
  kind: "sae",
  id: "small-sae",
  name: "A small SAE",
  version: "1.0.0",
  licence: "Apache-2.0",
  intendedUse: "Tests.",
  trainingData: "None.",
  encoder: { id: "small-encoder" },
  architecture: { neurons: 2, embedding: 2, gate: { type: "relu" } },
  input: { normalised: true, scale: 1, mean: false },
};
const weights = writeSafetensors({
  "encoder.weight": { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) },
  "encoder.bias": { shape: [2], data: new Float32Array(2) },
  "decoder.weight": { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) },
});

it("takes a pack by its folder or its manifest, and replaces it by a newer one of the same id", async () => {
  using folder = temporaryFolder();
  const shelf = openShelf(join(folder.path, "ws"));
  const place = join(folder.path, "pack");
  await writePack(place, manifest, { "weights.safetensors": weights });
  const first = await shelf.add(place);
  expect(first).toMatchObject({
    id: "small-sae",
    kind: "sae",
    neurons: 2,
    encoder: "small-encoder",
    source: "workspace",
  });
  await writePack(place, { ...manifest, version: "1.0.1" }, { "weights.safetensors": weights });
  const second = await shelf.add(join(place, "manifest.json"));
  expect(second.version).toBe("1.0.1");
  expect(second.hash).not.toBe(first.hash);
  expect((await shelf.find("small-sae", "sae")).hash).toBe(second.hash);
  expect((await shelf.list()).filter(({ id }) => id === "small-sae")).toHaveLength(1);
});

it("notices weights that were changed in place", async () => {
  using folder = temporaryFolder();
  const shelf = openShelf(join(folder.path, "ws"));
  const place = join(folder.path, "ws", "models", "small-sae");
  await writePack(place, manifest, { "weights.safetensors": weights });
  await shelf.find("small-sae", "sae");
  const bytes = await readFile(join(place, "weights.safetensors"));
  bytes[bytes.length - 1] = 77;
  await writeFile(join(place, "weights.safetensors"), bytes);
  await expect(shelf.find("small-sae", "sae")).rejects.toMatchObject({ code: "model/hash-mismatch" });
  const others = await shelf.list();
  expect(others.map(({ id }) => id)).not.toContain("small-sae");
});

it("says what a thing is that is no pack", async () => {
  using folder = temporaryFolder();
  const shelf = openShelf(join(folder.path, "ws"));
  const tflite = join(folder.path, "model.tflite");
  await writeFile(tflite, Buffer.from("\0\0\0\0TFL3\0\0", "latin1"));
  await expect(shelf.add(tflite)).rejects.toMatchObject({
    code: "model/unsupported-format",
    message: "model.tflite is a TensorFlow Lite model, not a model pack.",
  });
  const graph = join(folder.path, "model.onnx");
  await writeFile(graph, "");
  await expect(shelf.add(graph)).rejects.toThrow("a graph without a manifest.json beside it");
  await expect(shelf.add(folder.path)).rejects.toThrow("a folder without a manifest.json");
  await expect(shelf.add(join(folder.path, "nothing"))).rejects.toMatchObject({ code: "model/not-found" });
  await expect(shelf.find("small-sae", "sae")).rejects.toMatchObject({ code: "model/not-found" });
});

it("keeps the version it has where the new one cannot be put in its place", async () => {
  using folder = temporaryFolder();
  const shelf = openShelf(join(folder.path, "ws"));
  const place = join(folder.path, "pack");
  await writePack(place, manifest, { "weights.safetensors": weights });
  const first = await shelf.add(place);
  const broken = join(folder.path, "broken");
  await writePack(broken, { ...manifest, version: "2" }, { "weights.safetensors": weights });
  await writeFile(join(broken, "weights.safetensors"), "cut short");
  await expect(shelf.add(broken)).rejects.toMatchObject({ code: "model/hash-mismatch" });
  expect((await shelf.find("small-sae", "sae")).hash).toBe(first.hash);
  expect(await readdir(join(folder.path, "ws", "models"))).toEqual(["small-sae"]);
});

it("sweeps what a stopped process left after an hour, and puts a version back that had only stepped aside", async () => {
  using folder = temporaryFolder();
  const workspace = join(folder.path, "ws");
  const models = join(workspace, "models");
  const anHourOn = Date.now() + 3_700_000;
  await writePack(join(models, "small-sae"), manifest, { "weights.safetensors": weights });
  await rename(join(models, "small-sae"), join(models, ".adding-1-old"));
  await mkdir(join(models, ".adding-1"));
  await sweepAdding(workspace);
  expect((await readdir(models)).sort()).toEqual([".adding-1", ".adding-1-old"]);
  await sweepAdding(workspace, anHourOn);
  expect(await readdir(models)).toEqual(["small-sae"]);
  await writePack(join(models, ".adding-2-old"), manifest, { "weights.safetensors": weights });
  await sweepAdding(workspace, anHourOn);
  expect(await readdir(models)).toEqual(["small-sae"]);
});
