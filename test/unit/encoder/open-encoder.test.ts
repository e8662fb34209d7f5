import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { openEncoder, openTokenizer, prepare, textIds } from "../../../src-main/encoder/index.ts";
import type { Encoder } from "../../../src-main/encoder/index.ts";
import { startCompute } from "../../../src-main/runtime/index.ts";
import type { Pack } from "../../../src-main/runtime/index.ts";
import { bertReference } from "../../support/bert-reference.ts";
import {
  graphManifest,
  smallBert,
  smallState,
  smallSwin,
  swinManifest,
  writeGraphPack,
  writeSwinPack,
} from "../../support/encoder-packs.ts";
import { drawPicture } from "../../support/pictures.ts";
import { swinReference } from "../../support/swin-reference.ts";

const compute = startCompute({ threads: 1 });
const folders: string[] = [];
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lightbox-encoder-"));
  folders.push(folder);
});
afterAll(async () => {
  await compute.close();
  for (const made of folders) await rm(made, { recursive: true });
});

const open = (pack: Pack) => openEncoder(compute, pack, "cpu");
const graphArchitecture = graphManifest().architecture;

function close(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 4);
  });
}

/** Two different films back to back, and each alone. */
async function encodePair(encoder: Encoder) {
  const films = [drawPicture("noise", 40, 30), drawPicture("ramp", 25, 31)];
  const inputs = films.map((film) => prepare(film, encoder.preprocessing));
  const alone = [
    await encoder.encode(inputs[0] ?? new Float32Array(0), 1),
    await encoder.encode(inputs[1] ?? new Float32Array(0), 1),
  ];
  const both = await encoder.encode(Float32Array.from(inputs.flatMap((input) => [...input])), 2);
  return { inputs, alone, both };
}

describe("openEncoder, weights", () => {
  it("encodes images and texts as the float64 computation does", async () => {
    const state = smallState();
    const pack = await writeSwinPack(folder, state);
    const encoder = await open(pack);
    expect(encoder).toMatchObject({
      id: "small-swin",
      hash: pack.hash,
      grid: [7, 7],
      tokenWidth: 8,
      embeddingWidth: 6,
    });
    const { inputs, both } = await encodePair(encoder);
    const expected = inputs.map((grey) =>
      swinReference(smallSwin, state, Float32Array.from([...grey, ...grey, ...grey])),
    );
    close(
      both.tokens,
      expected.flatMap(({ tokens }) => tokens.flatMap((row) => [...row])),
    );
    close(
      both.embedding,
      expected.flatMap(({ embedding }) => [...embedding]),
    );
    expect(encoder.projection).toEqual(state.get("vision_model.projection_head.weight")?.data);
    const ids = textIds(await openTokenizer(pack), "No effusions.");
    expect(ids).toEqual([2, 4, 5, 6, 7, 3]);
    close(await encoder.encodeText(ids), [...bertReference(smallBert, state, ids)]);
    await encoder.release();
  });

  it("names the weights that do not fit", async () => {
    const state = smallState();
    state.delete("vision_model.model.layernorm.bias");
    await expect(open(await writeSwinPack(folder, state))).rejects.toMatchObject({
      code: "model/bad-weights",
      message: expect.stringContaining("vision_model.model.layernorm.bias is missing") as string,
    });
  });

  it("has no text tower where the manifest names none", async () => {
    const { architecture, ...rest } = swinManifest();
    const pack = await writeSwinPack(folder, smallState(), {
      ...rest,
      architecture: { ...architecture, text: undefined },
    });
    const encoder = await open(pack);
    await expect(encoder.encodeText([2, 3])).rejects.toMatchObject({ code: "model/mismatch" });
    await expect(openTokenizer(pack)).rejects.toMatchObject({ code: "model/mismatch" });
    await encoder.release();
  });

  it("changes the preprocessing hash with the preprocessing only", async () => {
    const first = await open(await writeSwinPack(folder, smallState(1)));
    const second = await open(await writeSwinPack(folder, smallState(2)));
    const { preprocessing, ...rest } = swinManifest();
    const bilinear = { ...rest, preprocessing: { ...preprocessing, interpolation: "bilinear" } };
    const third = await open(await writeSwinPack(folder, smallState(1), bilinear));
    expect(second.hash).not.toBe(first.hash);
    expect(second.preprocessingHash).toBe(first.preprocessingHash);
    expect(third.preprocessingHash).not.toBe(first.preprocessingHash);
    await Promise.all([first, second, third].map((encoder) => encoder.release()));
  });
});

