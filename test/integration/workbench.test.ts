import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodePng } from "../../src-main/intake/index.ts";
import { forkNode } from "../../src-main/runtime/compute-child.ts";
import type { ComputeChild } from "../../src-main/runtime/index.ts";
import { openShelf } from "../../src-main/workbench/shelf.ts";
import { openSessions } from "../../src-main/workbench/sessions.ts";
import { openWorkbench } from "../../src-main/workbench.ts";
import type { Workbench } from "../../src-main/workbench.ts";
import { smallSwin, smallState, swinManifest, writeSwinPack } from "../support/encoder-packs.ts";
import { succeed } from "../support/exact-maps.ts";
import { drawPicture } from "../support/pictures.ts";
import { writeSmallSae } from "../support/small-sae.ts";
import { temporaryFolder } from "../support/workspace.ts";

const folder = temporaryFolder();
const workspace = join(folder.path, "Small.lightbox");
const encoder = "small-swin";
const sae = "small-sae";
const children: ComputeChild[] = [];
let bench: Workbench;
let films = 0;

async function addFilms(count: number): Promise<void> {
  const paths: string[] = [];
  for (let i = 0; i < count; i++) {
    const path = join(folder.path, `film-${String(films)}.png`);
    await writeFile(path, await encodePng(drawPicture(films % 2 === 0 ? "noise" : "ramp", 40 + films, 60)));
    paths.push(path);
    films += 1;
  }
  await succeed(bench, (await bench.api["intake.import"]({ paths })).job);
}

const encode = async (withSae: boolean) => {
  const wanted = { encoder, device: "cpu", ...(withSae ? { sae } : {}) } as const;
  await succeed(bench, (await bench.api["encoder.encode"](wanted)).job);
};
const anyFilm = async () => (await bench.api["images.list"]({ offset: 0, limit: 1 })).images[0]?.image ?? "";

beforeAll(async () => {
  const fork = (entry: string): ComputeChild => {
    const child = forkNode(entry);
    children.push(child);
    return child;
  };
  bench = await openWorkbench(workspace, { create: true, compute: { threads: 1, fork } });
  await bench.api["models.add"]({ path: (await writeSwinPack(folder.path)).folder });
  await bench.api["models.add"]({ path: (await writeSmallSae(folder.path, encoder, smallSwin.embedding, 1)).folder });
  await addFilms(4);
});

afterAll(async () => {
  await bench.close();
  folder[Symbol.dispose]();
});

test("nothing can be trained before films are encoded, and no pack gets a name that is none", async () => {
  const wanted = { encoder, id: "sae", out: join(folder.path, "sae"), neurons: 8, k: 2, steps: 1, seed: 1 };
  expect((await bench.settled(bench.train(wanted).id)).error?.code).toBe("encoder/not-encoded");
  const before = (await bench.api["jobs.list"]({})).length;
  expect(() => bench.train({ ...wanted, id: "my sae" })).toThrow('cannot be called "my sae"');
  expect(await bench.api["jobs.list"]({})).toHaveLength(before);
});

test("the pair in use is set together, by an encoding with an SAE", async () => {
  await encode(false);
  expect(await bench.api["workspace.info"]({})).toMatchObject({ encoder: null, sae: null, explained: 0 });
  expect(await bench.coverage(encoder)).toMatchObject({ encoded: 4, coded: 0, device: { device: "cpu" } });
  await encode(true);
  const info = await bench.api["workspace.info"]({});
  expect(info).toMatchObject({ encoder, sae, explained: 4, device: { device: "cpu" } });
});

test("after the compute process died the next encoding and the next explanation start another", async () => {
  children.at(-1)?.kill();
  const before = children.length;
  await addFilms(1);
  await encode(true);
  expect(children.length).toBe(before + 1);
  children.at(-1)?.kill();
  const { neurons } = await bench.api["attribution.explain"]({ image: await anyFilm(), sae });
  expect(neurons.length).toBeGreaterThan(0);
  expect(children.length).toBe(before + 2);
});

