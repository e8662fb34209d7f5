import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { readColumns, readRow } from "./chexpert-row.ts";
import type { Columns, TableRow } from "./chexpert-row.ts";
import { refusal, refusalOf, wordsOf } from "./refusal.ts";

/** Bytes one row may have, its report included: a file without line ends is no table. */
const longestRow = 1024 * 1024;

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function badTable(reason: string, line?: number): LightboxError {
  const where = line === undefined ? "" : `line ${String(line)}: `;
  return refusal(
    "intake/bad-table",
    `${where}${reason}.`,
    "Give a comma-separated table in the layout of CheXpert, with its header and a Path column.",
  );
}

function tableError(error: unknown): LightboxError {
  if (error instanceof LightboxError) return error;
  if (error instanceof CsvError) {
    const line: unknown = error["lines"];
    return badTable(
      `this is not a comma-separated table (${wordsOf(error)})`,
      typeof line === "number" ? line : undefined,
    );
  }
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return refusal("intake/not-found", "there is no such table.", "Check the path of the table.");
  return refusal(
    "intake/unreadable",
    `the table cannot be read (${wordsOf(error)}).`,
    "Check its path and permissions.",
  );
}

/**
 * Reads a table in the CheXpert layout row by row, its columns by their names.
 * @throws LightboxError `intake/bad-table` with the line, `intake/not-found` or `intake/unreadable`
 */
export async function* readChexpertTable(path: string): AsyncGenerator<TableRow> {
  const parser = parse({ bom: true, info: true, skip_empty_lines: true, max_record_size: longestRow });
  // The parser carries every error of the file on to the loop below.
  const records: AsyncIterable<CsvRecord> = pipeline(createReadStream(path), parser, () => undefined);
  let columns: Columns | undefined;
  try {
    for await (const { record, info } of records) {
      if (columns === undefined) {
        columns = readColumns(record);
        if (columns === undefined) throw badTable("there is no Path column", 1);
        continue;
      }
      const row = readRow(record, columns, info.lines);
      if (typeof row === "string") throw badTable(row, info.lines);
      yield row;
    }
    if (columns === undefined) throw badTable("the table is empty");
  } catch (error) {
    throw refusalOf(basename(path), tableError(error));
  }
}
