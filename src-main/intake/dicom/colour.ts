import { pillowGrey } from "../grey.ts";
import type { StoredPixels } from "./stored.ts";

/** Full-range values of any width → 0…255, halves upwards. */
function scaler(stored: StoredPixels): (value: number) => number {
  if (stored.bits === 8) return (value) => value;
  const full = 2 ** stored.bits - 1;
  return (value) => Math.floor((255 * value) / full + 0.5);
}

/** Interleaved RGB → grey. */
export function rgbToGrey(stored: StoredPixels): Uint8Array<ArrayBuffer> {
  const { values } = stored;
  const scale = scaler(stored);
  const greys = new Uint8Array(values.length / 3);
  for (let pixel = 0, at = 0; pixel < greys.length; pixel++, at += 3) {
    greys[pixel] = pillowGrey(scale(values[at] ?? 0), scale(values[at + 1] ?? 0), scale(values[at + 2] ?? 0));
  }
  return greys;
}

/** Interleaved YBR_FULL → grey: Y is the ITU-R 601 luma itself (PS3.3 C.7.6.3.1.2). */
export function ybrToGrey(stored: StoredPixels): Uint8Array<ArrayBuffer> {
  const { values } = stored;
  const scale = scaler(stored);
  const greys = new Uint8Array(values.length / 3);
  for (let pixel = 0; pixel < greys.length; pixel++) greys[pixel] = scale(values[pixel * 3] ?? 0);
  return greys;
}
