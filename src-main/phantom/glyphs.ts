import { createField, filmSize } from "./field.ts";
import type { Field } from "./field.ts";

/** Letters of five columns by seven rows, a row per number, the left column in the highest of five bits. */
const letters: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  G: [14, 17, 16, 23, 17, 17, 14],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  " ": [0, 0, 0, 0, 0, 0, 0],
};

/** Writes a text into a field, 1 where there is ink; `scale` pixels per dot, (left, top) the first corner. */
export function writeText(text: string, left: number, top: number, scale: number, turned = false): Field {
  const ink = createField();
  const wide = text.length * 6 * scale;
  for (let y = 0; y < 7 * scale; y++) {
    for (let x = 0; x < wide; x++) {
      const rows = letters[text.charAt(Math.floor(x / (6 * scale)))] ?? [];
      const column = Math.floor(x / scale) % 6;
      const dot = column < 5 && (((rows[Math.floor(y / scale)] ?? 0) >> (4 - column)) & 1) === 1;
      if (!dot) continue;
      const [across, down] = turned ? [7 * scale - 1 - y, x] : [x, y];
      const [filmX, filmY] = [Math.round(left + across), Math.round(top + down)];
      if (filmX < 0 || filmY < 0 || filmX >= filmSize || filmY >= filmSize) continue;
      ink[filmY * filmSize + filmX] = 1;
    }
  }
  return ink;
}
