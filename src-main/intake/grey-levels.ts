import type { DeepFilm } from "./types.ts";

type Plain = Omit<DeepFilm, "width" | "height" | "orientation">;

const identity = Uint8Array.from({ length: 256 }, (_, level) => level);

/** Eight-bit greys as levels: what a film shows is all there is of it. */
export function greyLevels(greys: Uint8Array<ArrayBuffer>): Plain {
  return plainLevels(greys, identity.slice());
}

/** Levels that are values as they stand, with the grey of each. */
export function plainLevels(levels: DeepFilm["levels"], greys: Uint8Array<ArrayBuffer>): Plain {
  return {
    levels,
    ...{ slope: 1, intercept: 0, unit: null, inverted: false, padding: null, windows: [], table: false },
    range: extent(levels),
    greys,
  };
}

function extent(levels: DeepFilm["levels"]): [number, number] {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let index = 0; index < levels.length; index++) {
    const level = levels[index] ?? 0;
    if (level < smallest) smallest = level;
    if (level > largest) largest = level;
  }
  return largest < smallest ? [0, 0] : [smallest, largest];
}
