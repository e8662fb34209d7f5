import { mostPixels, refusal } from "../refusal.ts";
import { decimals, holderOf } from "./header.ts";
import type { Header } from "./header.ts";
import { isPadding, readPadding } from "./padding.ts";
import type { StoredPixels } from "./stored.ts";

/** Pixels that differ less than this are square: detectors' own spacings differ in their last digits. */
const tolerance = 0.01;
/** A ratio beyond this is an error of the header. */
const largestRatio = 4;

/** Pixel Spacing, the detector's or the scanner's, in their order of trust (PS3.3 10.7.1.3, C.8.11.4, C.8.6.2). */
const spacings = ["x00280030", "x00181164", "x00182010"] as const;

/** Height of a pixel over its width (Pixel Aspect Ratio, PS3.3 C.7.6.3.1.7); 1 where the file does not say, or says nonsense. */
export function pixelAspect(header: Header): number {
  for (const tag of [...spacings, "x00280034"]) {
    const holder = holderOf(header, tag, "x00289110");
    const [row, column] = holder === undefined ? [] : decimals(holder, tag);
    if (row === undefined || column === undefined || row <= 0 || column <= 0) continue;
    const ratio = row / column;
    return ratio > largestRatio || ratio < 1 / largestRatio ? 1 : ratio;
  }
  return 1;
}

/** Whether pixels of this aspect count as square. */
export function areSquare(aspect: number): boolean {
  return Math.abs(Math.log(aspect)) < tolerance;
}

/**
 * The same frame with square pixels, so that a film has one geometry for the eye, the encoder and the ruler: the longer side
 * of the pixels is divided, with values in between by linear interpolation; padding and palette numbers are repeated, not
 * blended. A frame whose pixels are square comes back as it is.
 * @throws LightboxError `intake/too-large`
 */
export function squarePixels(stored: StoredPixels, header: Header): StoredPixels {
  const aspect = pixelAspect(header);
  if (areSquare(aspect)) return stored;
  const rows = aspect > 1 ? Math.round(stored.rows * aspect) : stored.rows;
  const columns = aspect < 1 ? Math.round(stored.columns / aspect) : stored.columns;
  if (rows * columns > mostPixels) {
    const size = `${String(columns)} × ${String(rows)}`;
    throw refusal("intake/too-large", `its pixels are not square; squared it would have ${size} of them.`);
  }
  const padding = stored.samples === 1 ? readPadding(header, stored) : undefined;
  const nearest = stored.photometric === "PALETTE COLOR";
  const blend = (first: number, second: number, share: number): number => {
    if (nearest || isPadding(padding, first) || isPadding(padding, second)) return share < 0.5 ? first : second;
    return Math.round(first + (second - first) * share);
  };
  const size = { rows, columns };
  return { ...stored, ...size, values: aspect > 1 ? taller(stored, rows, blend) : wider(stored, columns, blend) };
}

type Blend = (first: number, second: number, share: number) => number;

/** Where the middle of pixel `index` of `count` lies among `before` pixels: the two it lies between, and its share of the second. */
function between(index: number, count: number, before: number): [number, number, number] {
  const place = Math.min(Math.max(((index + 0.5) * before) / count - 0.5, 0), before - 1);
  const first = Math.floor(place);
  return [first, Math.min(first + 1, before - 1), place - first];
}

function emptyLike(values: StoredPixels["values"], length: number): StoredPixels["values"] {
  return new (values.constructor as new (length: number) => StoredPixels["values"])(length);
}

function taller({ values, rows, columns, samples }: StoredPixels, count: number, blend: Blend): StoredPixels["values"] {
  const width = columns * samples;
  const stretched = emptyLike(values, count * width);
  for (let row = 0; row < count; row++) {
    const [first, second, share] = between(row, count, rows);
    for (let at = 0; at < width; at++) {
      stretched[row * width + at] = blend(values[first * width + at] ?? 0, values[second * width + at] ?? 0, share);
    }
  }
  return stretched;
}

function wider({ values, rows, columns, samples }: StoredPixels, count: number, blend: Blend): StoredPixels["values"] {
  const stretched = emptyLike(values, rows * count * samples);
  for (let column = 0; column < count; column++) {
    const [first, second, share] = between(column, count, columns);
    for (let row = 0; row < rows; row++) {
      for (let sample = 0; sample < samples; sample++) {
        const [near, far] = [first, second].map((place) => values[(row * columns + place) * samples + sample] ?? 0);
        stretched[(row * count + column) * samples + sample] = blend(near ?? 0, far ?? 0, share);
      }
    }
  }
  return stretched;
}
