import type { Radiograph } from "../types.ts";
import { rgbToGrey, ybrToGrey } from "./colour.ts";
import type { Header } from "./header.ts";
import { readModality } from "./modality.ts";
import { readPadding } from "./padding.ts";
import type { IsPadding } from "./padding.ts";
import { paletteGreys } from "./palette.ts";
import type { StoredPixels, StoredValues } from "./stored.ts";
import { fullRange, readVoi } from "./voi.ts";
import type { Voi } from "./voi.ts";

/** Display value 0…1 → grey 0…255, halves upwards. */
export function toGrey(display: number): number {
  return Math.floor(255 * display + 0.5);
}

interface Domain {
  readonly lowest: number;
  readonly size: number;
}

/** The values that cells of `bits` bits can hold. */
function domainOf(stored: StoredPixels): Domain {
  const size = 2 ** stored.bits;
  return { lowest: stored.signed ? -size / 2 : 0, size };
}

/** Which values of the domain occur: a table over them is then all that has to be computed. */
function occurring(values: StoredValues, domain: Domain): Uint8Array {
  const seen = new Uint8Array(domain.size);
  for (let index = 0; index < values.length; index++) seen[(values[index] ?? 0) - domain.lowest] = 1;
  return seen;
}

interface Path {
  readonly modality: (stored: number) => number;
  readonly isPadding: IsPadding | undefined;
  readonly voi: Voi | undefined;
  readonly inverted: boolean;
}

function greyOf(stored: number, path: Path, voi: Voi): number {
  if (path.isPadding?.(stored) === true) return 0;
  const display = Math.min(Math.max(voi(path.modality(stored)), 0), 1);
  return toGrey(path.inverted ? 1 - display : display);
}

function rangeOf(candidates: Iterable<number>, path: Path): Voi {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const stored of candidates) {
    if (path.isPadding?.(stored) === true) continue;
    const value = path.modality(stored);
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return fullRange(smallest, largest);
}

/** Up to 16 bits: one table over all stored values, then one look-up a pixel. */
function throughTable(values: StoredValues, domain: Domain, path: Path): Uint8Array<ArrayBuffer> {
  const seen = occurring(values, domain);
  const present: number[] = [];
  for (let index = 0; index < domain.size; index++) if (seen[index] === 1) present.push(index + domain.lowest);
  const voi = path.voi ?? rangeOf(present, path);
  const table = new Uint8Array(domain.size);
  for (const stored of present) table[stored - domain.lowest] = greyOf(stored, path, voi);
  const pixels = new Uint8Array(values.length);
  for (let index = 0; index < pixels.length; index++) {
    pixels[index] = table[(values[index] ?? 0) - domain.lowest] ?? 0;
  }
  return pixels;
}

function valueByValue(values: StoredValues, path: Path): Uint8Array<ArrayBuffer> {
  const voi = path.voi ?? rangeOf(values, path);
  const pixels = new Uint8Array(values.length);
  for (let index = 0; index < pixels.length; index++) pixels[index] = greyOf(values[index] ?? 0, path, voi);
  return pixels;
}

function monochrome(stored: StoredPixels, header: Header): Uint8Array<ArrayBuffer> {
  const modality = readModality(header, stored.signed);
  const path = {
    modality: modality.apply,
    isPadding: readPadding(header, stored),
    voi: readVoi(header, modality.signed),
    inverted: stored.photometric === "MONOCHROME1",
  };
  if (stored.bits > 16) return valueByValue(stored.values, path);
  return throughTable(stored.values, domainOf(stored), path);
}

/**
 * The display path of PS3.4 N.2: modality LUT, VOI LUT or window, polarity; padding is black whatever the polarity.
 * Colour becomes ITU-R 601 grey. Grey = ⌊255·y + ½⌋.
 * @throws LightboxError `intake/broken-file` where a palette is missing
 */
export function display(stored: StoredPixels, header: Header): Radiograph {
  const { rows, columns, samples, photometric } = stored;
  const size = { width: columns, height: rows };
  if (samples === 3) {
    const pixels = photometric.startsWith("YBR_FULL") ? ybrToGrey(stored) : rgbToGrey(stored);
    return { ...size, pixels };
  }
  if (photometric === "PALETTE COLOR") return { ...size, pixels: paletteGreys(stored, header) };
  return { ...size, pixels: monochrome(stored, header) };
}
