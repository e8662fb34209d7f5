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

/** Labels of rows, one after another: four bytes for each finding that is mentioned. */
function createLabels(): {
  push(labels: TableRow["labels"]): void;
  at(row: number): StoredRow["labels"];
} {
  const findings = createPool();
  const [ends, entries] = [integers(), integers()];
  return {
    push: (labels) => {
      for (const [finding, value] of labels) entries.push(findings.add(finding) * 4 + value + 1);
      ends.push(entries.length);
    },
    at: (row) => {
      const pairs: [string, LabelValue][] = [];
      for (let at = row === 0 ? 0 : ends.at(row - 1); at < ends.at(row); at++)
        pairs.push([findings.at(entries.at(at) >> 2), ((entries.at(at) & 3) - 1) as LabelValue]);
      return Object.fromEntries(pairs);
    },
  };
}

type Words = Pick<TableRow, (typeof words)[number]>;

/** The words of rows; those that many rows share are kept once. */
function createWords(): { push(row: Words): void; at(row: number): Words } {
  const pool = createPool();
  const columns = words.map(() => integers());
  return {
    push: (row) => {
      for (const [place, word] of words.entries()) {
        const text = row[word];
        columns[place]?.push(text === null ? -1 : pool.add(text));
      }
    },
    at: (row) => {
      const numbers = columns.map((column) => column.at(row));
      return Object.fromEntries(
        words.map((word, place) => {
          const number = numbers[place] ?? -1;
          return [word, number < 0 ? null : pool.at(number)];
        }),
      ) as Words;
    },
  };
}

/** Opens an empty store of rows; `reports` keeps their reports. */
export function createRowStore(reports: TextScratch): RowStore {
  const paths: string[] = [];
  const [texts, labels] = [createWords(), createLabels()];
  const lines = integers();
  const [ages, heights, widths] = [reals(), reals(), reals()];
  return {
    get size() {
      return paths.length;
    },
    add: (row) => {
      texts.push(row);
      labels.push(row.labels);
      lines.push(row.line);
      ages.push(row.age ?? NaN);
      heights.push(row.extent?.[0] ?? NaN);
      widths.push(row.extent?.[1] ?? NaN);
      if (row.report !== null) reports.put(paths.length, row.report);
      return paths.push(row.path) - 1;
    },
    get: (row) => {
      const [age, height, width] = [ages.at(row), heights.at(row), widths.at(row)];
      return {
        ...texts.at(row),
        line: lines.at(row),
        path: paths[row] ?? "",
        age: Number.isNaN(age) ? null : age,
        extent: Number.isNaN(height) ? null : [height, width],
        labels: labels.at(row),
        report: reports.get(row) ?? null,
      };
    },
    path: (row) => paths[row] ?? "",
    line: (row) => lines.at(row),
  };
}
