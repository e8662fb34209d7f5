import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contract } from "../../src-preload/contract/index.ts";
import type { DataReply, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";
import { callMethod, unwrap } from "../../src-main/hosts/door.ts";
import { encodePng, readRadiograph } from "../../src-main/intake/index.ts";
import { forkNode } from "../../src-main/runtime/compute-child.ts";
import type { ComputeChild } from "../../src-main/runtime/index.ts";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { imageElements, wordPixels, writeDicom } from "../support/dicom-file.ts";
import { smallSwin, writeSwinPack } from "../support/encoder-packs.ts";
import { succeed } from "../support/exact-maps.ts";
import { drawPicture } from "../support/pictures.ts";
import { writeSmallSae } from "../support/small-sae.ts";
import { temporaryFolder } from "../support/workspace.ts";

const folder = temporaryFolder();
const encoder = "small-swin";
const sae = "small-sae";
const neurons = 12;
/** How many films went into each run of the compute process. */
const runs: number[] = [];
let bench: Workbench;
let dicom = "";
let images: string[] = [];

/** A call as the window makes it, checked in both directions. */
async function call<Name extends MethodName>(name: Name, input: unknown): Promise<MethodOutput<Name>> {
  return unwrap(await callMethod(bench.api, name, input)) as MethodOutput<Name>;
}

async function floats(path: string): Promise<{ values: number[]; shape: readonly number[] | undefined }> {
  const { bytes, shape, dtype }: DataReply = await bench.data(path);
  expect(dtype).toBe("float32");
  return { values: [...new Float32Array(bytes.slice().buffer)], shape };
}

beforeAll(async () => {
  const fork = (entry: string): ComputeChild => {
    const child = forkNode(entry);
    const send: ComputeChild["send"] = (request) => {
      if (request.kind === "run") runs.push(Object.values(request.feeds)[0]?.shape[0] ?? 0);
      child.send(request);
    };
    return { ...child, send };
  };
  const workspace = join(folder.path, "Reading.lightbox");
  const home = mkdtempSync(join(folder.path, "home-"));
  bench = await openWorkbench(workspace, { create: true, home, compute: { threads: 1, fork } });
  await bench.api["models.add"]({ path: (await writeSwinPack(folder.path)).folder });
  await bench.api["models.add"]({ path: (await writeSmallSae(folder.path, encoder, smallSwin.embedding, 1)).folder });
  const values = Array.from({ length: 60 * 40 }, (_, index) => (index * 37) % 4096);
  const header = imageElements({ rows: 60, columns: 40, allocated: 16, stored: 12, photometric: "MONOCHROME1" }, [
    [0x00200020, "CS", "L\\F"],
    [0x00281050, "DS", "1000\\2000"],
    [0x00281051, "DS", "1500\\3000"],
    [0x00281055, "LO", "LUNG\\BONE"],
  ]);
  dicom = join(folder.path, "film.dcm");
  await writeFile(dicom, writeDicom({ elements: [...header, wordPixels(values)] }));
  const paths = [dicom];
  for (let index = 0; index < 11; index++) {
    const path = join(folder.path, `film-${String(index)}.png`);
    await writeFile(path, await encodePng(drawPicture(index % 2 === 0 ? "noise" : "ramp", 40 + index, 60)));
    paths.push(path);
  }
  await succeed(bench, (await bench.api["intake.import"]({ paths })).job);
  images = (await call("images.list", {})).images.map(({ image }) => image);
});

afterAll(async () => {
  await bench.close();
  folder[Symbol.dispose]();
});

const named = async (name: string): Promise<string> => {
  for (const image of images) if ((await call("images.get", { image })).name === name) return image;
  throw new Error(`no ${name}`);
};

test("a film is served at full depth, and its greys are the radiograph's", async () => {
  const image = await named("film.dcm");
  const display = await call("images.display", { image });
  expect(v.parse(contract["images.display"].output, display)).toEqual(display);
  expect(display).toMatchObject({
    ...{ image, slope: 1, intercept: 0, inverted: true, padding: null, table: false },
    orientation: { left: "R", right: "L", top: "H", bottom: "F" },
    pixels: { path: `pixels/${image}`, dtype: "uint16", shape: [60, 40] },
    greys: { path: `greys/${image}`, dtype: "uint8", shape: [65536] },
  });
  expect(display.windows.map(({ name }) => name)).toEqual(["LUNG", "BONE"]);
  const [pixels, greys] = [await bench.data(display.pixels.path), await bench.data(display.greys.path)];
  expect([pixels.dtype, pixels.shape, greys.dtype, greys.shape]).toEqual(["uint16", [60, 40], "uint8", [65536]]);
  const levels = new Uint16Array(pixels.bytes.slice().buffer);
  const { pixels: wanted } = await readRadiograph(dicom);
  expect([...levels.map((level) => greys.bytes[level] ?? NaN)]).toEqual([...wanted]);
});

test("an 8-bit film has bytes for levels; what is not there is said so", async () => {
  const image = await named("film-0.png");
  const display = await call("images.display", { image });
  expect(display.pixels).toMatchObject({ dtype: "uint8", shape: [60, 40] });
  expect(display).toMatchObject({ windows: [], orientation: null, unit: null });
  const { bytes } = await bench.data(display.pixels.path);
  const raw = await sharp(join(folder.path, "film-0.png")).toColourspace("b-w").raw().toBuffer();
  expect(Buffer.from(bytes).equals(raw)).toBe(true);
  const nobody = "0".repeat(64);
  await expect(call("images.display", { image: nobody })).rejects.toMatchObject({ code: "image/not-found" });
  await expect(bench.data(`pixels/${nobody}`)).rejects.toMatchObject({ code: "image/not-found" });
  await expect(bench.data(`film/${image}`)).rejects.toMatchObject({ code: "data/not-found" });
});

test("a film is encoded once, and every neuron comes from there", async () => {
  runs.length = 0;
  const asked = Array.from({ length: neurons }, (_, neuron) =>
    images.map((image) => call("attribution.neuron", { image, sae, neuron })),
  ).flat();
  const [open = ""] = images.slice(-1);
  const explained = await call("attribution.explain", { image: open, sae });
  const found = await Promise.all(asked);
  expect(runs.reduce((sum, films) => sum + films, 0)).toBe(images.length);
  expect(runs.length).toBeLessThan(images.length);

  const maps = (await floats(explained.maps.path)).values;
  const cells = (explained.maps.shape[1] ?? 0) * (explained.maps.shape[2] ?? 0);
  let firing = 0;
  for (const one of found.filter(({ image }) => image === open)) {
    const { values, shape } = await floats(one.map.path);
    expect(shape).toEqual(one.map.shape);
    expect(shape).toEqual(explained.maps.shape.slice(1));
    expect(one).toMatchObject({ centredMap: null, region: explained.region });
    const sum = values.reduce((total, part) => total + part, one.constant);
    expect(Math.abs(sum - one.preActivation)).toBeLessThan(1e-5);
    const place = explained.neurons.findIndex(({ neuron }) => neuron === one.neuron);
    if (place < 0) expect(one.activation).toBe(0);
    else {
      firing += 1;
      expect(values).toEqual(maps.slice(place * cells, (place + 1) * cells));
      const { activation, preActivation, constant } = explained.neurons[place] ?? {};
      expect(one).toMatchObject({ activation, preActivation, constant });
    }
  }
  expect(firing).toBe(explained.neurons.length);
  expect(firing).toBeGreaterThan(0);
});

test("after an encoding there are centred maps: those of the explanation where a neuron fires, and of silent ones too", async () => {
  await succeed(bench, (await bench.api["encoder.encode"]({ encoder, sae, device: "cpu" })).job);
  const [image = ""] = images;
  const explained = await call("attribution.explain", { image, sae });
  const centred = (await floats(explained.centredMaps?.path ?? "")).values;
  const cells = centred.length / explained.neurons.length;
  for (let neuron = 0; neuron < neurons; neuron++) {
    const one = await call("attribution.neuron", { image, sae, neuron });
    expect(one.centredMap?.path).toBe(`centred-neuron-map/${sae}/${String(neuron)}/${image}`);
    const { values } = await floats(one.centredMap?.path ?? "");
    expect(values).toHaveLength(cells);
    const place = explained.neurons.findIndex((each) => each.neuron === neuron);
    if (place >= 0) expect(values).toEqual(centred.slice(place * cells, (place + 1) * cells));
  }
});

test("a neuron that is not there, a map that is not there and a film that is gone are said so", async () => {
  const [image = ""] = images;
  const beyond = call("attribution.neuron", { image, sae, neuron: neurons });
  await expect(beyond).rejects.toMatchObject({ code: "data/not-found" });
  for (const path of [
    `neuron-map/${sae}/x/${image}`,
    `neuron-map/${sae}/1e1/${image}`,
    `neuron-map/${sae}/99/${image}`,
  ])
    await expect(bench.data(path)).rejects.toMatchObject({ code: "data/not-found" });
  const path = join(folder.path, "late.png");
  await writeFile(path, await encodePng(drawPicture("noise", 90, 60)));
  await succeed(bench, (await bench.api["intake.import"]({ paths: [path] })).job);
  await rm(path);
  images = (await call("images.list", {})).images.map((each) => each.image);
  const late = await named("late.png");
  const [lost, kept] = await Promise.allSettled([
    call("attribution.neuron", { image: late, sae, neuron: 0 }),
    call("attribution.neuron", { image, sae, neuron: 0 }),
  ]);
  expect(lost).toMatchObject({ status: "rejected", reason: { code: "intake/not-found" } });
  expect(kept.status).toBe("fulfilled");
  await expect(call("images.display", { image: late })).rejects.toMatchObject({ code: "intake/not-found" });
});

test("preferences and what this Lightbox is are answered too", async () => {
  const usual = await call("preferences.get", {});
  expect(usual).toMatchObject({ theme: "system", mouse: { left: "window" } });
  expect(await call("preferences.set", { ...usual, theme: "dark" })).toMatchObject({ theme: "dark" });
  expect(await call("preferences.get", {})).toMatchObject({ theme: "dark" });
  expect((await call("about.info", {})).packages.length).toBeGreaterThan(50);
});
