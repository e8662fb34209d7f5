import type { Element } from "dicom-parser";
import type { Header } from "../dicom/header.ts";
import { items } from "../dicom/header.ts";
import type { ParsedDicom } from "../dicom/parse.ts";
import { explicitLittle, deflated } from "../dicom/transfer-syntaxes.ts";
import { refusal } from "../refusal.ts";
import type { Gated } from "./gate.ts";
import { identifyingKeyword } from "./profile.ts";

/** Representations whose length field has four bytes, after two that are reserved (PS3.5 7.1.2). */
const longForms = new Set("OB OD OF OL OV OW SQ SV UC UN UR UT UV".split(" "));

/** What Lightbox reads of a film beside group 0028; everything else stays out of its copy. */
const readTags = new Set([
  ...["x00080005", "x00080016", "x00080060", "x00080068", "x00100040", "x00180015", "x00181164", "x00185101"],
  ...["x00200020", "x00200060", "x00200062", "x52009229", "x52009230", "x7fe00001", "x7fe00002", "x7fe00010"],
]);

/**
 * A DICOM file without who is on it: what Lightbox reads, byte for byte, with the record's own patient, study, date and age
 * in the place of the file's.
 * @throws LightboxError `intake/identity` where the parts for single frames hold what identifies
 */
export function withoutIdentity(parsed: ParsedDicom, gated: Gated): Uint8Array<ArrayBuffer> {
  const { header } = parsed;
  const explicit = isExplicit(header);
  const kept: [string, Uint8Array][] = Object.entries(header.elements).flatMap(([tag, element]) => {
    if (element === undefined || !staysIn(header, tag)) return [];
    return [[tag, bytesOf(header, element, explicit)]];
  });
  const own: readonly (readonly [string, string, string | null])[] = [
    ["x00100020", "LO", gated.patient],
    ["x0020000d", "UI", gated.study],
    ["x00080020", "DA", gated.studyDate?.replaceAll("-", "") ?? null],
    ["x00101010", "AS", ageString(gated.age)],
  ];
  for (const [tag, form, value] of own)
    if (value !== null) kept.push([tag, textElement(tag, form, value, { explicit, little: header.littleEndian })]);
  kept.sort(([one], [other]) => (one < other ? -1 : 1));
  // What was unpacked stays so.
  const syntax = parsed.syntax.uid === deflated ? explicitLittle : parsed.syntax.uid;
  const meta = textElement("x00020010", "UI", syntax, { explicit: true, little: true });
  const head = [new Uint8Array(128), Buffer.from("DICM"), lengthOfMeta(meta.length), meta];
  return Uint8Array.from(Buffer.concat([...head, ...kept.map(([, bytes]) => bytes)]));
}

function staysIn(header: Header, tag: string): boolean {
  if (!readTags.has(tag) && !tag.startsWith("x0028")) return false;
  if (identifyingKeyword(tag) !== undefined) return false;
  if (tag.startsWith("x5200") && identifiesWithin(header, tag)) {
    const remedy =
      "Import it from its folder, with Lightbox for the desktop or the command line: then no copy is kept.";
    throw refusal("intake/identity", "its single frames hold what identifies a person, which a copy must not.", remedy);
  }
  return true;
}

function identifiesWithin(header: Header, tag: string): boolean {
  return items(header, tag).some((item) =>
    Object.keys(item.elements).some(
      (inner) => identifyingKeyword(inner) !== undefined || identifiesWithin(item, inner),
    ),
  );
}

function isExplicit(header: Header): boolean {
  return Object.values(header.elements).some((element) => element?.vr !== undefined);
}

/** An element as it stands in the file, from its tag to its end. */
function bytesOf(header: Header, { vr, dataOffset, length }: Element, explicit: boolean): Uint8Array {
  const head = explicit && longForms.has(vr ?? "UN") ? 12 : 8;
  return header.bytes.subarray(dataOffset - head, Math.min(dataOffset + length, header.bytes.length));
}

interface Form {
  readonly explicit: boolean;
  readonly little: boolean;
}

function textElement(tag: string, representation: string, value: string, { explicit, little }: Form): Uint8Array {
  const padded = value.length % 2 === 0 ? value : value + (representation === "UI" ? "\0" : " ");
  const bytes = Buffer.alloc(8 + padded.length);
  const [group, element] = [Number.parseInt(tag.slice(1, 5), 16), Number.parseInt(tag.slice(5), 16)];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint16(0, group, little);
  view.setUint16(2, element, little);
  if (explicit) {
    bytes.write(representation, 4, "latin1");
    view.setUint16(6, padded.length, little);
  } else view.setUint32(4, padded.length, little);
  bytes.write(padded, 8, "latin1");
  return bytes;
}

/** Group Length (0002,0000). */
function lengthOfMeta(length: number): Uint8Array {
  const bytes = Buffer.from([2, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0]);
  bytes.writeUInt32LE(length, 8);
  return bytes;
}

/** Years as DICOM writes them, "045Y"; what is younger than a year in days. */
function ageString(age: number | null): string | null {
  if (age === null) return null;
  const [count, unit] = age >= 1 ? [Math.floor(age), "Y"] : [Math.round(age * 365.25), "D"];
  return `${String(count).padStart(3, "0")}${unit}`;
}
