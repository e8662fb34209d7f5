import type { Radiograph } from "../types.ts";
import { componentsOf } from "./components.ts";
import type { Component } from "./components.ts";

/** Longer side at which films are looked at: letters are 6 to 40 pixels high there. */
const longSide = 1024;
/** Writing stands near the edges: share of the shorter side that is looked at from each. */
const band = 0.2;
/** Greys by which a stroke stands out of what is round it. */
const contrast = 36;
/** Pixels from the middle to the edge of what counts as round it. */
const around = 9;
/** Letters in a row that make writing: a laterality marker, its initials or "PORT" are fewer. */
const fewestLetters = 6;
const letterHeight = { least: 6, most: 44 } as const;

/** A grey picture; smaller than the film where that is large. */
interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * Whether something is probably written near the edges of a film: six or more small shapes of one height in one row, each
 * about as far from the next as letters are, brighter or darker than what is round them. It is a warning and no proof:
 * docs/robustness.md says how often it is right. Marks of one to five letters are none.
 */
export function looksWritten(film: Radiograph): boolean {
  const grey = reduced(film);
  const mean = localMean(grey);
  return [1, -1].some((sign) => {
    const letters = componentsOf(strokes(grey, mean, sign), grey.width, grey.height).filter(isLetter);
    return hasRow(letters) || hasRow(letters.map(turned));
  });
}

/** By whole steps, the brightest or darkest of each block would be as good: the mean keeps thin strokes grey. */
function reduced({ width, height, pixels }: Radiograph): Grey {
  const step = Math.max(1, Math.round(Math.max(width, height) / longSide));
  if (step === 1) return { width, height, pixels };
  const [across, down] = [Math.floor(width / step), Math.floor(height / step)];
  const small = new Uint8Array(across * down);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      let sum = 0;
      for (let row = y * step; row < (y + 1) * step; row++)
        for (let column = x * step; column < (x + 1) * step; column++) sum += pixels[row * width + column] ?? 0;
      small[y * across + x] = Math.round(sum / step ** 2);
    }
  return { width: across, height: down, pixels: small };
}

/** Mean grey of the square round every pixel, from sums over all above and left of it. */
function localMean({ width, height, pixels }: Grey): Float32Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += pixels[y * width + x] ?? 0;
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
    }
  }
  const mean = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - around), Math.min(height, y + around + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - around), Math.min(width, x + around + 1)];
      const sum =
        (sums[bottom * stride + right] ?? 0) -
        (sums[top * stride + right] ?? 0) -
        (sums[bottom * stride + left] ?? 0) +
        (sums[top * stride + left] ?? 0);
      mean[y * width + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return mean;
}

/** 1 where a pixel near the edges is brighter (sign 1) or darker (−1) than what is round it. */
function strokes({ width, height, pixels }: Grey, mean: Float32Array, sign: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  const edge = Math.round(band * Math.min(width, height));
  for (let y = 0; y < height; y++) {
    const whole = y < edge || y >= height - edge;
    for (let x = 0; x < width; x++) {
      if (!whole && x === edge) x = width - edge;
      const at = y * width + x;
      if (sign * ((pixels[at] ?? 0) - (mean[at] ?? 0)) > contrast) mask[at] = 1;
    }
  }
  return mask;
}

function isLetter({ left, right, top, bottom, pixels }: Component): boolean {
  const [width, height] = [right - left + 1, bottom - top + 1];
  const long = Math.max(width, height);
  if (long < letterHeight.least || long > letterHeight.most || Math.min(width, height) * 7 < long) return false;
  // Strokes neither fill their rectangle nor are they a few specks; an "I" does fill its own.
  const share = pixels / (width * height);
  return share > 0.18 && (share < 0.86 || Math.min(width, height) * 2.5 < long);
}

function turned({ left, right, top, bottom, pixels }: Component): Component {
  return { left: top, right: bottom, top: left, bottom: right, pixels };
}

/** Letters of one height stand in a row, each near the one before. */
function hasRow(letters: readonly Component[]): boolean {
  const inOrder = letters.toSorted((one, other) => one.left - other.left);
  const lengths = new Int32Array(inOrder.length);
  for (const [place, letter] of inOrder.entries()) {
    let longest = 1;
    for (let before = place - 1; before >= 0; before--) {
      const other = inOrder[before];
      if (other === undefined || letter.left - other.left > 3 * letterHeight.most) break;
      if (follows(other, letter)) longest = Math.max(longest, (lengths[before] ?? 0) + 1);
    }
    lengths[place] = longest;
    if (longest >= fewestLetters) return true;
  }
  return false;
}

function follows(one: Component, next: Component): boolean {
  const [high, nextHigh] = [one.bottom - one.top + 1, next.bottom - next.top + 1];
  const height = Math.max(high, nextHigh);
  const gap = next.left - one.right - 1;
  const foot = Math.abs(one.bottom - next.bottom);
  return (
    Math.min(high, nextHigh) >= 0.8 * height &&
    height >= letterHeight.least &&
    gap >= 0 &&
    gap <= 1.1 * height &&
    foot <= 0.15 * height + 0.5
  );
}
