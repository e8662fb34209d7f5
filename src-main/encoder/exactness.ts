import type { Preprocessing } from "./manifest.ts";
import { prepare } from "./prepare.ts";

/** A film drawn by formula, with structure at several scales, for trying out a graph: prepared input of one image. */
export function probeInput(preprocessing: Preprocessing): Float32Array {
  const side = 256;
  const pixels = Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const slow = Math.sin((x + 2 * y) / 37) + Math.cos((y - x) / 21);
    return 128 + 40 * slow + ((x * 7 + y * 13) % 32);
  });
  return prepare({ width: side, height: side, pixels }, preprocessing);
}

/**
 * How far an embedding [D] is from the projected mean of its tokens [T, C], P · mean(h) (P the identity where null):
 * largest difference over the embedding's length. Lightbox's maps are exact only where this is next to nothing.
 */
export function distanceFromMean(
  tokens: Float32Array,
  embedding: Float32Array,
  projection: Float32Array | null,
): number {
  const pooled = projected(
    tokenMean(tokens, projection === null ? embedding.length : projection.length / embedding.length),
    projection,
  );
  let largest = 0;
  let square = 0;
  embedding.forEach((value, d) => {
    largest = Math.max(largest, Math.abs(value - (pooled[d] ?? NaN)));
    square += value * value;
  });
  if (Number.isNaN(largest)) return Infinity;
  return largest === 0 ? 0 : largest / Math.sqrt(square);
}

function tokenMean(tokens: Float32Array, width: number): Float64Array {
  const mean = new Float64Array(width);
  const count = tokens.length / width;
  tokens.forEach((value, i) => {
    mean[i % width] = (mean[i % width] ?? 0) + value / count;
  });
  return mean;
}

function projected(mean: Float64Array, projection: Float32Array | null): Float64Array {
  if (projection === null) return mean;
  const width = mean.length;
  return Float64Array.from({ length: projection.length / width }, (_, d) =>
    mean.reduce((sum, value, c) => sum + value * (projection[d * width + c] ?? 0), 0),
  );
}
