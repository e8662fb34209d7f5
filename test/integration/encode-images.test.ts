import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import { encodeImages, openEncoder, prepare } from "../../src-main/encoder/index.ts";
import type { Encoder } from "../../src-main/encoder/index.ts";
import { encodePng, importFilms, readRadiograph } from "../../src-main/intake/index.ts";
import { startCompute } from "../../src-main/runtime/index.ts";
import { createWorkspace, openStore } from "../../src-main/store/index.ts";
import type { Store } from "../../src-main/store/index.ts";
import { writeSwinPack } from "../support/encoder-packs.ts";
import { drawPicture } from "../support/pictures.ts";

const compute = startCompute({ threads: 1 });
const choice = { device: "cpu", proof: "test" } as const;
const filmCount = 21;
let folder = "";
let store: Store;
let encoder: Encoder;

function watch(signal: AbortSignal = new AbortController().signal) {
  const refusals: { item: string; error: ErrorReport }[] = [];
  const progress: [number, number][] = [];
  const context = {
    signal,
    step: () => undefined,
    progress: (done: number, total: number) => void progress.push([done, total]),
    refuse: (item: string, error: ErrorReport) => void refusals.push({ item, error }),
    outcome: () => undefined,
  };
  return { context, refusals, progress };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lightbox-encode-"));
  for (let i = 0; i < filmCount; i++) {
    const film = drawPicture(i % 2 === 0 ? "noise" : "ramp", 40 + i, 60);
    await writeFile(join(folder, `film-${String(i).padStart(2, "0")}.png`), await encodePng(film));
  }
  const workspace = join(folder, "test.lightbox");
  createWorkspace(workspace);
  store = openStore(workspace);
  const films = (await readdir(folder)).filter((name) => name.endsWith(".png"));
  await importFilms(store, { paths: films.map((name) => join(folder, name)) }, watch().context);
  encoder = await openEncoder(compute, await writeSwinPack(folder), "cpu");
});
afterAll(async () => {
  await compute.close();
  store.close();
  await rm(folder, { recursive: true });
});

describe("encodeImages", () => {
  it("stops between batches, keeps what is done, and leaves the rest for the next call", async () => {
    const stop = new AbortController();
    const { context } = watch(stop.signal);
    const stopping = {
      ...context,
      progress: () => {
        stop.abort(new Error("cancelled"));
      },
    };
    await expect(encodeImages(store, encoder, choice, stopping)).rejects.toThrow("cancelled");
    const model = store.models.find(encoder.id, "encoder")?.id ?? -1;
    const done = store.encodings.count(model);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(filmCount);
    expect(store.encodings.tokenMean(model)?.images).toBe(done);
  });

  it("refuses films that cannot be read any more and encodes all others", async () => {
    const model = store.models.find(encoder.id, "encoder")?.id ?? -1;
    const [gone, broken] = store.encodings.pending(model, filmCount, 0).slice(-4);
    await rm(gone?.path ?? "");
    await writeFile(broken?.path ?? "", "no film any more");
    const { context, refusals, progress } = watch();
    await encodeImages(store, encoder, choice, context);
    expect(refusals.map(({ item }) => item).sort()).toEqual([gone?.path, broken?.path].sort());
    const codes = new Map(refusals.map(({ item, error }) => [item, error.code]));
    expect(codes.get(gone?.path ?? "")).toBe("intake/not-found");
    expect(codes.get(broken?.path ?? "")).toBe("image/changed");
    expect(store.encodings.count(model)).toBe(filmCount - 2);
    expect(progress.at(-1)).toEqual([filmCount, filmCount]);
    expect(store.encodings.lastRun(model)).toMatchObject(choice);
  });

  it("has stored what the encoder gives for each film, and the mean of the tokens over |u|", async () => {
    const model = store.models.find(encoder.id, "encoder")?.id ?? -1;
    const mean = new Float64Array(49 * 8);
    for (const { image, vector } of store.encodings.iterate(model)) {
      const film = await readRadiograph(store.images.byId(image)?.path ?? "");
      const { tokens, embedding } = await encoder.encode(prepare(film, encoder.preprocessing), 1);
      const length = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0));
      expect(length).toBeGreaterThan(0);
      vector.forEach((value, d) => {
        expect(value).toBeCloseTo(embedding[d] ?? NaN, 5);
      });
      tokens.forEach((value, i) => (mean[i] = Number(mean[i]) + value / length / (filmCount - 2)));
    }
    const stored = store.encodings.tokenMean(model);
    expect(stored?.images).toBe(filmCount - 2);
    mean.forEach((value, i) => {
      expect(stored?.mean[i]).toBeCloseTo(value, 4);
    });
  });

  it("adds nothing when asked again", async () => {
    const { context, refusals } = watch();
    const model = store.models.find(encoder.id, "encoder")?.id ?? -1;
    const before = store.encodings.count(model);
    await encodeImages(store, encoder, choice, context);
    expect(store.encodings.count(model)).toBe(before);
    // The two that cannot be read are tried again: they may have come back.
    expect(refusals).toHaveLength(2);
  });
});
