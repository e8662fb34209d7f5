import type { Random } from "../runtime/index.ts";

/** Pixels along each side of a film. */
export const filmSize = 512;
/** Centimetres of patient per film pixel (512 pixels span a 41 cm detector). */
export const centimetresPerPixel = 0.08;

/** One number per pixel, row by row. */
export type Field = Float32Array<ArrayBuffer>;

// A film needs some sixty planes of a megabyte; making them anew for each film would cost a tenth of the time.
const kept: Field[] = [];
let lent = 0;

/** Lets the planes of the film before be used again; call only when none of them is needed any more. */
export function recycleFields(): void {
  lent = 0;
}

/** A field of zeros. Those of film size are lent until `recycleFields` is called. */
export function createField(size: number = filmSize): Field {
  if (size !== filmSize) return new Float32Array(size * size);
  const field = kept[lent] ?? new Float32Array(size * size);
  kept[lent] = field;
  lent += 1;
  return field.fill(0);
}

interface Rows {
  readonly top: number;
  /** One past the last. */
  readonly bottom: number;
}

/** Running mean of 2·radius+1 numbers along the rows. */
function meanAlong(source: Field, target: Field, size: number, radius: number, { top, bottom }: Rows): void {
  const share = 1 / (2 * radius + 1);
  for (let row = top; row < bottom; row++) {
    const start = row * size;
    const end = start + size - 1;
    const first = source[start] ?? 0;
    const last = source[end] ?? 0;
    let total = first * (radius + 1);
    for (let ahead = 1; ahead <= radius; ahead++) total += source[Math.min(start + ahead, end)] ?? 0;
    for (let place = start; place <= end; place++) {
      target[place] = total * share;
      const enters = place + radius + 1;
      const leaves = place - radius;
      total += (enters <= end ? (source[enters] ?? 0) : last) - (leaves > start ? (source[leaves] ?? 0) : first);
    }
  }
}

/** Running mean down the columns, taken for a whole row at a time because rows lie together in memory. */
function meanDown(source: Field, target: Field, size: number, radius: number, { top, bottom }: Rows): void {
  const share = 1 / (2 * radius + 1);
  const totals = new Float64Array(size);
  for (let offset = -radius; offset <= radius; offset++) {
    const row = Math.min(size - 1, Math.max(0, top + offset)) * size;
    for (let x = 0; x < size; x++) totals[x] = (totals[x] ?? 0) + (source[row + x] ?? 0);
  }
  for (let y = top; y < bottom; y++) {
    const enters = Math.min(size - 1, y + radius + 1) * size;
    const leaves = Math.max(0, y - radius) * size;
    for (let x = 0; x < size; x++) {
      const total = totals[x] ?? 0;
      target[y * size + x] = total * share;
      totals[x] = total + (source[enters + x] ?? 0) - (source[leaves + x] ?? 0);
    }
  }
}

const blurScratch: Field = new Float32Array(filmSize * filmSize);

/**
 * Blurs a square field in place: `passes` box means, which approach a Gaussian
 * (Wells 1986, "Efficient synthesis of Gaussian filters by cascaded uniform filters").
 */
export function blurField(field: Field, radius: number, passes = 2): void {
  if (radius < 1) return;
  const size = Math.round(Math.sqrt(field.length));
  const reach = radius * passes;
  let first = 0;
  while (first < field.length && field[first] === 0) first++;
  if (first === field.length) return;
  let last = field.length - 1;
  while (field[last] === 0) last--;
  const top = Math.max(0, Math.floor(first / size) - reach);
  const rows = { top, bottom: Math.min(size, Math.floor(last / size) + 1 + reach) };
  const scratch = size === filmSize ? blurScratch.fill(0) : createField(size);
  for (let pass = 0; pass < passes; pass++) {
    meanAlong(field, scratch, size, radius, rows);
    meanDown(scratch, field, size, radius, rows);
  }
}

/** Mean over blocks of factor × factor pixels. */
export function shrinkField(field: Field, factor: number): Field {
  const size = Math.round(Math.sqrt(field.length));
  const small = size / factor;
  const target = createField(small);
  const share = 1 / (factor * factor);
  for (let y = 0; y < size; y++) {
    const row = Math.floor(y / factor) * small;
    let place = y * size;
    for (let x = 0; x < small; x++) {
      let total = 0;
      for (const end = place + factor; place < end; place++) total += field[place] ?? 0;
      target[row + x] = (target[row + x] ?? 0) + total * share;
    }
  }
  return target;
}

/** Bilinear enlargement of a square field to size × size pixels, pixel centres aligned. */
export function enlargeField(small: Field, size: number = filmSize): Field {
  const from = Math.round(Math.sqrt(small.length));
  const target = createField(size);
  const lower = new Int32Array(size);
  const weight = new Float32Array(size);
  for (let x = 0; x < size; x++) {
    const position = Math.min(from - 1, Math.max(0, ((x + 0.5) * from) / size - 0.5));
    lower[x] = Math.min(from - 2, Math.floor(position));
    weight[x] = position - (lower[x] ?? 0);
  }
  const line = new Float32Array(from);
  for (let y = 0; y < size; y++) {
    const top = (lower[y] ?? 0) * from;
    const share = weight[y] ?? 0;
    for (let x = 0; x < from; x++) {
      line[x] = (small[top + x] ?? 0) * (1 - share) + (small[top + from + x] ?? 0) * share;
    }
    for (let x = 0; x < size; x++) {
      const left = lower[x] ?? 0;
      const near = line[left] ?? 0;
      target[y * size + x] = near + ((line[left + 1] ?? 0) - near) * (weight[x] ?? 0);
    }
  }
  return target;
}

/** A smooth random field of mean 0 and deviation 1, made at `grid` × `grid` and enlarged; `grain` in grid pixels. */
export function noiseField(random: Random, grid: number, grain: number): Field {
  const small = createField(grid);
  for (let place = 0; place < small.length; place++) small[place] = random.next() - random.next();
  blurField(small, grain, 2);
  let squares = 0;
  for (const value of small) squares += value * value;
  const scale = 1 / Math.sqrt(squares / small.length + 1e-12);
  for (let place = 0; place < small.length; place++) small[place] = (small[place] ?? 0) * scale;
  return enlargeField(small);
}

/** 0 below `low`, 1 above `high`, a smooth cubic between. */
export function smoothStep(low: number, high: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return share * share * (3 - 2 * share);
}
