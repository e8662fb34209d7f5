import { windowShapes } from "../../../src-preload/contract/intake.ts";
import type { DisplayWindow, WindowShape } from "../../../src-preload/contract/intake.ts";
import { windowCurve } from "../../../src-preload/contract/window-curves.ts";
import type { WindowCurve } from "../../../src-preload/contract/window-curves.ts";
import { decimals, holderOf, items, string, strings } from "./header.ts";
import type { Header } from "./header.ts";
import { lookUp, readLookupTable } from "./lookup-table.ts";
import type { LookupTable } from "./lookup-table.ts";

/** From the smallest value to the largest, for files that do not say how they want to be seen. */
export function fullRange(smallest: number, largest: number): WindowCurve {
  const range = largest - smallest;
  return (value) => (range > 0 ? Math.min(Math.max((value - smallest) / range, 0), 1) : 0);
}

/** The windows that the file states, valid or not, in its order. */
function statedWindows(header: Header): DisplayWindow[] {
  const holder = holderOf(header, "x00281050", "x00289132");
  if (holder === undefined) return [];
  const widths = decimals(holder, "x00281051");
  const names = strings(holder, "x00281055");
  const shape = shapeOf(string(holder, "x00281056"));
  return decimals(holder, "x00281050")
    .slice(0, widths.length)
    .map((centre, place) => ({ name: names[place] ?? "", centre, width: widths[place] ?? 0, shape }));
}

function shapeOf(stated: string | undefined): WindowShape {
  return windowShapes.find((shape) => shape === stated) ?? "LINEAR";
}

function isValid({ width, shape }: DisplayWindow): boolean {
  return shape === "LINEAR" ? width >= 1 : width > 0;
}

/** The valid windows of a file, in its order, each with the file's explanation of it (PS3.3 C.11.2). */
export function readWindows(header: Header): DisplayWindow[] {
  return statedWindows(header).filter(isValid);
}

function readTable(header: Header, signedInput: boolean): LookupTable | undefined {
  const item = items(header, "x00283010")[0];
  return item === undefined ? undefined : readLookupTable(item, signedInput);
}

/** Whether the file asks for a table of its VOI LUT Sequence. */
export function hasVoiTable(header: Header, signedInput: boolean): boolean {
  return readTable(header, signedInput) !== undefined;
}

/**
 * How the file wants to be seen: the first table of its VOI LUT Sequence, else its first window; undefined where it
 * says neither or its window is not valid.
 */
export function readVoi(header: Header, signedInput: boolean): WindowCurve | undefined {
  const table = readTable(header, signedInput);
  if (table !== undefined) return (value) => Math.min(lookUp(table, value) / table.full, 1);
  const [first] = statedWindows(header);
  return first !== undefined && isValid(first) ? windowCurve(first) : undefined;
}
