import type { Element, Fragment } from "dicom-parser";
import { refusal } from "../refusal.ts";
import { valueBytes } from "./header.ts";
import type { Header } from "./header.ts";
import { startsJpeg2000 } from "./jpeg2000-header.ts";

type Bytes = Uint8Array<ArrayBuffer>;

function startsStream(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) || startsJpeg2000(bytes);
}

function fragmentBytes(header: Header, fragment: Fragment): Bytes {
  return header.bytes.subarray(fragment.position, Math.min(fragment.position + fragment.length, header.bytes.length));
}

/** 64-bit values of an element (OV). */
function longs(header: Header, tag: string): number[] {
  const bytes = valueBytes(header, tag);
  if (bytes === undefined) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = Math.floor(bytes.length / 8);
  return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(index * 8, header.littleEndian)));
}

/** The fragments from one offset to the next; undefined where there is no table for all frames, or not a sound one. */
function fromTable(
  fragments: readonly Fragment[],
  offsets: readonly number[],
  frames: number,
  frame: number,
): Fragment[] | undefined {
  if (offsets.length < frames) return undefined;
  const [start, next] = [offsets[frame], offsets[frame + 1]];
  const first = fragments.findIndex((fragment) => fragment.offset === start);
  const after = next === undefined ? fragments.length : fragments.findIndex((fragment) => fragment.offset >= next);
  return first >= 0 && after > first ? fragments.slice(first, after) : undefined;
}

/** Without a table: a fragment each, or from one start of a stream to the next (PS3.5 A.4). */
function fromStarts(header: Header, fragments: readonly Fragment[], frames: number, frame: number): Fragment[] {
  const filled = fragments.filter((fragment) => fragment.length > 0);
  if (frames === 1) return filled;
  // An empty fragment is a frame that is not there, where each frame has one fragment.
  if (filled.length <= frames) return (fragments.length <= frames ? fragments : filled).slice(frame, frame + 1);
  const isStart = (fragment: Fragment, index: number): boolean =>
    index === 0 || startsStream(fragmentBytes(header, fragment));
  const starts = filled.flatMap((fragment, index) => (isStart(fragment, index) ? [index] : []));
  const first = starts[frame];
  return first === undefined ? [] : filled.slice(first, starts[frame + 1]);
}

/**
 * The bytes of one frame of encapsulated pixel data, its fragments joined.
 * @param frame from 0, below `frames`
 * @throws LightboxError `intake/broken-file` where it is empty, missing or runs past the end of the file
 */
export function encapsulatedFrame(header: Header, element: Element, frames: number, frame: number): Bytes {
  const fragments = element.fragments ?? [];
  const far = fromTable(fragments, longs(header, "x7fe00001"), frames, frame);
  const near = far ?? fromTable(fragments, element.basicOffsetTable ?? [], frames, frame);
  const own = near ?? fromStarts(header, fragments, frames, frame);
  const parts = own.filter((fragment) => fragment.length > 0);
  const last = parts.at(-1);
  if (last === undefined) {
    const where = fragments.some((fragment) => fragment.length > 0) ? `for frame ${String(frame + 1)} ` : "";
    throw refusal("intake/broken-file", `the pixel data ${where}is empty.`);
  }
  if (last.position + last.length > header.bytes.length) {
    const which = frame === 0 ? "its first frame" : `frame ${String(frame + 1)}`;
    throw refusal("intake/broken-file", `the pixel data is cut short: the file ends within ${which}.`);
  }
  // Only the extended table says where a frame ends within its last fragment.
  const length = far === undefined ? undefined : longs(header, "x7fe00002")[frame];
  return joined(parts.map((fragment) => fragmentBytes(header, fragment))).subarray(0, length);
}

function joined(parts: readonly Bytes[]): Bytes {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
