import { refusal } from "../refusal.ts";

/** A repeat may not point at another repeat (PS3.3 C.7.9.2.3), so one level is all there is. */
const deepest = 1;

/** A palette under expansion: how many entries it may have, and how many segments may still be read for them. */
interface Expansion {
  readonly data: readonly number[];
  readonly entries: number[];
  readonly count: number;
  segmentsLeft: number;
}

/**
 * Expands segmented palette data (PS3.3 C.7.9.2) into at most `count` entries; what stands behind the last is padding.
 * @param data 16-bit words: segments of type, length and content
 * @throws LightboxError `intake/broken-file` for segments that give more entries than that, or hardly any
 */
export function expandSegments(data: readonly number[], count: number): number[] {
  // A segment gives at least one entry, a repeat at least one segment: more than two for each entry are rubbish.
  const expansion = { data, entries: [], count, segmentsLeft: 2 * count + 2 };
  expandInto(expansion, 0, Infinity, 0);
  return expansion.entries;
}

function expandInto(expansion: Expansion, from: number, segments: number, depth: number): void {
  const { data, entries, count } = expansion;
  let at = from;
  for (let segment = 0; segment < segments && at + 1 < data.length && entries.length < count; segment++) {
    if (expansion.segmentsLeft-- === 0) throw tooMany();
    const kind = data[at];
    const length = data[at + 1] ?? 0;
    if (kind === 0 || kind === 1) {
      if (entries.length + length > count) throw tooMany();
      if (kind === 0) pushValues(expansion, at + 2, length);
      else pushLine(expansion, data[at + 2], length);
      at += kind === 0 ? 2 + length : 3;
    } else if (kind === 2 && depth < deepest) {
      // Indirect: `length` segments again from a byte offset of two words.
      const offset = (data[at + 2] ?? 0) + (data[at + 3] ?? 0) * 65536;
      expandInto(expansion, Math.floor(offset / 2), length, depth + 1);
      at += 4;
    } else {
      return;
    }
  }
}

/** Discrete: the values themselves. */
function pushValues({ data, entries }: Expansion, at: number, length: number): void {
  for (const value of data.slice(at, at + length)) entries.push(value);
}

/** Linear: from the last value to the one given, in `length` steps. */
function pushLine({ entries }: Expansion, value: number | undefined, length: number): void {
  const start = entries.at(-1) ?? 0;
  const end = value ?? start;
  for (let step = 1; step <= length; step++) entries.push(Math.round(start + ((end - start) * step) / length));
}

function tooMany(): Error {
  return refusal("intake/broken-file", "the palette of the image has segments for more entries than it may have.");
}
