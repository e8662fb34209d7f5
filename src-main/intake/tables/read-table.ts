import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { refusalOf } from "../refusal.ts";
import { createRecordReader, longestRow } from "./csv-records.ts";
import type { CsvRecord } from "./csv-records.ts";
import { badTable, tableError } from "./table-error.ts";

/** Bytes worked on in one go: some milliseconds. */
const pieceLength = 128 * 1024;
/** Bytes a table may have when unpacked: ten times the largest that is published (CheXpert Plus with its reports). */
const longestTable = 8 * 1024 ** 3;

/** The bytes of a file, unpacked where it is named .gz, piece by piece; others get a turn between two of them. */
async function* pieces(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: pieceLength });
  // The errors of the file arrive at the loop below.
  const stream = /\.gz$/i.test(path) ? pipeline(file, createGunzip({ chunkSize: pieceLength }), () => undefined) : file;
  let length = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      length += piece.length;
      if (length > longestTable) throw badTable("this table is longer than any that is known");
      yield piece;
      await setImmediate();
    }
  } finally {
    file.destroy();
  }
}

function withoutMark(first: Buffer): Buffer {
  if (first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf) return first.subarray(3);
  const wide = (first[0] === 0xff && first[1] === 0xfe) || (first[0] === 0xfe && first[1] === 0xff);
  if (wide) throw badTable("this text is UTF-16", undefined, "Save the table as UTF-8.");
  if (first.subarray(0, 4096).includes(0)) throw badTable("this is no text");
  return first;
}

/** The separator that the first line holds most of; a comma where it holds none. */
function separatorOf(first: Buffer): number {
  const end = first.indexOf("\n");
  const line = first.toString("latin1", 0, end < 0 ? Math.min(first.length, 65_536) : end).replaceAll(/"[^"]*"/g, "");
  const [comma, ...others] = [",", ";", "\t"].map((mark) => ({ mark, times: line.split(mark).length }));
  const best = others.reduce((most, next) => (next.times > most.times ? next : most), comma ?? { mark: ",", times: 0 });
  return best.mark.charCodeAt(0);
}

/** What a table gives its reader. */
export interface TableReader {
  /** The names of the columns, once, first. */
  header(names: readonly string[]): void;
  /** Every row after it. The record is good until the function returns. */
  record(record: CsvRecord): void;
}

/** Reads a table (.csv, .tsv, either .gz) row by row. Errors: `intake/bad-table`, `intake/not-found`, `intake/unreadable`. */
export async function readTable(path: string, reader: TableReader, signal: AbortSignal): Promise<void> {
  const state = { headerRead: false };
  const take = (record: CsvRecord): void => {
    if (state.headerRead) reader.record(record);
    else reader.header(Array.from({ length: record.length }, (_, at) => record.cell(at)));
    state.headerRead = true;
  };
  try {
    let records: ReturnType<typeof createRecordReader> | undefined;
    for await (const piece of pieces(path, signal)) {
      const bytes = records === undefined ? withoutMark(piece) : piece;
      records ??= createRecordReader(separatorOf(bytes));
      records.push(bytes, take);
    }
    records?.end(take);
    if (!state.headerRead) throw badTable("the table is empty");
  } catch (error) {
    if (signal.aborted) throw error;
    throw refusalOf(basename(path), tableError(error));
  }
}

/** Gives every line of a text file (.gz too) to `take`; lines above the length of a row are refused. Errors as {@link readTable}. */
export async function eachLine(path: string, take: (line: string) => void, signal: AbortSignal): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  try {
    for await (const piece of pieces(path, signal)) {
      let bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      if (isFirst) bytes = withoutMark(bytes);
      isFirst = false;
      let from = 0;
      for (let end = bytes.indexOf("\n"); end >= 0; end = bytes.indexOf("\n", from)) {
        if (end > from) take(bytes.toString("utf8", from, end));
        from = end + 1;
      }
      rest = bytes.subarray(from);
      if (rest.length > longestRow) throw badTable("it has a line that does not end");
    }
    if (rest.length > 0) take(rest.toString("utf8"));
  } catch (error) {
    if (signal.aborted) throw error;
    throw refusalOf(basename(path), tableError(error));
  }
}

/** Thrown to end reading early; never leaves this file. */
class Enough extends Error {}

/** The header of a table and its first rows as text. */
export async function readHead(
  path: string,
  rows: number,
  signal: AbortSignal,
): Promise<{ readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  let header: readonly string[] = [];
  const head: string[][] = [];
  const stop = new AbortController();
  const reader: TableReader = {
    header: (names) => {
      header = names;
    },
    record: (record) => {
      head.push(Array.from({ length: record.length }, (_, at) => record.cell(at)));
      if (head.length < rows) return;
      stop.abort();
      throw new Enough();
    },
  };
  await readTable(path, reader, AbortSignal.any([signal, stop.signal])).catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error;
  });
  return { header, rows: head };
}