describe("openEncoder, graph", () => {
  it.each(["map", "sequence"] as const)("gives tokens cell by cell from a %s", async (layout) => {
    const architecture = { ...graphArchitecture, tokenLayout: layout };
    const encoder = await open(await writeGraphPack(folder, { layout, manifest: { architecture } }));
    const { alone, both, inputs } = await encodePair(encoder);
    close(
      both.tokens,
      alone.flatMap(({ tokens }) => [...tokens]),
    );
    const kernel = (i: number) => Math.fround(Math.sin(3 * i + 1));
    const cell = (row: number, column: number, channel: number) => {
      let sum = 0;
      for (let i = 0; i < 12; i++) {
        const [colour, y, x] = [Math.floor(i / 4), Math.floor(i / 2) % 2, i % 2];
        sum += kernel(channel * 12 + i) * (inputs[0]?.[(colour * 8 + 2 * row + y) * 6 + 2 * column + x] ?? NaN);
      }
      return sum;
    };
    const expected = Array.from({ length: 48 }, (_, i) => cell(Math.floor(i / 12), Math.floor(i / 4) % 3, i % 4));
    close(alone[0]?.tokens ?? [], expected);
    expect(encoder.projection).toBeNull();
    await encoder.release();
  });

  it("runs a graph that takes single images only", async () => {
    const encoder = await open(await writeGraphPack(folder, { batch: 1 }));
    const { alone, both } = await encodePair(encoder);
    close(
      both.tokens,
      alone.flatMap(({ tokens }) => [...tokens]),
    );
    close(
      both.embedding,
      alone.flatMap(({ embedding }) => [...embedding]),
    );
    await encoder.release();
  });

  it("takes a projection from the weights beside it", async () => {
    const projection = Float32Array.from({ length: 12 }, (_, i) => Math.cos(i));
    const manifest = {
      architecture: { ...graphArchitecture, projection: "p" },
      dimensions: { ...graphManifest().dimensions, embedding: 3 },
    };
    const encoder = await open(await writeGraphPack(folder, { projection, manifest }));
    expect(encoder.projection).toEqual(projection);
    await encoder.release();
  });

  it.each([
    ["an embedding that is not the mean", { pooling: "max" }, /differs from the mean of its tokens by \d/],
    [
      "a map called a sequence",
      { manifest: { architecture: { ...graphArchitecture, tokenLayout: "sequence" } } },
      /differs/,
    ],
    [
      "an output that is not there",
      { manifest: { architecture: { ...graphArchitecture, tokens: "x" } } },
      /"x"; it has features, pooled/,
    ],
    [
      "an input that is not there",
      { manifest: { architecture: { ...graphArchitecture, input: "x" } } },
      /input "x"; it has film/,
    ],
    [
      "another grid",
      { manifest: { dimensions: { tokens: 4, grid: [2, 2], tokenWidth: 4, embedding: 4 } } },
      /holds 48 numbers, not 16/,
    ],
    ["a fixed batch of 2", { batch: 2 }, /exactly 2 images/],
    [
      "a wide embedding without projection",
      { manifest: { dimensions: { tokens: 12, grid: [4, 3], tokenWidth: 4, embedding: 5 } } },
      /as wide as its tokens/,
    ],
  ] as const)("refuses %s", async (_, options, sentence) => {
    await expect(writeGraphPack(folder, options).then(open)).rejects.toMatchObject({
      code: "model/mismatch",
      message: expect.stringMatching(sentence) as string,
    });
  });

  it("refuses weights beside the graph that the manifest does not list", async () => {
    const architecture = { ...graphArchitecture, externalData: ["encoder.onnx.data"] };
    await expect(writeGraphPack(folder, { manifest: { architecture } }).then(open)).rejects.toMatchObject({
      code: "model/bad-manifest",
    });
  });
});
