import { decimals, holderOf, items, string } from "./header.ts";
import type { Header } from "./header.ts";
import { lookUp, readLookupTable } from "./lookup-table.ts";

/** Modality value → display value 0…1. */
export type Voi = (value: number) => number;

/** LINEAR (PS3.3 C.11.2.1.2.1); width ≥ 1, of which 1 is a threshold. */
export function linearWindow(center: number, width: number): Voi {
  const middle = center - 0.5;
  const half = (width - 1) / 2;
  return (value) => {
    if (value <= middle - half) return 0;
    if (value > middle + half) return 1;
    return (value - middle) / (width - 1) + 0.5;
  };
}

/** LINEAR_EXACT (PS3.3 C.11.2.1.3.2); width > 0. */
export function linearExactWindow(center: number, width: number): Voi {
  return (value) => {
    if (value <= center - width / 2) return 0;
    if (value > center + width / 2) return 1;
    return (value - center) / width + 0.5;
  };
}

/** SIGMOID (PS3.3 C.11.2.1.3.1); width > 0. */
export function sigmoidWindow(center: number, width: number): Voi {
  return (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width));
}

/** From the smallest value to the largest, for files that do not say how they want to be seen. */
export function fullRange(smallest: number, largest: number): Voi {
  const range = largest - smallest;
  return (value) => (range > 0 ? Math.min(Math.max((value - smallest) / range, 0), 1) : 0);
}

/**
 * How the file wants to be seen: the first table of its VOI LUT Sequence, else its first window; undefined where it
 * says neither or its window is not valid.
 */
export function readVoi(header: Header, signedInput: boolean): Voi | undefined {
  const item = items(header, "x00283010")[0];
  const table = item === undefined ? undefined : readLookupTable(item, signedInput);
  if (table !== undefined) return (value) => Math.min(lookUp(table, value) / table.full, 1);
  const holder = holderOf(header, "x00281050", "x00289132");
  const center = holder === undefined ? undefined : decimals(holder, "x00281050")[0];
  const width = holder === undefined ? undefined : decimals(holder, "x00281051")[0];
  if (holder === undefined || center === undefined || width === undefined || width <= 0) return undefined;
  const shape = string(holder, "x00281056") ?? "LINEAR";
  if (shape === "SIGMOID") return sigmoidWindow(center, width);
  if (shape === "LINEAR_EXACT") return linearExactWindow(center, width);
  return width >= 1 ? linearWindow(center, width) : undefined;
}
