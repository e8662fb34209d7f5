import { Buffer } from "node:buffer";
import { badTable } from "./table-error.ts";

/** Bytes one row may have, its report included: a file without line ends is no table. */
export const longestRow = 1024 * 1024;
/** Columns one row may have. */
const mostCells = 4096;

const [lineFeed, carriageReturn, quote] = [10, 13, 34];

/** One row. It is a view of the reader's buffer, good until the next row; a cell becomes text only when it is asked for. */
export interface CsvRecord {
  /** Line of the file on which the row starts, from 1. */
  readonly line: number;
  /** Cells in the row. */
  readonly length: number;
  /** The text of a cell without spaces around it, quotes resolved; empty where the row has no such cell. */
  cell(at: number): string;
}

export interface RecordReader {
  /** Takes the next bytes of the file and gives every row that ends in them to `take`. */
  push(bytes: Uint8Array, take: (record: CsvRecord) => void): void;
  /** The file has ended: gives the last row where no line end follows it. */
  end(take: (record: CsvRecord) => void): void;
}

/**
 * Reads rows of a table as RFC 4180 has them from bytes (UTF-8), in one pass: lines end with LF, CRLF or CR; empty ones are
 * passed over; a quotation mark counts at the start of a cell and is plain text inside one.
 * Throws `intake/bad-table` with the line for a quote that never closes and a row above {@link longestRow}.
 */
export function createRecordReader(separator: number): RecordReader {
  return new Reader(separator);
}

class Reader implements RecordReader, CsvRecord {
  readonly #separator: number;
  /** Bytes that belong to no finished row. */
  #bytes: Buffer = Buffer.alloc(0);
  /** Start and end of every cell of the row, and whether it holds quotes, in #bytes. */
  readonly #starts = new Uint32Array(mostCells);
  readonly #ends = new Uint32Array(mostCells);
  readonly #quoted = new Uint8Array(mostCells);
  #afterReturn = false;
  #nextLine = 1;
  line = 1;
  length = 0;

  constructor(separator: number) {
    this.#separator = separator;
  }

  cell(at: number): string {
    if (at < 0 || at >= this.length) return "";
    const [start, end] = [this.#starts[at] as number, this.#ends[at] as number];
    if (start === end) return "";
    const text = this.#bytes.toString("utf8", start, end);
    return (this.#quoted[at] === 1 ? text.replaceAll('""', '"') : text).trim();
  }

  push(piece: Uint8Array, take: (record: CsvRecord) => void): void {
    if (piece.length === 0) return;
    // The LF of a CRLF that was cut in two.
    const next = this.#afterReturn && piece[0] === lineFeed ? piece.subarray(1) : piece;
    this.#afterReturn = false;
    const bytes = Buffer.from(next.buffer, next.byteOffset, next.byteLength);
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    let from = 0;
    for (let next = this.#row(from, false); next >= 0; next = this.#row(from, false)) {
      if (this.length > 0) take(this);
      from = next;
    }
    this.#bytes = this.#bytes.subarray(from);
    if (this.#bytes.length > longestRow) throw badTable("this row does not end", this.#nextLine);
  }

  end(take: (record: CsvRecord) => void): void {
    if (this.#bytes.length === 0) return;
    this.#row(0, true);
    if (this.length > 0) take(this);
    this.#bytes = Buffer.alloc(0);
  }

  /** Finds the cells of the row that starts at a byte; where the next one starts, or −1 where the row is not all there. */
  #row(from: number, last: boolean): number {
    const bytes = this.#bytes;
    let at = from;
    let lines = 0;
    this.length = 0;
    for (;;) {
      if (this.length === mostCells)
        throw badTable(`this row has more than ${String(mostCells)} cells`, this.#nextLine);
      const open = bytes[at] === quote;
      this.#quoted[this.length] = 0;
      this.#starts[this.length] = open ? at + 1 : at;
      if (open) {
        at = this.#closing(at + 1);
        if (at < 0) return this.#cut(last);
        this.#ends[this.length] = at;
        for (let inside = this.#starts[this.length] as number; inside < at; inside++)
          if (bytes[inside] === lineFeed) lines += 1;
        at += 1;
      }
      while (
        at < bytes.length &&
        bytes[at] !== this.#separator &&
        bytes[at] !== lineFeed &&
        bytes[at] !== carriageReturn
      ) {
        if (open && bytes[at] !== 32) throw badTable("something follows a closing quotation mark", this.#nextLine);
        at += 1;
      }
      if (!open) this.#ends[this.length] = at;
      this.length += 1;
      if (at >= bytes.length && !last) return -1;
      if (bytes[at] !== this.#separator || at >= bytes.length) break;
      at += 1;
    }
    return this.#finished(from, at, lines);
  }

  /** Where the quotation mark is that closes a cell; −1 where it, or what tells it from a doubled one, is not there yet. */
  #closing(from: number): number {
    const bytes = this.#bytes;
    for (let at = bytes.indexOf(quote, from); at >= 0; at = bytes.indexOf(quote, at + 2)) {
      if (bytes[at + 1] !== quote) return at;
      this.#quoted[this.length] = 1;
    }
    return -1;
  }

  #cut(last: boolean): number {
    if (last) throw badTable("a quotation mark is opened here and never closed", this.#nextLine);
    return -1;
  }

  #finished(from: number, end: number, linesInside: number): number {
    const bytes = this.#bytes;
    if (end - from > longestRow) throw badTable("this row does not end", this.#nextLine);
    this.line = this.#nextLine;
    this.#nextLine += linesInside + 1;
    // A line with nothing on it is no row.
    if (this.length === 1 && (this.#starts[0] as number) >= end) this.length = 0;
    if (end >= bytes.length) return bytes.length;
    if (bytes[end] === lineFeed) return end + 1;
    if (end + 1 < bytes.length) return bytes[end + 1] === lineFeed ? end + 2 : end + 1;
    this.#afterReturn = true;
    return end + 1;
  }
}
