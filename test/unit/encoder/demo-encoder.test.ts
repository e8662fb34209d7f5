import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEncoder, openTokenizer, textIds } from "../../../src-main/encoder/index.ts";
import type { Encoder } from "../../../src-main/encoder/index.ts";
import { productRoot } from "../../../src-main/jobs/index.ts";
import { readPack, startCompute } from "../../../src-main/runtime/index.ts";
import type { Pack } from "../../../src-main/runtime/index.ts";

const numbers = v.array(v.number());
const goldenFile = v.object({
  weightsSha256: v.string(),
  images: v.array(
    v.object({
      a: v.number(),
      b: v.number(),
      c: v.number(),
      firstToken: numbers,
      lastToken: numbers,
      embedding: numbers,
    }),
  ),
  texts: v.array(v.object({ text: v.string(), ids: numbers, embedding: numbers })),
});

const goldenPath = join(import.meta.dirname, "../../support/demo-encoder-golden.json");
const packFolder = join(productRoot(), "models", "demo-encoder");
const compute = startCompute({ threads: 1 });
afterAll(() => compute.close());

/** x[channel, row, column] = sin(a·row + b·column + c·channel) · (1 + 0.1·channel), rounded to float32. */
function goldenImage({ a, b, c }: { a: number; b: number; c: number }): Float32Array {
  return Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => {
    const [channel, row, column] = [Math.floor(i / 224 ** 2), Math.floor(i / 224) % 224, i % 224];
    return Math.sin(a * row + b * column + c * channel) * (1 + 0.1 * channel);
  });
}

/** Largest difference over the length of what is expected. */
function distance(found: Float32Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  const largest = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))), 0);
  return largest / Math.hypot(...expected);
}

describe("demo encoder against PyTorch's numbers", () => {
  const golden = v.parse(goldenFile, JSON.parse(readFileSync(goldenPath, "utf8")));
  let pack: Pack;
  let encoder: Encoder;
  beforeAll(async () => {
    pack = await readPack(packFolder);
    encoder = await openEncoder(compute, pack, "cpu");
  });

  it("reads the weights the numbers were made with", () => {
    const bytes = readFileSync(join(packFolder, "weights.safetensors"));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(golden.weightsSha256);
  });

  it.each(golden.images)("image a = $a, b = $b, c = $c", async (example) => {
    const { tokens, embedding } = await encoder.encode(goldenImage(example), 1);
    expect(distance(tokens.slice(0, encoder.tokenWidth), example.firstToken)).toBeLessThan(1e-4);
    expect(distance(tokens.slice(-encoder.tokenWidth), example.lastToken)).toBeLessThan(1e-4);
    expect(distance(embedding, example.embedding)).toBeLessThan(1e-4);
  });

  it.each(golden.texts)("text $text", async ({ text, ids, embedding }) => {
    expect(textIds(await openTokenizer(pack), text)).toEqual(ids);
    expect(distance(await encoder.encodeText(ids), embedding)).toBeLessThan(1e-4);
  });
});
