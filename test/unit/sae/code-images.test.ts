import { expect, it } from "vitest";
import { codeImages } from "../../../src-main/sae/index.ts";
import type { Compute, LoadedModel } from "../../../src-main/runtime/index.ts";
import { randomSae } from "../../support/random-models.ts";
import { film, temporaryStore } from "../../support/workspace.ts";

/** A compute process whose coding graph answers with these activations, two for each film. */
function computeWith(activations: readonly number[]): Compute {
  const model: Partial<LoadedModel> = {
    run: () =>
      Promise.resolve({
        values: { dtype: "float32", shape: [activations.length / 2, 2], data: Float32Array.from(activations) },
        indices: {
          dtype: "int64",
          shape: [activations.length / 2, 2],
          data: BigInt64Array.from(activations, (_, place) => BigInt(place % 2)),
        },
      }),
    release: () => Promise.resolve(),
  };
  return { load: () => Promise.resolve(model as LoadedModel) } as unknown as Compute;
}

it("refuses the film whose activation no code can hold, and codes the others", async () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const { images, models, encodings, codes } = store;
  const ids = [1, 2, 3].map((number) => images.insert(film(number)).id);
  const rows = {
    encoder: models.register({ packId: "vit", kind: "encoder", hash: "a" }),
    sae: models.register({ packId: "sae", kind: "sae", hash: "s" }),
  };
  const run = encodings.startRun({
    model: rows.encoder,
    device: "cpu",
    proof: "chosen",
    preprocessingHash: "p",
    codeVersion: "1",
  });
  encodings.add(
    rows.encoder,
    run,
    ids.map((image) => ({ image, vector: Float32Array.of(1, 2, 3) })),
    Float64Array.of(1),
  );
  const refusals: string[] = [];
  const progress: [number, number][] = [];
  const context = {
    signal: new AbortController().signal,
    progress: (done: number, total: number) => void progress.push([done, total]),
    refuse: (item: string, error: { message: string }) => void refusals.push(`${item}: ${error.message}`),
  };
  const sae = randomSae({ neurons: 4, embedding: 3, seed: 1, k: 2 });
  const coded = await codeImages(store, computeWith([2, 1, 65520, 1, 3, 65504]), "cpu", sae, rows, context);
  expect(coded).toBe(2);
  expect(refusals).toEqual([
    "/films/film2.png: An activation of /films/film2.png is 65520; codes hold finite values up to 65504.",
  ]);
  expect(Array.from(codes.iterate(rows.sae), ({ image, values }) => [image, ...values])).toEqual([
    [ids[0], 2, 1],
    [ids[2], 65504, 3],
  ]);
  expect(progress.at(-1)).toEqual([3, 3]);
});
