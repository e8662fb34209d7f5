import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LightboxError } from "../../../../src-preload/contract/errors.ts";
import { createRecordReader, longestRow } from "../../../../src-main/intake/tables/csv-records.ts";
import type { CsvRecord } from "../../../../src-main/intake/tables/csv-records.ts";

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads bytes that come in pieces of a length. */
function read(bytes: Uint8Array, piece: number, separator = ","): Row[] {
  const rows: Row[] = [];
  const take = (record: CsvRecord): void => {
    rows.push({ line: record.line, cells: Array.from({ length: record.length }, (_, at) => record.cell(at)) });
  };
  const reader = createRecordReader(separator.charCodeAt(0));
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece), take);
  reader.end(take);
  return rows;
}

const cellsOf = (text: string, piece = 7): (readonly string[])[] =>
  read(Buffer.from(text), piece).map(({ cells }) => cells);

test("quotes, line ends of every kind, empty lines and cells", () => {
  const text = 'a,b,c\r\n1,"two, and ""more""",\n\n"line\nbreak",,3\rlast,x,"y"';
  for (const piece of [1, 2, 3, 1000])
    expect(cellsOf(text, piece)).toEqual([
      ["a", "b", "c"],
      ["1", 'two, and "more"', ""],
      ["line\nbreak", "", "3"],
      ["last", "x", "y"],
    ]);
  expect(read(Buffer.from(text), 5).map(({ line }) => line)).toEqual([1, 2, 4, 6]);
  expect(cellsOf('inch 5" wide, b ,"q" \n')).toEqual([['inch 5" wide', "b", "q"]]);
});

test("an open quote, text after a closing one and rows without end are refused with their line", () => {
  expect(() => cellsOf('a,b\n1,"open\n2,3\n')).toThrow(/^line 2: a quotation mark is opened/);
  expect(() => cellsOf('a\n"b"c\n')).toThrow(/^line 2: something follows/);
  expect(() => cellsOf(`a\n${"x".repeat(longestRow + 10)}\n`, 65_536)).toThrow(/^line 2: this row does not end/);
  expect(() => cellsOf(",".repeat(5000), 65_536)).toThrow(/more than 4096 cells/);
});

const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", " ", "ä", "x"), maxLength: 8 }),
);

test("rows are those of another reader, however the bytes are cut (property)", () => {
  const table = fc.integer({ min: 1, max: 4 }).chain((columns) => {
    const row = fc.array(cell, { minLength: columns, maxLength: columns });
    return fc.array(row, { minLength: 1, maxLength: 6 });
  });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 40 }), fc.constantFrom("\n", "\r\n"), (rows, piece, lineEnd) => {
      const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")).join(lineEnd);
      const oracle = parse(quoted, { relax_column_count: true, record_delimiter: lineEnd });
      const trimmed = oracle.map((row) => row.map((text) => text.trim()));
      expect(read(Buffer.from(quoted), piece).map(({ cells }) => cells)).toEqual(trimmed);
    }),
    { numRuns: 300 },
  );
});

test("any bytes are rows or a refusal, the same however they are cut (property)", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.array(fc.constantFrom(34, 44, 10, 13, 32, 65, 0xc3), { maxLength: 400 }).map((list) => Uint8Array.from(list)),
  );
  const outcome = (given: Uint8Array, piece: number): unknown => {
    try {
      return read(given, piece);
    } catch (error) {
      if (!(error instanceof LightboxError)) throw error;
      return error.message;
    }
  };
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 50 }), (given, piece) => {
      expect(outcome(given, piece)).toEqual(outcome(given, 1000));
    }),
    { numRuns: 500 },
  );
});
