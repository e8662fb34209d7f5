import type { PixelFormat } from "./pixel-format.ts";

export type StoredValues =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>;

/** Stored values of one frame, before any rescale, LUT or inversion. */
export interface StoredPixels {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 3;
  /** Significant bits of each value. */
  readonly bits: number;
  readonly signed: boolean;
  /** What the values mean now: a codec may have turned YBR into RGB. */
  readonly photometric: string;
  /** rows·columns·samples, colour interleaved. */
  readonly values: StoredValues;
}

/** An array of values of the width and sign that `format` allocates, over `length` values. */
export function createValues(bitsAllocated: number, signed: boolean, length: number): StoredValues {
  if (bitsAllocated <= 8) return signed && bitsAllocated === 8 ? new Int8Array(length) : new Uint8Array(length);
  if (bitsAllocated === 16) return signed ? new Int16Array(length) : new Uint16Array(length);
  return signed ? new Int32Array(length) : new Uint32Array(length);
}

/**
 * Takes BitsStored bits up to HighBit out of every allocated cell, in place, and extends the sign (PS3.5 8.1.1): the
 * other bits may hold overlays or rubbish.
 */
export function keepStoredBits(values: StoredValues, format: PixelFormat): StoredValues {
  const { bitsAllocated, bitsStored, highBit, signed } = format;
  if (bitsStored >= bitsAllocated) return values;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  for (let index = 0; index < values.length; index++) {
    const raised = (values[index] ?? 0) << up;
    values[index] = signed ? raised >> down : raised >>> down;
  }
  return values;
}

/** The stored pixels of a frame whose values came without loss, in the width the header allocates. */
export function storedFrom(values: StoredValues, format: PixelFormat): StoredPixels {
  return {
    rows: format.rows,
    columns: format.columns,
    samples: format.samples,
    bits: format.bitsStored,
    signed: format.signed && format.bitsAllocated > 1,
    photometric: format.photometric,
    values: keepStoredBits(values, format),
  };
}
