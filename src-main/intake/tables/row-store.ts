import type { LabelValue, TextScratch } from "../../store/index.ts";
import { createPool } from "./text-pool.ts";
import type { TableRow } from "./row.ts";

/** A row as it comes out of the store again. */
export type StoredRow = Omit<TableRow, "labels"> & { readonly labels: Readonly<Record<string, LabelValue>> };

/** Rows of a table, packed: about 60 bytes each beside their path; reports lie on disk. */
export interface RowStore {
  readonly size: number;
  add(row: TableRow): number;
  get(row: number): StoredRow;
  path(row: number): string;
  line(row: number): number;
}

const words = ["patient", "study", "view", "projection", "sex", "split", "labelSource"] as const;
const [firstRows, growth] = [1024, 2];

/** An array of numbers that grows. */
class Column<Numbers extends Int32Array | Float64Array> {
  #numbers: Numbers;
  readonly #make: (length: number) => Numbers;
  length = 0;

  constructor(make: (length: number) => Numbers) {
    this.#make = make;
    this.#numbers = make(firstRows);
  }

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = this.#make(this.length * growth);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = value;
  }

  at(place: number): number {
    return this.#numbers[place] as number;
  }
}

function integers(): Column<Int32Array> {
  return new Column((length) => new Int32Array(length));
}

function reals(): Column<Float64Array> {
  return new Column((length) => new Float64Array(length));
}

/** Opens an empty store of rows; `reports` keeps their reports. */
export function createRowStore(reports: TextScratch): RowStore {
  const paths: string[] = [];
  const pool = createPool();
  const findings = createPool();
  const texts = words.map(integers);
  const [lines, labelEnds, labels] = [integers(), integers(), integers()];
  const [ages, heights, widths] = [reals(), reals(), reals()];
  const text = (row: number, place: number): string | null => {
    const number = texts[place]?.at(row) ?? -1;
    return number < 0 ? null : pool.at(number);
  };
  const labelsOf = (row: number): StoredRow["labels"] => {
    const pairs: [string, LabelValue][] = [];
    for (let at = row === 0 ? 0 : labelEnds.at(row - 1); at < labelEnds.at(row); at++) {
      const entry = labels.at(at);
      pairs.push([findings.at(entry >> 2), ((entry & 3) - 1) as LabelValue]);
    }
    return Object.fromEntries(pairs);
  };
  return {
    get size() {
      return paths.length;
    },
    add: (row) => {
      words.forEach((word, place) => texts[place]?.push(row[word] === null ? -1 : pool.add(row[word])));
      lines.push(row.line);
      ages.push(row.age ?? NaN);
      heights.push(row.extent?.[0] ?? NaN);
      widths.push(row.extent?.[1] ?? NaN);
      for (const [finding, value] of row.labels) labels.push(findings.add(finding) * 4 + value + 1);
      labelEnds.push(labels.length);
      if (row.report !== null) reports.put(paths.length, row.report);
      return paths.push(row.path) - 1;
    },
    get: (row) => {
      const [
        patient = null,
        study = null,
        view = null,
        projection = null,
        sex = null,
        split = null,
        labelSource = null,
      ] = words.map((_, place) => text(row, place));
      const [age, height, width] = [ages.at(row), heights.at(row), widths.at(row)];
      return {
        line: lines.at(row),
        path: paths[row] ?? "",
        ...{ patient, study, view, projection, sex, split, labelSource },
        age: Number.isNaN(age) ? null : age,
        extent: Number.isNaN(height) ? null : [height, width],
        labels: labelsOf(row),
        report: reports.get(row) ?? null,
      };
    },
    path: (row) => paths[row] ?? "",
    line: (row) => lines.at(row),
  };
}
