import { expect } from "vitest";
import { readDeepFilm, readRadiograph } from "../../src-main/intake/index.ts";
import type { DeepFilm, Radiograph } from "../../src-main/intake/index.ts";

/** Holds a film at full depth to its promises: its greys are the radiograph's, and its range and padding are true. */
export function expectSameFilm(deep: DeepFilm, radiograph: Radiograph, name = "film"): void {
  const { levels, greys, range, padding } = deep;
  expect([name, deep.width, deep.height]).toEqual([name, radiograph.width, radiograph.height]);
  expect([name, levels.length]).toEqual([name, radiograph.pixels.length]);
  expect([name, greys.length]).toEqual([name, levels instanceof Uint16Array ? 65536 : 256]);
  let [different, smallest, largest] = [0, Infinity, -Infinity];
  levels.forEach((level, index) => {
    if (greys[level] !== radiograph.pixels[index]) different += 1;
    if (padding !== null && level >= padding[0] && level <= padding[1]) return;
    smallest = Math.min(smallest, level);
    largest = Math.max(largest, level);
  });
  expect([name, different]).toEqual([name, 0]);
  expect([name, range]).toEqual([name, largest < smallest ? [0, 0] : [smallest, largest]]);
  if (padding !== null) expect([name, Math.max(...greys.subarray(padding[0], padding[1] + 1))]).toEqual([name, 0]);
}

/** The same for a file. */
export async function expectSameFile(path: string): Promise<DeepFilm> {
  const [deep, radiograph] = [await readDeepFilm(path), await readRadiograph(path)];
  expectSameFilm(deep, radiograph, path);
  return deep;
}
