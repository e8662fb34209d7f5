import { createRandom } from "../../src-main/runtime/index.ts";
import { byteMutations, oneOf } from "./bytes.ts";
import type { Mutation } from "./bytes.ts";
import { csvMutations } from "./csv-edits.ts";
import { dicomMutations } from "./dicom-edits.ts";
import { jpegMutations } from "./jpeg-edits.ts";
import { pngMutations } from "./png-edits.ts";
import type { Format, Seed } from "./seeds.ts";

const knowing: Readonly<Record<Format, readonly Mutation[]>> = {
  dicom: dicomMutations,
  png: pngMutations,
  jpeg: jpegMutations,
  csv: csvMutations,
};
/** How often each format is drawn: most of the code that Lightbox has itself reads DICOM. */
const draws = ["dicom", "dicom", "dicom", "dicom", "png", "jpeg", "jpeg", "csv"] as const;

export interface Mutant {
  readonly index: number;
  readonly seed: string;
  readonly format: Format;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The frame that is read, from 1. */
  readonly frame: number;
}

/** Mutant `index` of the run with this seed: one to four mutations of one file, always the same. */
export function makeMutant(seeds: readonly Seed[], run: number, index: number, only?: Format): Mutant {
  const random = createRandom("mutant", run, index);
  const format = only ?? random.pick(draws);
  const chosen = oneOf(
    seeds.filter((seed) => seed.format === format),
    random,
  );
  let bytes = chosen.bytes;
  for (let left = random.pick([1, 1, 1, 2, 3, 4]); left > 0; left--) {
    bytes = oneOf(random.chance(0.75) ? knowing[format] : byteMutations, random)(bytes, random);
  }
  const finished = chosen.finish?.(bytes) ?? bytes;
  const frame = chosen.frames === undefined ? (random.chance(0.03) ? 2 : 1) : random.integer(1, chosen.frames);
  return { index, seed: chosen.name, format, bytes: Uint8Array.from(finished), frame };
}
