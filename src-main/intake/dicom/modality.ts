import { decimals, holderOf, items } from "./header.ts";
import type { Header } from "./header.ts";
import { lookUp, readLookupTable } from "./lookup-table.ts";

export interface Modality {
  /** Stored value → modality value. */
  readonly apply: (stored: number) => number;
  /** Whether modality values may be negative. */
  readonly signed: boolean;
}

/**
 * The modality LUT (PS3.3 C.11.1): the table of a Modality LUT Sequence, else Rescale Slope · stored + Rescale Intercept,
 * else the stored value itself.
 */
export function readModality(header: Header, storedSigned: boolean): Modality {
  const item = items(header, "x00283000")[0];
  const table = item === undefined ? undefined : readLookupTable(item, storedSigned);
  if (table !== undefined) return { apply: (stored) => lookUp(table, stored), signed: false };
  const holder = holderOf(header, "x00281053", "x00289145");
  const slope = (holder === undefined ? undefined : decimals(holder, "x00281053")[0]) ?? 1;
  const intercept = (holder === undefined ? undefined : decimals(holder, "x00281052")[0]) ?? 0;
  // A slope of 0 would make every film one grey; it is what some writers put for "not used".
  const factor = slope === 0 ? 1 : slope;
  return {
    apply: (stored) => stored * factor + intercept,
    signed: storedSigned || intercept < 0 || factor < 0,
  };
}
