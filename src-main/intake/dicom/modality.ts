import { decimals, holderOf, items, string } from "./header.ts";
import type { Header } from "./header.ts";
import { lookUp, readLookupTable } from "./lookup-table.ts";

export interface Modality {
  /** Stored value → modality value. */
  readonly apply: (stored: number) => number;
  /** Modality value = slope · stored + intercept; null where a table gives it. */
  readonly line: { readonly slope: number; readonly intercept: number } | null;
  /** Whether modality values may be negative. */
  readonly signed: boolean;
  /** What the file calls its modality values: "HU", "OD", …; null where it does not say. */
  readonly unit: string | null;
}

/**
 * The modality LUT (PS3.3 C.11.1): the table of a Modality LUT Sequence, else Rescale Slope · stored + Rescale Intercept,
 * else the stored value itself.
 */
export function readModality(header: Header, storedSigned: boolean): Modality {
  const item = items(header, "x00283000")[0];
  const table = item === undefined ? undefined : readLookupTable(item, storedSigned);
  if (item !== undefined && table !== undefined) {
    const unit = unitOf(item, "x00283004");
    return { apply: (stored) => lookUp(table, stored), line: null, signed: false, unit };
  }
  const holder = holderOf(header, "x00281053", "x00289145");
  const slope = (holder === undefined ? undefined : decimals(holder, "x00281053")[0]) ?? 1;
  const intercept = (holder === undefined ? undefined : decimals(holder, "x00281052")[0]) ?? 0;
  // A slope of 0 would make every film one grey; it is what some writers put for "not used".
  const factor = slope === 0 ? 1 : slope;
  return {
    apply: (stored) => stored * factor + intercept,
    line: { slope: factor, intercept },
    signed: storedSigned || intercept < 0 || factor < 0,
    unit: holder === undefined ? null : unitOf(holder, "x00281054"),
  };
}

/** "US" stands for "unspecified" (PS3.3 C.11.1.1.2). */
function unitOf(holder: Header, tag: string): string | null {
  const unit = string(holder, tag) ?? "US";
  return unit === "US" ? null : unit;
}
