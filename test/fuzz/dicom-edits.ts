/** Edits of DICOM files where a decoder believes what it reads: the image's description, its coding, its fragments. */
import type { Random } from "../../src-main/runtime/index.ts";
import { numberOfInterest, oneOf, spliced, withNumber } from "./bytes.ts";
import type { Mutation } from "./bytes.ts";
import { editJpegWithin, withStreamSize } from "./jpeg-edits.ts";

interface Found {
  /** Where its tag stands. */
  readonly at: number;
  readonly littleEndian: boolean;
  readonly explicit: boolean;
  /** Where its value stands, and how long it says that it is (short form). */
  readonly value: number;
  readonly length: number;
}

/** An element of a short length by its tag, wherever its four bytes stand first: also in a file that is broken by now. */
function find(bytes: Uint8Array, group: number, element: number): Found | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const littleEndian of [true, false]) {
    const tag = Buffer.alloc(4);
    const view = new DataView(tag.buffer, tag.byteOffset, 4);
    view.setUint16(0, group, littleEndian);
    view.setUint16(2, element, littleEndian);
    const at = buffer.indexOf(tag);
    if (at < 0 || at + 8 > buffer.length) continue;
    const explicit = /^[A-Z]{2}$/.test(buffer.toString("latin1", at + 4, at + 6));
    const lengthAt = at + (explicit ? 6 : 4);
    const length = littleEndian ? buffer.readUInt16LE(lengthAt) : buffer.readUInt16BE(lengthAt);
    return { at, littleEndian, explicit, value: at + 8, length };
  }
  return undefined;
}

/** Samples, rows, columns, bits allocated, stored and high, representation, planes, planar configuration, padding. */
const numberElements = [
  0x0002, 0x0010, 0x0011, 0x0100, 0x0101, 0x0102, 0x0103, 0x0006, 0x0120, 0x0121, 0x1101, 0x1102, 0x3002,
] as const;

function editNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const found = find(bytes, 0x0028, oneOf(numberElements, random));
  if (found === undefined) return bytes;
  const near = bytes[found.value] ?? 0;
  return withNumber(bytes, found.value, 2, numberOfInterest(random, near), found.littleEndian);
}

const sides = [
  1, 2, 7, 8, 15, 16, 17, 100, 100, 500, 1000, 1000, 1000, 4000, 10_000, 14_142, 20_000, 40_000, 65_535,
] as const;

/** A lie that is told twice: another size in the header, and the same one in the stream within. */
function editSizeTogether(bytes: Uint8Array, random: Random): Uint8Array {
  const [rows, columns] = [random.pick(sides), random.pick(sides)];
  const places = [find(bytes, 0x0028, 0x0010), find(bytes, 0x0028, 0x0011)];
  const said = [rows, columns].reduce((changed, side, at) => {
    const place = places[at];
    return place === undefined ? changed : withNumber(changed, place.value, 2, side, place.littleEndian);
  }, bytes);
  return withStreamSize(said, rows, columns);
}

/** A text of even length in the place of the value of an element, its length mended. */
function withText(bytes: Uint8Array, group: number, element: number, text: string): Uint8Array {
  const found = find(bytes, group, element);
  if (found === undefined) return bytes;
  const value = Buffer.from(text.length % 2 === 0 ? text : `${text}\0`, "latin1");
  const changed = spliced(bytes, found.value, Math.min(bytes.length, found.value + found.length), value);
  return withNumber(changed, found.at + (found.explicit ? 6 : 4), 2, value.length, found.littleEndian);
}

