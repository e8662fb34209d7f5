/**
 * `npm run fuzz [-- --count N --seed S --format dicom|png|jpeg|csv --only INDEX --save FILE]`: broken films and tables through
 * what import uses. Ends with 1 where one of them is neither read nor refused.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { makeMutant } from "./mutant.ts";
import { outcomes } from "./outcome.ts";
import type { Bad } from "./outcome.ts";
import { fuzz } from "./run.ts";
import { formats, makeSeeds } from "./seeds.ts";
import type { Format } from "./seeds.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    format: { type: "string" },
    only: { type: "string" },
    save: { type: "string" },
  },
});

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return number;
}

function formatOf(text: string | undefined): Format | undefined {
  const format = formats.find((name) => name === text);
  if (text !== undefined && format === undefined) throw new Error(`--format takes one of ${formats.join(", ")}.`);
  return format;
}

const format = formatOf(values.format);
const seed = whole("seed", values.seed);
const count = whole("count", values.count);
const only = values.only === undefined ? undefined : whole("only", values.only);

if (only !== undefined && values.save !== undefined) {
  writeFileSync(values.save, makeMutant(await makeSeeds(), seed, only, format).bytes);
}

let told = 0;
const report = await fuzz({
  ...{ count, seed, format, only },
  onProgress: (through) => {
    if (through - told < 2000) return;
    told = through;
    console.log(`${String(through)} of ${String(count)}`);
  },
});

const cells = (words: readonly (string | number)[]): string => `| ${words.join(" | ")} |`;
console.log(cells(["format", ...outcomes]));
console.log(cells(["---", ...outcomes.map(() => "---:")]));
for (const row of formats) {
  console.log(cells([row, ...outcomes.map((outcome) => report.counts[`${row}/${outcome}`] ?? 0)]));
}
const peak = (report.peak / 1e6).toFixed(0);
console.log(`${String(report.seeds)} files mutated, ${report.seconds.toFixed(1)} s, ${peak} MB resident at most.`);

const chosen = format === undefined ? "" : ` --format ${format}`;
const tell = ({ index, outcome, words }: Bad): void => {
  console.log(`${outcome}: npm run fuzz -- --seed ${String(seed)}${chosen} --only ${String(index)}   ${words}`);
};
report.bad.forEach(tell);
if (report.onlyAmongOthers.length > 0) console.log("Beyond a limit among others, not alone:");
report.onlyAmongOthers.forEach(tell);
if (report.bad.length > 0) process.exitCode = 1;
