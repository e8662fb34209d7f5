import type { Header } from "./header.ts";
import { readModality } from "./modality.ts";
import type { StoredPixels, StoredValues } from "./stored.ts";

export interface ModalityValues {
  readonly values: StoredValues | Float64Array<ArrayBuffer>;
  /** What the file calls them; null where it does not say. */
  readonly unit: string | null;
}

/** The narrowest whole numbers that hold all from `least` to `most`, else float64. */
function createFor(least: number, most: number, length: number): ModalityValues["values"] {
  if (!Number.isInteger(least) || !Number.isInteger(most)) return new Float64Array(length);
  if (least >= 0 && most < 2 ** 8) return new Uint8Array(length);
  if (least >= 0 && most < 2 ** 16) return new Uint16Array(length);
  if (least >= -(2 ** 15) && most < 2 ** 15) return new Int16Array(length);
  if (least >= -(2 ** 31) && most < 2 ** 31) return new Int32Array(length);
  return new Float64Array(length);
}

/**
 * The values of a grey frame after the modality LUT. Their type follows from the header alone, so that frames and films of a
 * series have the same: whole numbers stay whole. Colours and palette indices have no modality LUT and come as they are
 * stored.
 */
export function modalityValues(stored: StoredPixels, header: Header): ModalityValues {
  if (stored.samples === 3 || stored.photometric === "PALETTE COLOR") return { values: stored.values, unit: null };
  const { apply, line, unit } = readModality(header, stored.signed);
  if (line !== null && line.slope === 1 && line.intercept === 0) return { values: stored.values, unit };
  const lowest = stored.signed ? -(2 ** (stored.bits - 1)) : 0;
  const ends = [apply(lowest), apply(lowest + 2 ** stored.bits - 1)];
  const isWhole = line === null || (Number.isInteger(line.slope) && Number.isInteger(line.intercept));
  // A table has entries of up to 16 bits.
  const [least, most] = line === null ? [0, 65535] : isWhole ? [Math.min(...ends), Math.max(...ends)] : [0.5, 0.5];
  const values = createFor(least, most, stored.values.length);
  for (let index = 0; index < values.length; index++) values[index] = apply(stored.values[index] ?? 0);
  return { values, unit };
}
