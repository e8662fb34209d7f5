import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { expectExactMaps, succeed } from "../support/exact-maps.ts";
import { temporaryFolder } from "../support/workspace.ts";

const films = 24;
const folder = temporaryFolder();
let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench(join(folder.path, "Demo.lightbox"), { create: true });
  await succeed(bench, bench.startDemo({ films, seed: 31 }).id);
});

afterAll(async () => {
  await bench.close();
  folder[Symbol.dispose]();
});

test("the whole path: every film is in, encoded, coded and scored", async () => {
  const info = await bench.api["workspace.info"]({});
  expect(info).toMatchObject({ images: films, explained: films, encoder: "demo-encoder", sae: "demo-sae" });
  const summary = await bench.demoSummary();
  expect(summary.films).toBe(films);
  const { neurons, firing } = summary;
  expect(firing).toBeGreaterThan(0);
  const counted = { sort: "neuron", descending: false, firing: "firing", offset: 0, limit: 0 } as const;
  const table = await bench.api["evidence.neurons"]({ sae: "demo-sae", ...counted });
  expect(table).toMatchObject({ all: neurons, total: firing, images: films, stale: false, neurons: [] });
  expect(summary.seconds.map(({ step }) => step)).toEqual([
    "making films",
    "importing",
    "encoding",
    "coding",
    "scoring",
  ]);
});

test("on every demo film map plus constant is the pre-activation", async () => {
  const { images } = await bench.api["images.list"]({ offset: 0, limit: 100 });
  expect(images).toHaveLength(films);
  for (const { image } of images) expect(await expectExactMaps(bench, image, "demo-sae")).toBeGreaterThan(0);
});

test("centred maps differ from plain ones by what all films share: their mean over the films is zero", async () => {
  const { images } = await bench.api["images.list"]({ offset: 0, limit: 100 });
  const all = { sort: "density", descending: true, firing: "all", offset: 0, limit: 500 } as const;
  const { neurons } = await bench.api["evidence.neurons"]({ sae: "demo-sae", ...all });
  // A neuron that fires on every film is needed: only firing neurons have a map.
  const steady = neurons.find((neuron) => neuron.fires === films)?.neuron;
  if (steady === undefined) {
    expect(neurons.some((neuron) => neuron.fires > 0)).toBe(true);
    return;
  }
  const sums = new Float64Array(49);
  let largest = 0;
  for (const { image } of images) {
    const explained = await bench.api["attribution.explain"]({ image, sae: "demo-sae" });
    const place = explained.neurons.findIndex((neuron) => neuron.neuron === steady);
    const { bytes } = await bench.data(explained.centredMaps?.path ?? "");
    const map = new Float32Array(bytes.slice().buffer).subarray(place * 49, (place + 1) * 49);
    map.forEach((value, cell) => {
      sums[cell] = (sums[cell] ?? 0) + value / films;
      largest = Math.max(largest, Math.abs(value));
    });
  }
  for (const mean of sums) expect(Math.abs(mean)).toBeLessThan(1e-4 * Math.max(1, largest));
});

test("a second run of the demo adds nothing and keeps what there is", async () => {
  const before = bench.startDemo();
  expect(before.state).toBe("succeeded");
  expect((await bench.api["workspace.info"]({})).images).toBe(films);
});

test("a neuron's strongest films really are those on which it fires most", async () => {
  const [film] = (await bench.api["images.list"]({ offset: 0, limit: 1 })).images;
  const explained = await bench.api["attribution.explain"]({ image: film?.image ?? "", sae: "demo-sae" });
  const neuron = explained.neurons[0]?.neuron ?? -1;
  const evidence = await bench.api["evidence.neuron"]({ sae: "demo-sae", neuron, limit: 200 });
  expect(evidence.strongestImages).toHaveLength(evidence.fires);
  for (const { image, activation } of evidence.strongestImages) {
    const own = await bench.api["attribution.explain"]({ image, sae: "demo-sae" });
    const found = own.neurons.find((each) => each.neuron === neuron)?.activation ?? NaN;
    // Posting lists hold float16.
    expect(Math.abs(found - activation)).toBeLessThan(2e-3 * found);
  }
});
