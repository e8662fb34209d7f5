/** Edits of tables: quotes, separators, NULs, cells without end, mixed line ends, other character sets. */
import type { Random } from "../../src-main/runtime/index.ts";
import { oneOf, placeIn, spliced } from "./bytes.ts";
import type { Mutation } from "./bytes.ts";

const scraps = [
  ...['"', '""', '"""', ',"', '",', ",", ",,,,,,,,", ";", "\t", "\0", "\0\0\0\0", "\n", "\r", "\r\n", "\n\r", "\n\n\n"],
  ...[
    "\\",
    "\\\\\\\\",
    "'",
    "=1+1",
    "NaN",
    "-1.0",
    "1e999",
    "\ufeff",
    "\ufffd",
    "\u2028",
    "é",
    "日本",
    "💥",
    "../../../../etc",
  ],
  ...["__proto__", "constructor", "Path", "Path,Path,Path", "\u001a", "\x7f"],
];

function insertScrap(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(bytes.length, random);
  return spliced(bytes, at, at, Buffer.from(oneOf(scraps, random)));
}

/** Some or all line ends become others. */
function mixLineEnds(bytes: Uint8Array, random: Random): Uint8Array {
  const share = random.pick([0.1, 0.5, 1]);
  const text = Buffer.from(bytes).toString("latin1");
  const ends = random.pick(["\r\n", "\r", "\n\r", "\u0085", ""]);
  return Buffer.from(
    text.replaceAll("\n", () => (random.chance(share) ? ends : "\n")),
    "latin1",
  );
}

/** A cell of up to two megabytes, which is more than one row may have. */
function longCell(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(bytes.length, random);
  const length = random.chance(0.95) ? random.integer(100, 20_000) : random.integer(900_000, 2_000_000);
  return spliced(bytes, at, at, Buffer.alloc(length, oneOf(["a", '"', ",", "\0", '"a', "\n", " "], random)));
}

function quoteCell(bytes: Uint8Array, random: Random): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const cells = text.split(",");
  const place = placeIn(cells.length, random);
  return Buffer.from(cells.with(place, `"${cells[place] ?? ""}"`).join(","), "latin1");
}

/** Rows stand elsewhere or more than once: often a second header. */
function repeatRow(bytes: Uint8Array, random: Random): Uint8Array {
  const rows = Buffer.from(bytes).toString("latin1").split("\n");
  const row = rows[random.chance(0.5) ? 0 : placeIn(rows.length, random)] ?? "";
  return Buffer.from(rows.toSpliced(placeIn(rows.length, random), 0, row).join("\n"), "latin1");
}

function recode(bytes: Uint8Array, random: Random): Uint8Array {
  const wide = Buffer.from(`\ufeff${Buffer.from(bytes).toString("utf8")}`, "utf16le");
  return random.chance(0.5) ? wide : Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
}

export const csvMutations: readonly Mutation[] = [
  ...[insertScrap, insertScrap, mixLineEnds, longCell, quoteCell, repeatRow, recode],
];
