import { valueBytes, words } from "./header.ts";
import type { Header } from "./header.ts";

/** A lookup table of a Modality or VOI LUT Sequence item (PS3.3 C.11.1.1, C.11.2.1.1). */
export interface LookupTable {
  /** Input that maps to the first entry; smaller input does too. */
  readonly first: number;
  /** Largest output the table may hold: 2^bits − 1. */
  readonly full: number;
  readonly entries: readonly number[];
}

const descriptorTag = "x00283002";
const dataTag = "x00283006";

/** Entries of a LUT descriptor: 0 stands for 65536. */
export function entryCount(described: number): number {
  return described === 0 ? 65536 : described;
}

/** The values of LUT data: one byte each where there are just as many bytes as entries, else 16-bit words. */
export function lutData(header: Header, tag: string, count: number): number[] {
  const bytes = valueBytes(header, tag);
  if (bytes === undefined) return [];
  const values = bytes.length < count * 2 ? Array.from(bytes) : words(header, tag);
  return values.slice(0, count);
}

/**
 * Reads one item of a LUT sequence; undefined where it is incomplete.
 * @param signedInput whether the values it is applied to may be negative: implicit files do not say it themselves
 */
export function readLookupTable(item: Header, signedInput: boolean): LookupTable | undefined {
  const representation = item.elements[descriptorTag]?.vr;
  const signed = representation === "SS" || (representation !== "US" && signedInput);
  const [count, , bits] = words(item, descriptorTag);
  const first = words(item, descriptorTag, signed)[1];
  if (count === undefined || first === undefined || bits === undefined) return undefined;
  const entries = lutData(item, dataTag, entryCount(count));
  if (entries.length === 0) return undefined;
  const largest = entries.reduce((most, value) => Math.max(most, value), 0);
  // Some writers say 8 bits and store 16: the table is taken at its word only as far as its entries allow.
  const full = Math.max(2 ** Math.min(Math.max(bits, 8), 16) - 1, largest > 255 && bits <= 8 ? 65535 : 0);
  return { first, full, entries };
}

/** The entry for `value`, held at both ends. */
export function lookUp(table: LookupTable, value: number): number {
  const index = Math.min(Math.max(Math.round(value) - table.first, 0), table.entries.length - 1);
  return table.entries[index] ?? 0;
}
