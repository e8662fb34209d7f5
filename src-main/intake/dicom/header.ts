import type { Element } from "dicom-parser";
import { decodeText } from "./character-sets.ts";

/** A parsed data set (or one item of a sequence) over the bytes it was read from. */
export interface Header {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly littleEndian: boolean;
  /** By tag as dicom-parser writes it: "x00280010". */
  readonly elements: Readonly<Record<string, Element | undefined>>;
}

/** The bytes of an element's value, or undefined where it is absent, empty or runs past the end of the file. */
export function valueBytes(header: Header, tag: string): Uint8Array<ArrayBuffer> | undefined {
  const element = header.elements[tag];
  if (element === undefined || !(element.length > 0)) return undefined;
  const end = element.dataOffset + element.length;
  return end > header.bytes.length ? undefined : header.bytes.subarray(element.dataOffset, end);
}

/** All values of a string element, trimmed; text in the data set's own character set (PS3.3 C.12.1.1.2). */
export function strings(header: Header, tag: string): string[] {
  const bytes = valueBytes(header, tag);
  if (bytes === undefined) return [];
  const text = decodeText(bytes, tag === "x00080005" ? [] : strings(header, "x00080005"));
  return text.split("\\").map((part) => part.replaceAll("\0", "").trim());
}

/** The first value of a string element, or undefined where there is none. */
export function string(header: Header, tag: string): string | undefined {
  const first = strings(header, tag)[0];
  return first === undefined || first === "" ? undefined : first;
}

/** The numbers of a DS or IS element; what is not a number is left out. */
export function decimals(header: Header, tag: string): number[] {
  return strings(header, tag)
    .filter((text) => text !== "")
    .map(Number)
    .filter(Number.isFinite);
}

/** The 16-bit values of an element (US, SS or OW), read as signed where `signed`. */
export function words(header: Header, tag: string, signed = false): number[] {
  const bytes = valueBytes(header, tag);
  if (bytes === undefined) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values: number[] = [];
  for (let at = 0; at + 2 <= bytes.length; at += 2) {
    values.push(signed ? view.getInt16(at, header.littleEndian) : view.getUint16(at, header.littleEndian));
  }
  return values;
}

/** The first value of a US element. */
export function word(header: Header, tag: string): number | undefined {
  const bytes = valueBytes(header, tag);
  if (bytes === undefined || bytes.length < 2) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 2).getUint16(0, header.littleEndian);
}

/** The items of a sequence, each a header of its own. */
export function items(header: Header, tag: string): Header[] {
  const found = header.elements[tag]?.items ?? [];
  return found.flatMap((item) => (item.dataSet === undefined ? [] : [{ ...header, elements: item.dataSet.elements }]));
}

const perFrameGroups = "x52009230";

/** The same data set, whose functional groups are those of `frame` (from 0) alone. */
export function headerOfFrame(header: Header, frame: number): Header {
  const groups = header.elements[perFrameGroups];
  if (groups?.items === undefined || frame === 0) return header;
  const own = { ...groups, items: groups.items.slice(frame, frame + 1) };
  return { ...header, elements: { ...header.elements, [perFrameGroups]: own } };
}

/**
 * The data set that holds `tag` for the first frame (see {@link headerOfFrame}): the data set itself, or in enhanced objects the macro `sequence`
 * within the functional groups of the frame, else the shared ones (PS3.3 C.7.6.16).
 */
export function holderOf(header: Header, tag: string, sequence: string): Header | undefined {
  if (header.elements[tag] !== undefined) return header;
  for (const groups of [perFrameGroups, "x52009229"]) {
    const macro = items(header, groups)[0];
    const holder = macro === undefined ? undefined : items(macro, sequence)[0];
    if (holder?.elements[tag] !== undefined) return holder;
  }
  return undefined;
}
