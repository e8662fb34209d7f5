import { inflateRawSync, constants as zlib } from "node:zlib";
import dicomParser from "dicom-parser";
import type { ByteStream, Element } from "dicom-parser";
import { largestFile } from "../read-file.ts";
import { guarded, refusal, wordsOf } from "../refusal.ts";
import { string } from "./header.ts";
import type { Header } from "./header.ts";
import { deflated, explicitBig, explicitLittle, implicitLittle, transferSyntax } from "./transfer-syntaxes.ts";
import type { TransferSyntax } from "./transfer-syntaxes.ts";

export interface ParsedDicom {
  readonly header: Header;
  readonly syntax: TransferSyntax;
  /** Why reading stopped before the pixel data, in words; undefined where it came to an end of its own. */
  readonly stopped: string | undefined;
}

const pixelData = "x7fe00010";
const valueRepresentations = new Set(
  "AE AS AT CS DA DS DT FL FD IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".split(" "),
);
// 64-bit representations have a long length field too, which the library does not know.
const longUnknownToLibrary = new Set(["OV", "SV", "UV"]);

interface Coding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

function startStream(bytes: Uint8Array, position: number, littleEndian: boolean): ByteStream {
  const parser = littleEndian ? dicomParser.littleEndianByteArrayParser : dicomParser.bigEndianByteArrayParser;
  return new dicomParser.ByteStream(parser, bytes, position);
}

function representationAt(bytes: Uint8Array, position: number): string {
  return String.fromCharCode(bytes[position + 4] ?? 0, bytes[position + 5] ?? 0);
}

function readElement(stream: ByteStream, coding: Coding, warnings: string[]): Element {
  if (!coding.explicit) return dicomParser.readDicomElementImplicit(stream);
  const representation = representationAt(stream.byteArray, stream.position);
  if (!longUnknownToLibrary.has(representation)) return dicomParser.readDicomElementExplicit(stream, warnings);
  const tag = dicomParser.readTag(stream);
  stream.seek(4);
  const length = stream.readUint32();
  const element = { tag, vr: representation, length, dataOffset: stream.position };
  stream.seek(length);
  return element;
}

/** Reads group 0002, always little endian (PS3.10 7.1); the group length is not needed and often wrong. */
function readMeta(bytes: Uint8Array<ArrayBuffer>): { readonly syntax: string | undefined; readonly end: number } {
  const hasPreamble = bytes.length >= 132 && String.fromCharCode(...bytes.subarray(128, 132)) === "DICM";
  const start = hasPreamble ? 132 : 0;
  if (bytes.length <= start + 8) throw refusal("intake/broken-file", "the DICOM file ends after its first bytes.");
  const elements: Record<string, Element> = {};
  const stream = startStream(bytes, start, true);
  while (stream.position + 8 <= bytes.length) {
    const position = stream.position;
    if (bytes[position] !== 2 || bytes[position + 1] !== 0) break;
    const explicit = valueRepresentations.has(representationAt(bytes, position));
    const element = guarded("the DICOM file header is broken", () =>
      readElement(stream, { explicit, littleEndian: true }, []),
    );
    elements[element.tag] = element;
  }
  const header = { bytes, littleEndian: true, elements };
  return { syntax: string(header, "x00020010"), end: stream.position };
}

/** How the data set is written, from its first element: files whose header says otherwise are met in practice. */
function codingAt(bytes: Uint8Array, position: number): Coding {
  const littleEndian = !(bytes[position] === 0 && (bytes[position + 1] ?? 0) > 0);
  return { explicit: valueRepresentations.has(representationAt(bytes, position)), littleEndian };
}

function impliedSyntax(coding: Coding): string {
  if (!coding.littleEndian) return explicitBig;
  return coding.explicit ? explicitLittle : implicitLittle;
}

/** Unpacks what stands from `position` on into at most `most` bytes. @throws LightboxError `intake/broken-file` */
export function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  position: number,
  most: number = largestFile,
): Uint8Array<ArrayBuffer> {
  const packed = bytes.subarray(position);
  // A stream that is cut short still gives what it holds: the pixel data then says what is missing.
  const options = { maxOutputLength: most, finishFlush: zlib.Z_SYNC_FLUSH };
  const buffer = guarded("the deflated data set cannot be unpacked", () => inflateRawSync(packed, options));
  return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength);
}

/** Reads elements up to the pixel data; what follows it (padding, signatures, rubbish) is of no use and not read. */
function readDataSet(bytes: Uint8Array<ArrayBuffer>, position: number, coding: Coding): Omit<ParsedDicom, "syntax"> {
  const elements: Record<string, Element> = {};
  const header = { bytes, littleEndian: coding.littleEndian, elements };
  let stopped: string | undefined;
  try {
    const stream = startStream(bytes, position, coding.littleEndian);
    while (stream.position + 8 <= bytes.length) {
      const element = readElement(stream, coding, []);
      elements[element.tag] = element;
      if (element.tag === pixelData) break;
      if (stream.position > bytes.length) stopped = "an element runs past the end of the file";
    }
  } catch (error) {
    stopped = wordsOf(error);
  }
  return { header, stopped };
}

/**
 * Parses a DICOM file up to and with its pixel data: with or without preamble and group 0002, implicit or explicit,
 * little or big endian, deflated.
 * @throws LightboxError `intake/broken-file` where not even the first elements can be read
 */
export function parseDicom(bytes: Uint8Array<ArrayBuffer>): ParsedDicom {
  const meta = readMeta(bytes);
  const isDeflated = meta.syntax === deflated;
  const body = isDeflated ? inflate(bytes, meta.end) : bytes;
  const start = isDeflated ? 0 : meta.end;
  if (body.length < start + 8) throw refusal("intake/broken-file", "the DICOM file holds nothing after its header.");
  const coding = codingAt(body, start);
  const parsed = readDataSet(body, start, coding);
  return { ...parsed, syntax: transferSyntax(meta.syntax ?? impliedSyntax(coding)) };
}
