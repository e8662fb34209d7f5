import type { FilmDisplay } from "../../../src-preload/contract/intake.ts";
import { strings } from "./header.ts";
import type { Header } from "./header.ts";

/** Which side of the patient each edge of the film shows; null where the file does not say. */
export type Orientation = FilmDisplay["orientation"];

const opposites: Readonly<Record<string, string>> = { R: "L", L: "R", A: "P", P: "A", H: "F", F: "H" };

/**
 * Patient Orientation (0020,0020): where the rows run to (rightwards), then where the columns run to (downwards), each as
 * letters of which the first counts most (PS3.3 C.7.6.1.1.1). Null where it is absent or malformed.
 */
export function readOrientation(header: Header): Orientation {
  const components = strings(header, "x00200020");
  const [row, column] = components;
  if (components.length !== 2 || row === undefined || column === undefined) return null;
  if (!/^[RLAPHF]{1,3}$/.test(row) || !/^[RLAPHF]{1,3}$/.test(column)) return null;
  const [right, bottom] = [row.charAt(0), column.charAt(0)];
  const [left, top] = [opposites[right], opposites[bottom]];
  // Rows and columns cannot run along the same line of the body.
  if (left === undefined || top === undefined || right === bottom || right === top) return null;
  return { left, right, top, bottom };
}