const photometrics = [
  ...["MONOCHROME1", "MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_420"],
  ...["YBR_ICT", "YBR_RCT", "ARGB", "CMYK", "HSV", "", "\\\\\\", "MONOCHROME"],
];
const texts: readonly (readonly [group: number, element: number, texts: readonly string[]])[] = [
  [0x0028, 0x0004, photometrics],
  [0x0028, 0x0008, ["0", "1", "2", "3", "-1", "65536", "2147483647", "1e9", "NaN", "", "1.5", "99999999999999999999"]],
  [0x0028, 0x1050, ["0", "1e308", "-1e308", "NaN", "\\", "0.0000001", "128\\64", "Infinity"]],
  [0x0028, 0x1051, ["0", "1", "-1", "1e308", "5e-324", "NaN", "\\", "0.5"]],
  [0x0028, 0x1052, ["0", "-1024", "1e308", "NaN", "1e-300"]],
  [0x0028, 0x1053, ["0", "1", "-1", "1e308", "1e-308", "NaN", "0.00001"]],
  [0x0008, 0x0005, ["ISO_IR 192", "\\ISO 2022 IR 87", "GB18030", "ISO 2022 IR 149", "nonsense", "\\\\\\"]],
];

function editText(bytes: Uint8Array, random: Random): Uint8Array {
  const [group, element, choices] = oneOf(texts, random);
  return withText(bytes, group, element, oneOf(choices, random));
}

const codings = [".1", ".2", ".1.99", "", ".1.98", ".5", ".4.90", ".4.91", ".4.92", ".4.201", ".4.202", ".4.203"];
const jpegCodings = [".4.50", ".4.51", ".4.53", ".4.57", ".4.70", ".4.80", ".4.81", ".4.100", ".4.110", ".99"];

function editSyntax(bytes: Uint8Array, random: Random): Uint8Array {
  return withText(bytes, 0x0002, 0x0010, `1.2.840.10008.1.2${oneOf([...codings, ...jpegCodings], random)}`);
}

const representations = "OB OW OF OD OL OV UN UT UC UR SQ US SS UL SL UV AT DS IS CS LO PN FD ZZ".split(" ");
const describedGroups = [
  ...[0x0002, 0x0004, 0x0008, 0x0010, 0x0011, 0x0100, 0x0101, 0x0103, 0x1050, 0x1051, 0x1201, 0x3010],
] as const;

/** Another value representation for an element of the image's description or the pixel data. */
function editRepresentation(bytes: Uint8Array, random: Random): Uint8Array {
  const pixels = random.chance(0.3);
  const found = pixels ? find(bytes, 0x7fe0, 0x0010) : find(bytes, 0x0028, oneOf(describedGroups, random));
  if (found === undefined) return bytes;
  return spliced(bytes, found.at + 4, found.at + 6, Buffer.from(oneOf(representations, random)));
}

/** Another length for an item: of a sequence, of the offset table or a fragment; or for the pixel data itself. */
function editItemLength(bytes: Uint8Array, random: Random): Uint8Array {
  const buffer = Buffer.from(bytes);
  const tags: number[] = [];
  const item = Buffer.from([0xfe, 0xff, random.chance(0.8) ? 0x00 : 0x0d, 0xe0]);
  for (let at = buffer.indexOf(item); at >= 0 && tags.length < 64; at = buffer.indexOf(item, at + 4)) tags.push(at);
  const pixels = find(bytes, 0x7fe0, 0x0010);
  if (pixels !== undefined) tags.push(pixels.at + (pixels.explicit ? 4 : 0));
  if (tags.length === 0) return bytes;
  const at = oneOf(tags, random) + 4;
  const near = at + 4 <= buffer.length ? buffer.readUInt32LE(at) : 0;
  return withNumber(bytes, at, 4, numberOfInterest(random, near), pixels?.littleEndian ?? true);
}

/** An element of the description is written twice, or taken away. */
function repeatOrDrop(bytes: Uint8Array, random: Random): Uint8Array {
  const found = find(bytes, 0x0028, oneOf(numberElements, random));
  if (found === undefined) return bytes;
  const end = Math.min(bytes.length, found.value + found.length);
  const middle = random.chance(0.5) ? new Uint8Array() : bytes.slice(found.at, end);
  return spliced(bytes, found.at, random.chance(0.5) ? end : found.at, middle);
}

export const dicomMutations: readonly Mutation[] = [
  ...[editNumber, editNumber, editText, editText, editSyntax, editRepresentation, editItemLength, repeatOrDrop],
  editJpegWithin,
  editSizeTogether,
];
