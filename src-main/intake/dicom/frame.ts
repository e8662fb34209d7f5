import type { Element, Fragment } from "dicom-parser";
import { refusal } from "../refusal.ts";
import type { Header } from "./header.ts";

type Bytes = Uint8Array<ArrayBuffer>;

function startsJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f);
}

function fragmentBytes(header: Header, fragment: Fragment): Bytes {
  return header.bytes.subarray(fragment.position, Math.min(fragment.position + fragment.length, header.bytes.length));
}

/** How many fragments the first frame spans (PS3.5 A.4). */
function fragmentsOfFirstFrame(header: Header, element: Element, fragments: Fragment[], frames: number): number {
  const second = element.basicOffsetTable?.[1];
  if (second !== undefined) {
    const next = fragments.findIndex((fragment) => fragment.offset >= second);
    if (next > 0) return next;
  }
  if (frames <= 1) return fragments.length;
  if (fragments.length <= frames) return 1;
  // No table: a frame lasts until another fragment starts a stream of its own.
  const next = fragments.findIndex((fragment, index) => index > 0 && startsJpeg(fragmentBytes(header, fragment)));
  return next > 0 ? next : fragments.length;
}

/**
 * The bytes of the first frame of encapsulated pixel data, its fragments joined.
 * @throws LightboxError `intake/broken-file` where it is empty or runs past the end of the file
 */
export function firstEncapsulatedFrame(header: Header, element: Element, frames: number): Bytes {
  const fragments = (element.fragments ?? []).filter((fragment) => fragment.length > 0);
  if (fragments.length === 0) throw refusal("intake/broken-file", "the pixel data is empty.");
  const own = fragments.slice(0, fragmentsOfFirstFrame(header, element, fragments, frames));
  const last = own.at(-1);
  if (last !== undefined && last.position + last.length > header.bytes.length) {
    throw refusal("intake/broken-file", "the pixel data is cut short: the file ends within its first frame.");
  }
  const parts = own.map((fragment) => fragmentBytes(header, fragment));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
