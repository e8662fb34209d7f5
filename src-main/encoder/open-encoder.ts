import { createHash } from "node:crypto";
import type { Compute, Device, LoadedModel, Pack } from "../runtime/index.ts";
import { distanceFromMean, probeInput } from "./exactness.ts";
import { buildImageTower, mismatch } from "./image-tower.ts";
import type { ImageTower } from "./image-tower.ts";
import { parseEncoderManifest } from "./manifest.ts";
import type { EncoderManifest, Preprocessing } from "./manifest.ts";
import { openTextTower } from "./text-tower.ts";

/** An image encoder that is loaded and ready. T = rows × columns tokens of width C, embeddings of width D. */
export interface Encoder {
  readonly id: string;
  readonly hash: string;
  readonly device: Device;
  /** Its compute process is gone: whoever goes on needs a fresh one. */
  readonly lost: boolean;
  readonly grid: readonly [rows: number, columns: number];
  readonly tokenWidth: number;
  readonly embeddingWidth: number;
  /** P, [D, C] row-major, or null where the embedding is the plain mean of the tokens. */
  readonly projection: Float32Array | null;
  readonly preprocessing: Preprocessing;
  readonly preprocessingHash: string;
  /** n prepared images back to back → tokens [n, T, C] after the final norm, embedding [n, D] BEFORE L2 normalisation. */
  encode(input: Float32Array, n: number): Promise<EncodedImages>;
  /** Token ids of one text → [D] before L2 normalisation; throws `model/mismatch` where the pack has no text tower. */
  encodeText(ids: readonly number[]): Promise<Float32Array>;
  release(): Promise<void>;
}

export interface EncodedImages {
  readonly tokens: Float32Array;
  readonly embedding: Float32Array;
}

/** Relative to the embedding's length; float32 sums of any order stay well below. */
const exactEnough = 1e-4;

/**
 * Loads an encoder pack onto a device. A graph that came with the pack is tried on a probe image: its embedding must be
 * the (projected) mean of its tokens, or no map would be exact.
 * Errors: `model/bad-manifest`, `model/bad-weights`, `model/bad-graph`, `model/mismatch`, `compute/*`.
 */
export async function openEncoder(compute: Compute, pack: Pack, device: Device): Promise<Encoder> {
  const manifest = parseEncoderManifest(pack.manifest, pack.manifest.id);
  const { dimensions, preprocessing } = manifest;
  const tower = await buildImageTower(pack, manifest);
  const model = await compute.load(tower.source, device);
  const text = openTextTower(compute, pack, manifest, device);
  try {
    const encode = imageEncoder(model, tower, manifest);
    if (tower.foreign) await refuseInexact(encode, tower, manifest);
    return {
      id: manifest.id,
      hash: pack.hash,
      device: model.device,
      get lost() {
        return model.lost;
      },
      grid: dimensions.grid,
      tokenWidth: dimensions.tokenWidth,
      embeddingWidth: dimensions.embedding,
      projection: tower.projection,
      preprocessing,
      preprocessingHash: preprocessingHash(preprocessing),
      encode,
      encodeText: (ids) => text.encode(ids),
      release: async () => {
        await Promise.all([model.release(), text.release()]);
      },
    };
  } catch (error) {
    await model.release();
    throw error;
  }
}

function imageEncoder(model: LoadedModel, tower: ImageTower, manifest: EncoderManifest): Encoder["encode"] {
  const { dimensions, preprocessing, id } = manifest;
  const { names } = tower;
  const shape = [preprocessing.channels, ...preprocessing.size];
  const inputLength = shape.reduce((product, size) => product * size, 1);
  const batch = fixedBatch(model, names.input, id);
  const runOnce = async (data: Float32Array, n: number): Promise<EncodedImages> => {
    const feeds = { [names.input]: { dtype: "float32", shape: [n, ...shape], data } as const };
    const outputs = await model.run(feeds, [names.tokens, names.embedding]);
    const tokens = numbers(
      id,
      outputs[names.tokens]?.data,
      names.tokens,
      n * dimensions.tokens * dimensions.tokenWidth,
    );
    const embedding = numbers(id, outputs[names.embedding]?.data, names.embedding, n * dimensions.embedding);
    return { tokens: tower.tokenLayout === "map" ? cellsFirst(tokens, n, dimensions.tokenWidth) : tokens, embedding };
  };
  return async (input, n) => {
    if (input.length !== n * inputLength)
      throw new Error(`${String(input.length)} numbers are not ${String(n)} images`);
    if (batch === undefined || n === batch) return runOnce(input, n);
    const parts: EncodedImages[] = [];
    for (let image = 0; image < n; image++) {
      parts.push(await runOnce(input.slice(image * inputLength, (image + 1) * inputLength), 1));
    }
    return { tokens: joined(parts.map((part) => part.tokens)), embedding: joined(parts.map((part) => part.embedding)) };
  };
}

/** 1 where the graph was exported for single images, undefined where the batch is open. */
function fixedBatch(model: LoadedModel, input: string, id: string): 1 | undefined {
  const size = model.inputs.find((info) => info.name === input)?.shape[0];
  if (typeof size !== "number" || size < 1) return undefined;
  if (size === 1) return 1;
  throw mismatch(id, `its graph takes exactly ${String(size)} images at a time; it must take one, or any number`);
}

function numbers(id: string, data: unknown, name: string, length: number): Float32Array {
  if (data instanceof Float32Array && data.length === length) return data;
  const found = data instanceof Float32Array ? `${String(data.length)} numbers` : "no real numbers";
  throw mismatch(id, `its output "${name}" holds ${found}, not ${String(length)}`);
}

/** [n, C, cells] → [n, cells, C] */
function cellsFirst(map: Float32Array, n: number, width: number): Float32Array {
  const cells = map.length / (n * width);
  const tokens = new Float32Array(map.length);
  for (let image = 0; image < n; image++) {
    const start = image * width * cells;
    for (let channel = 0; channel < width; channel++) {
      for (let cell = 0; cell < cells; cell++) {
        tokens[start + cell * width + channel] = map[start + channel * cells + cell] ?? 0;
      }
    }
  }
  return tokens;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function refuseInexact(encode: Encoder["encode"], tower: ImageTower, manifest: EncoderManifest): Promise<void> {
  const { tokens, embedding } = await encode(probeInput(manifest.preprocessing), 1);
  const distance = distanceFromMean(tokens, embedding, tower.projection);
  if (distance <= exactEnough) return;
  const mean = tower.projection === null ? "the mean of its tokens" : "the projected mean of its tokens";
  const percent = `${(100 * distance).toPrecision(2)} % of its length`;
  throw mismatch(
    manifest.id,
    `on a probe image its embedding differs from ${mean} by ${percent}, so no map would be exact`,
  );
}

/** SHA-256 of the preprocessing as JSON with sorted keys: the same steps give the same hash. */
export function preprocessingHash(preprocessing: Preprocessing): string {
  const entries = Object.entries(preprocessing).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(entries)))
    .digest("hex");
}
