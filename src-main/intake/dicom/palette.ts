import { pillowGrey } from "../grey.ts";
import { refusal } from "../refusal.ts";
import { words } from "./header.ts";
import type { Header } from "./header.ts";
import { entryCount, lutData } from "./lookup-table.ts";
import { expandSegments } from "./palette-segments.ts";
import type { StoredPixels } from "./stored.ts";

interface Channel {
  readonly first: number;
  readonly entries: readonly number[];
  /** Largest entry there may be. */
  readonly full: number;
}

function readChannel(header: Header, index: number, signed: boolean): Channel {
  const descriptor = `x0028110${String(index)}`;
  const [described, , bits] = words(header, descriptor);
  const first = words(header, descriptor, signed)[1];
  if (described === undefined || bits === undefined || first === undefined) {
    throw refusal("intake/broken-file", "the palette of the image is missing.");
  }
  const count = entryCount(described);
  const plain = lutData(header, `x0028120${String(index)}`, count);
  const entries = plain.length > 0 ? plain : expandSegments(words(header, `x0028122${String(index)}`), count);
  if (entries.length === 0) throw refusal("intake/broken-file", "the palette of the image is empty.");
  // Many writers say 16 bits and store 8-bit values; a palette that never passes 255 would otherwise be black.
  const largest = entries.reduce((most, value) => Math.max(most, value), 0);
  return { first, entries, full: largest > 255 ? 65535 : 255 };
}

function valueOf(channel: Channel, stored: number): number {
  const index = Math.min(Math.max(stored - channel.first, 0), channel.entries.length - 1);
  return Math.floor((255 * (channel.entries[index] ?? 0)) / channel.full + 0.5);
}

/** PALETTE COLOR (PS3.3 C.7.6.3.1.5, C.7.9) → RGB → grey, through one table over all stored values. */
export function paletteGreys(stored: StoredPixels, header: Header): Uint8Array<ArrayBuffer> {
  if (stored.bits > 16) throw refusal("intake/unsupported-pixels", "palette indices of 32 bits are not read.");
  const [red, green, blue] = [1, 2, 3].map((index) => readChannel(header, index, stored.signed));
  if (red === undefined || green === undefined || blue === undefined) {
    throw refusal("intake/broken-file", "the palette of the image is missing.");
  }
  const size = 2 ** stored.bits;
  const lowest = stored.signed ? -size / 2 : 0;
  const table = new Uint8Array(size);
  for (let index = 0; index < size; index++) {
    const value = index + lowest;
    table[index] = pillowGrey(valueOf(red, value), valueOf(green, value), valueOf(blue, value));
  }
  const greys = new Uint8Array(stored.values.length);
  for (let index = 0; index < greys.length; index++) {
    greys[index] = table[(stored.values[index] ?? 0) - lowest] ?? 0;
  }
  return greys;
}
