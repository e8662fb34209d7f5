import { resolve } from "node:path";
import { readFilmValues } from "../../intake/index.ts";
import { npyType, writeNpy } from "../../runtime/index.ts";
import { putFile } from "../put-file.ts";
import type { Command } from "./command.ts";
import { requiredText, wholeNumber, word } from "./values.ts";

export const pixels: Command = {
  name: "pixels",
  summary:
    "Write the values of one film as a NumPy array: after the modality LUT, before any window; needs no workspace.",
  usage: "FILE --out FILE.npy",
  positionals: [1, 1],
  options: {
    frame: { type: "string", value: "N", help: "frame of a file of several, from 1 (default 1)" },
    out: { type: "string", value: "FILE", help: "the array to write; a file of that name is replaced" },
  },
  run: async (given) => {
    const file = resolve(word(given, 0));
    const out = resolve(requiredText(given, "out"));
    const frame = wholeNumber(given, "frame", 1, 1);
    const { rows, columns, samples, values, frames, photometric, unit } = await readFilmValues(file, frame - 1);
    const shape = samples === 1 ? [rows, columns] : [rows, columns, samples];
    await putFile(out, writeNpy({ shape, data: values }));
    const type = npyType(values);
    const [minimum, maximum] = rangeOf(values);
    const document = { file, frame, frames, out, shape, type, minimum, maximum, unit, photometric };
    const range = `${String(minimum)} to ${String(maximum)}${unit === null ? "" : ` ${unit}`}`;
    return { document, lines: [`${out}: ${shape.join(" × ")}, ${type}, ${range}, ${photometric}`] };
  },
};

/** Smallest and largest value. */
function rangeOf(values: ArrayLike<number>): [number, number] {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return [smallest, largest];
}
