/** A repeat may not point at another repeat (PS3.3 C.7.9.2.3), so one level is all there is. */
const deepest = 1;

function expandInto(
  entries: number[],
  data: readonly number[],
  from: number,
  most: { readonly segments: number; readonly entries: number; readonly depth: number },
): void {
  let at = from;
  for (let segment = 0; segment < most.segments && at + 1 < data.length; segment++) {
    const kind = data[at];
    const length = data[at + 1] ?? 0;
    if (entries.length >= most.entries) return;
    if (kind === 0) {
      // Discrete: the values themselves.
      for (const value of data.slice(at + 2, at + 2 + length)) entries.push(value);
      at += 2 + length;
    } else if (kind === 1) {
      // Linear: from the last value to the one given, in `length` steps.
      const start = entries.at(-1) ?? 0;
      const end = data[at + 2] ?? start;
      for (let step = 1; step <= length; step++) entries.push(Math.round(start + ((end - start) * step) / length));
      at += 3;
    } else if (kind === 2 && most.depth < deepest) {
      // Indirect: `length` segments again from a byte offset of two words.
      const offset = (data[at + 2] ?? 0) + (data[at + 3] ?? 0) * 65536;
      expandInto(entries, data, Math.floor(offset / 2), { ...most, segments: length, depth: most.depth + 1 });
      at += 4;
    } else {
      return;
    }
  }
}

/**
 * Expands segmented palette data (PS3.3 C.7.9.2) into at most `count` entries.
 * @param data 16-bit words: segments of type, length and content
 */
export function expandSegments(data: readonly number[], count: number): number[] {
  const entries: number[] = [];
  expandInto(entries, data, 0, { segments: Infinity, entries: count, depth: 0 });
  return entries.slice(0, count);
}
