import { valueBytes } from "./header.ts";
import type { Header } from "./header.ts";
import type { StoredPixels } from "./stored.ts";

/** Stored values that are padding, both ends included. */
export interface Padding {
  readonly low: number;
  readonly high: number;
}

function storedValueAt(header: Header, tag: string, signed: boolean): number | undefined {
  const bytes = valueBytes(header, tag);
  if (bytes === undefined || (bytes.length !== 2 && bytes.length !== 4)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = header.littleEndian;
  if (bytes.length === 2) return signed ? view.getInt16(0, little) : view.getUint16(0, little);
  return signed ? view.getInt32(0, little) : view.getUint32(0, little);
}

/** Pixel Padding Value, or the range from it to Pixel Padding Range Limit, both ends included (PS3.3 C.7.5.1.1.2). */
export function readPadding(header: Header, stored: Pick<StoredPixels, "signed">): Padding | undefined {
  const value = storedValueAt(header, "x00280120", stored.signed);
  if (value === undefined) return undefined;
  const limit = storedValueAt(header, "x00280121", stored.signed) ?? value;
  return { low: Math.min(value, limit), high: Math.max(value, limit) };
}

/** Whether a stored value is padding. */
export function isPadding(padding: Padding | undefined, stored: number): boolean {
  return padding !== undefined && stored >= padding.low && stored <= padding.high;
}