test("statistics say what they are over and whether they are stale", async () => {
  const explain = async () => bench.api["attribution.explain"]({ image: await anyFilm(), sae });
  expect((await explain()).statistics).toBeNull();
  await succeed(bench, (await bench.api["evidence.score"]({ sae })).job);
  const { statistics, neurons } = await explain();
  expect(statistics).toMatchObject({ images: 5, stale: false });
  expect(neurons.every((neuron) => neuron.percentile !== null)).toBe(true);
  await addFilms(1);
  await encode(true);
  expect((await explain()).statistics).toMatchObject({ images: 5, stale: true });
  const evidence = await bench.api["evidence.neuron"]({ sae, neuron: 0, limit: 1 });
  expect(evidence).toMatchObject({ stale: true, scoredAt: statistics?.scoredAt });
});

test("the trial of the graphics card starts its process the way the door has given", async () => {
  const before = children.length;
  await succeed(bench, (await bench.api["encoder.encode"]({ encoder, sae, device: "auto" })).job);
  expect(children.length).toBe(before + 1);
});

test("a film is explained on the CPU where the device it was encoded on is not there", async () => {
  const shelf = openShelf(workspace);
  const sessions = openSessions(shelf, {
    threads: 1,
    fork: (entry) => {
      const child = forkNode(entry);
      // A driver that takes the whole process with it, whatever this machine has.
      const send: ComputeChild["send"] = (request) => {
        if (request.kind === "load" && request.device === "webgpu") child.kill();
        else child.send(request);
      };
      return { ...child, send };
    },
  });
  try {
    expect(await sessions.withEncoder(encoder, "webgpu", ({ device }) => Promise.resolve(device))).toBe("cpu");
  } finally {
    await sessions.close();
  }
});

test("what an earlier version of a pack made is not shown as the new one's", async () => {
  const image = await anyFilm();
  const first = await bench.api["attribution.explain"]({ image, sae });
  await bench.api["models.add"]({ path: (await writeSmallSae(folder.path, encoder, smallSwin.embedding, 2)).folder });
  const second = await bench.api["attribution.explain"]({ image, sae });
  expect(second.neurons.map((neuron) => neuron.activation)).not.toEqual(
    first.neurons.map((neuron) => neuron.activation),
  );
  expect(second.statistics).toBeNull();
  expect(second.neurons.every((neuron) => neuron.percentile === null && neuron.max === null)).toBe(true);
  await expect(bench.api["evidence.findings"]({ sae })).rejects.toMatchObject({ code: "evidence/not-scored" });
  expect(await bench.api["workspace.info"]({})).toMatchObject({ sae, explained: 0, device: { device: "cpu" } });
  await encode(true);
  expect(await bench.api["workspace.info"]({})).toMatchObject({ explained: 6 });

  const other = { ...swinManifest(), version: "2" };
  await bench.api["models.add"]({ path: (await writeSwinPack(folder.path, smallState(2), other)).folder });
  expect(await bench.api["workspace.info"]({})).toMatchObject({ explained: 0, device: null });
  const third = await bench.api["attribution.explain"]({ image, sae });
  expect(third.neurons.map((neuron) => neuron.activation)).not.toEqual(
    second.neurons.map((neuron) => neuron.activation),
  );
  expect(third.centredMaps).toBeNull();
});

test("a file is explained by its path without being in the workspace", async () => {
  const image = await anyFilm();
  const known = await bench.explain(image, sae);
  expect((await bench.explain(known.file, sae)).image).toBe(image);
});

test("the demo does not take other films for its own", async () => {
  const directory = join(folder.path, "films of another demo");
  await mkdir(directory);
  const truth = { format: "lightbox-phantom-truth/1", seed: 1, count: 2, films: [] };
  await writeFile(join(directory, "truth.json"), JSON.stringify(truth));
  const { id } = bench.startDemo({ films: 2, seed: 9, directory });
  expect((await bench.settled(id)).error?.code).toBe("phantom/unwritable");
});
