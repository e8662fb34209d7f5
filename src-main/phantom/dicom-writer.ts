import { createHash } from "node:crypto";

/** One data element of explicit VR little endian (DICOM PS3.5 §7.1.2). */
export interface DicomElement {
  /** Group and element, e.g. 0x00280010. */
  readonly tag: number;
  readonly vr:
    "AE" | "AS" | "CS" | "DA" | "DS" | "IS" | "LO" | "LT" | "OB" | "OW" | "PN" | "SH" | "TM" | "UI" | "UL" | "US";
  readonly value: string | number | Buffer;
}

const longForms: ReadonlySet<string> = new Set(["OB", "OW"]);

/** A UID under 2.25 (PS3.5 §B.2) from a text: a version-8 UUID filled with its SHA-256, written as a decimal number. */
export function uidFromText(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${bytes.toString("hex")}`).toString()}`;
}

/** A DICOM file (PS3.10): preamble, file meta information, then the elements in the order of their tags. */
export function encodeDicom(elements: readonly DicomElement[], sopClass: string, sopInstance: string): Buffer {
  const meta = encodeElements([
    { tag: 0x00020001, vr: "OB", value: Buffer.from([0, 1]) },
    { tag: 0x00020002, vr: "UI", value: sopClass },
    { tag: 0x00020003, vr: "UI", value: sopInstance },
    { tag: 0x00020010, vr: "UI", value: "1.2.840.10008.1.2.1" },
    { tag: 0x00020012, vr: "UI", value: uidFromText("lightbox phantom writer") },
    { tag: 0x00020013, vr: "SH", value: "LIGHTBOX_1" },
  ]);
  const length = encodeElements([{ tag: 0x00020000, vr: "UL", value: meta.length }]);
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM", "latin1"), length, meta, encodeElements(elements)]);
}

function encodeElements(elements: readonly DicomElement[]): Buffer {
  return Buffer.concat([...elements].sort((one, other) => one.tag - other.tag).flatMap(encodeElement));
}

function encodeElement(element: DicomElement): Buffer[] {
  const value = encodeValue(element);
  const long = longForms.has(element.vr);
  const header = Buffer.alloc(long ? 12 : 8);
  header.writeUInt16LE(element.tag >>> 16, 0);
  header.writeUInt16LE(element.tag & 0xffff, 2);
  header.write(element.vr, 4, "latin1");
  if (long) header.writeUInt32LE(value.length, 8);
  else header.writeUInt16LE(value.length, 6);
  return [header, value];
}

/** Values have an even length: UIDs and bytes are filled with 0, text with a space (PS3.5 §6.2). */
function encodeValue({ vr, value }: DicomElement): Buffer {
  if (typeof value === "number") {
    const bytes = Buffer.alloc(vr === "UL" ? 4 : 2);
    if (vr === "UL") bytes.writeUInt32LE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  }
  const bytes = typeof value === "string" ? Buffer.from(value, "latin1") : value;
  if (bytes.length % 2 === 0) return bytes;
  return Buffer.concat([bytes, Buffer.from([vr === "UI" || vr === "OB" ? 0 : 0x20])]);
}
