import type { Radiograph } from "../intake/index.ts";
import type { Preprocessing } from "./manifest.ts";
import { resample } from "./resample.ts";
import type { GreyImage } from "./resample.ts";

/** A rectangle in film pixels; it may reach beyond the film where the film was padded. */
export interface FilmRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Film → the encoder's input, [channels, rows, columns] float32: fitted to the encoder's size, then
 * (grey · scale − mean) / standard deviation in float32, every channel from the same grey.
 */
export function prepare(radiograph: Radiograph, preprocessing: Preprocessing): Float32Array {
  const { pixels } = fitted(radiograph, preprocessing);
  const input = new Float32Array(preprocessing.channels * pixels.length);
  for (let channel = 0; channel < preprocessing.channels; channel++) {
    const levels = normalisedLevels(preprocessing, channel);
    const start = channel * pixels.length;
    for (let i = 0; i < pixels.length; i++) input[start + i] = levels[pixels[i] as number] as number;
  }
  return input;
}

/** The film at the encoder's size, still 8-bit grey. */
export function fitted(radiograph: Radiograph, preprocessing: Preprocessing): GreyImage {
  const [rows, columns] = preprocessing.size;
  const { fit, interpolation, padValue } = preprocessing;
  if (fit === "squash") return resample(radiograph, columns, rows, interpolation);
  if (fit === "pad") {
    const { square, left, top } = padGeometry(radiograph.width, radiograph.height, rows);
    const canvas = { width: square, height: square, left, top, background: padValue };
    return resample(radiograph, rows, rows, interpolation, canvas);
  }
  const { width, height, left, top } = cropGeometry(radiograph.width, radiograph.height, rows);
  return cut(resample(radiograph, width, height, interpolation), left, top, rows);
}

/**
 * The rectangle of the film that the input shows: the padded square ("pad", from MedCLIP's processor: side
 * max(size, width, height), film in the middle), the whole film ("squash"), or the middle square ("crop").
 */
export function filmRegion(width: number, height: number, preprocessing: Preprocessing): FilmRegion {
  const side = preprocessing.size[0];
  if (preprocessing.fit === "squash") return { x: 0, y: 0, width, height };
  if (preprocessing.fit === "pad") {
    const { square, left, top } = padGeometry(width, height, side);
    return { x: 0 - left, y: 0 - top, width: square, height: square };
  }
  const crop = cropGeometry(width, height, side);
  const [across, down] = [width / crop.width, height / crop.height];
  return { x: crop.left * across, y: crop.top * down, width: side * across, height: side * down };
}

/** float32 value of each grey level in one channel. */
function normalisedLevels(preprocessing: Preprocessing, channel: number): Float32Array {
  const scale = Math.fround(preprocessing.scale);
  const mean = Math.fround(perChannel(preprocessing.mean, channel));
  const deviation = Math.fround(perChannel(preprocessing.standardDeviation, channel));
  // Float32Array.from rounds the quotient; the steps before are rounded as float32 arithmetic does.
  return Float32Array.from({ length: 256 }, (_, grey) => Math.fround(Math.fround(grey * scale) - mean) / deviation);
}

function perChannel(values: readonly number[], channel: number): number {
  const value = values.length === 1 ? values[0] : values[channel];
  if (value === undefined) throw new Error("a channel has no mean or standard deviation");
  return value;
}

function padGeometry(width: number, height: number, side: number): { square: number; left: number; top: number } {
  const square = Math.max(side, width, height);
  return { square, left: Math.trunc((square - width) / 2), top: Math.trunc((square - height) / 2) };
}

/** Shorter side to `side`, then the middle square, rounding as torchvision's Resize and CenterCrop do. */
function cropGeometry(
  width: number,
  height: number,
  side: number,
): { width: number; height: number; left: number; top: number } {
  const across = width <= height ? side : Math.trunc((side * width) / height);
  const down = width <= height ? Math.trunc((side * height) / width) : side;
  return {
    width: across,
    height: down,
    left: roundHalfEven((across - side) / 2),
    top: roundHalfEven((down - side) / 2),
  };
}

/** Python's `round`. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function cut(image: GreyImage, left: number, top: number, side: number): GreyImage {
  if (image.width === side && image.height === side) return image;
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const start = (top + y) * image.width + left;
    pixels.set(image.pixels.subarray(start, start + side), y * side);
  }
  return { width: side, height: side, pixels };
}
