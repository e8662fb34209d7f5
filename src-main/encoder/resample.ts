export type Interpolation = "bicubic" | "bilinear";

/** 8-bit grey, row-major. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

// Pillow keeps 8 bits for the pixel and 2 for overshoot out of 32.
const precisionBits = 32 - 8 - 2;
const half = 1 << (precisionBits - 1);

/** Where a picture lies on a larger one-coloured canvas. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly background: number;
}

/** Which source pixels make one output pixel: `base` plus fixed-point weights, `stride` of them per output pixel. */
interface Taps {
  readonly stride: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Float64Array;
  readonly base: Float64Array;
}

/**
 * Antialiased resampling exactly as Pillow's `Image.resize` does it for mode L: two passes, first along rows, then along
 * columns, fixed-point weights of 22 bits, rounding and clipping to 8 bits after each; an axis that keeps its length is
 * left untouched. With a canvas the result is that of the picture pasted onto it, without painting the canvas: the
 * background's share of each integer sum is known beforehand. Source: Pillow, src/libImaging/Resample.c.
 */
export function resample(
  image: GreyImage,
  width: number,
  height: number,
  interpolation: Interpolation,
  canvas: Canvas = { width: image.width, height: image.height, left: 0, top: 0, background: 0 },
): GreyImage {
  const { left, top, background } = canvas;
  const across = () => taps(canvas.width, width, interpolation, { start: left, length: image.width, background });
  const down = () => taps(canvas.height, height, interpolation, { start: top, length: image.height, background });
  const rows = image.width === width && canvas.width === width ? image : alongRows(image, across());
  return image.height === height && canvas.height === height ? rows : alongColumns(rows, down());
}

/** Triangle of half-width 1. */
function bilinear(x: number): number {
  const distance = Math.abs(x);
  return distance < 1 ? 1 - distance : 0;
}

/** Keys' cubic convolution (IEEE TASSP 29, 1981) with a = −0.5, half-width 2. */
function bicubic(x: number): number {
  const a = -0.5;
  const d = Math.abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * a;
  return 0;
}

const filters = { bilinear: { weight: bilinear, support: 1 }, bicubic: { weight: bicubic, support: 2 } } as const;

/**
 * Weights of an axis of `source` pixels resampled to `target`: the filter widens with the reduction (antialiasing). Only
 * the stretch `film` of the source is read; the rest is background.
 */
function taps(
  source: number,
  target: number,
  interpolation: Interpolation,
  film: { readonly start: number; readonly length: number; readonly background: number },
): Taps {
  const filter = filters[interpolation];
  const scale = source / target;
  const widening = Math.max(scale, 1);
  const support = filter.support * widening;
  const stride = Math.ceil(support) * 2 + 1;
  const [first, count] = [new Int32Array(target), new Int32Array(target)];
  const [weights, base] = [new Float64Array(target * stride), new Float64Array(target).fill(half)];
  const exact = new Float64Array(stride);
  for (let place = 0; place < target; place++) {
    const centre = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const length = Math.min(source, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < length; tap++) {
      // Pillow multiplies by the reciprocal; a division rounds differently in the last bit.
      const weight = filter.weight((tap + start - centre + 0.5) * (1 / widening));
      exact[tap] = weight;
      sum += weight;
    }
    const inside = Math.max(start, film.start);
    for (let tap = 0; tap < length; tap++) {
      const weight = fixedPoint((exact[tap] ?? 0) / sum);
      const at = start + tap - film.start;
      if (at < 0 || at >= film.length) base[place] = (base[place] ?? 0) + film.background * weight;
      else weights[place * stride + start + tap - inside] = weight;
    }
    first[place] = inside - film.start;
    count[place] = Math.max(0, Math.min(start + length, film.start + film.length) - inside);
  }
  return { stride, first, count, weights, base };
}

/** Rounds half away from zero, as the C cast does. */
function fixedPoint(weight: number): number {
  return Math.trunc(weight * (1 << precisionBits) + (weight < 0 ? -0.5 : 0.5));
}

/*
 * The two passes are the hot loops of preparing a film. Sums of integers below 2^31 are exact in float64, which V8 adds
 * faster than int32; `as number` instead of `?? 0` keeps a branch out of the loops.
 */

function alongRows(image: GreyImage, { stride, first, count, weights, base }: Taps): GreyImage {
  const { width: from, height } = image;
  const width = first.length;
  const out = new Uint8ClampedArray(width * height);
  const four = new Float64Array(4 * from);
  for (let y = 0; y < height; y += 4) {
    interleave(image, y, four);
    for (let x = 0; x < width; x++) {
      const end = x * stride + (count[x] as number);
      let s0 = base[x] as number;
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let place = 4 * (first[x] as number);
      for (let tap = x * stride; tap < end; tap++) {
        const weight = weights[tap] as number;
        s0 += weight * (four[place] as number);
        s1 += weight * (four[place + 1] as number);
        s2 += weight * (four[place + 2] as number);
        s3 += weight * (four[place + 3] as number);
        place += 4;
      }
      // Writes below the last row fall outside the array and are dropped.
      out[y * width + x] = s0 >> precisionBits;
      out[(y + 1) * width + x] = s1 >> precisionBits;
      out[(y + 2) * width + x] = s2 >> precisionBits;
      out[(y + 3) * width + x] = s3 >> precisionBits;
    }
  }
  return { width, height, pixels: new Uint8Array(out.buffer) };
}

/** Rows y … y + 3, pixel by pixel side by side, so that four rows share each weight; the last row stands in below the end. */
function interleave({ pixels, width, height }: GreyImage, y: number, four: Float64Array): void {
  const rowStart = (row: number): number => Math.min(row, height - 1) * width;
  const [start, start1, start2, start3] = [rowStart(y), rowStart(y + 1), rowStart(y + 2), rowStart(y + 3)] as const;
  for (let x = 0; x < width; x++) {
    four[4 * x] = pixels[start + x] as number;
    four[4 * x + 1] = pixels[start1 + x] as number;
    four[4 * x + 2] = pixels[start2 + x] as number;
    four[4 * x + 3] = pixels[start3 + x] as number;
  }
}

function alongColumns(image: GreyImage, { stride, first, count, weights, base }: Taps): GreyImage {
  const { pixels, width } = image;
  const height = first.length;
  const out = new Uint8ClampedArray(width * height);
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(base[y] as number);
    for (let tap = 0; tap < (count[y] as number); tap++) {
      const weight = weights[y * stride + tap] as number;
      const row = ((first[y] as number) + tap) * width;
      for (let x = 0; x < width; x++) sums[x] = (sums[x] as number) + weight * (pixels[row + x] as number);
    }
    for (let x = 0; x < width; x++) out[y * width + x] = (sums[x] as number) >> precisionBits;
  }
  return { width, height, pixels: new Uint8Array(out.buffer) };
}
