/** What the main header of a JPEG 2000 codestream says (ITU-T T.800 annex A, T.814 for CAP). */
export interface Jpeg2000Header {
  readonly rows: number;
  readonly columns: number;
  /** Where the picture starts on the reference grid. */
  readonly offset: readonly [x: number, y: number];
  readonly components: readonly Jpeg2000Component[];
  /** Reversible wavelet (5/3), without which the values are not exact. */
  readonly reversible: boolean;
  /** The components were decorrelated (RCT or ICT): a decoder gives back RGB. */
  readonly colourTransform: boolean;
  /** High-throughput block coding (HTJ2K). */
  readonly highThroughput: boolean;
  /** The bytes end within a tile. */
  readonly cut: boolean;
}

export interface Jpeg2000Component {
  readonly precision: number;
  readonly signed: boolean;
  /** Neither rows nor columns are left out. */
  readonly full: boolean;
  /** Where the byte with its sign and precision stands. */
  readonly at: number;
}

const marker = { size: 0xff51, capabilities: 0xff50, coding: 0xff52, tile: 0xff90 } as const;
const signature = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20];
const codestreamBox = 0x6a703263;

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

/** Whether these bytes start a codestream or a JP2 file. */
export function startsJpeg2000(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xff, 0x4f, 0xff, 0x51]) || startsWith(bytes, signature);
}

/**
 * The codestream itself. PS3.5 A.4.4 forbids the boxes of a JP2 file around it, which some writers put there all the same;
 * what they say about colours is DICOM's to say. Undefined where there is none.
 */
export function codestreamOf(bytes: Uint8Array): Uint8Array | undefined {
  if (!startsWith(bytes, signature)) return startsJpeg2000(bytes) ? bytes : undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = view.getUint32(at);
    const head = short === 1 ? 16 : 8;
    if (at + head > bytes.length) return undefined;
    const length = short === 0 ? bytes.length - at : short === 1 ? Number(view.getBigUint64(at + 8)) : short;
    if (length < head) return undefined;
    if (view.getUint32(at + 4) === codestreamBox) {
      const inside = bytes.subarray(at + head, Math.min(at + length, bytes.length));
      return startsJpeg2000(inside) ? inside : undefined;
    }
    at += length;
  }
  return undefined;
}

/** Reads the main header of a codestream; undefined where it is broken or cut short. */
export function readJpeg2000Header(bytes: Uint8Array): Jpeg2000Header | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let size: Pick<Jpeg2000Header, "rows" | "columns" | "offset" | "components"> | undefined;
  let coding: Pick<Jpeg2000Header, "reversible" | "colourTransform"> | undefined;
  let highThroughput = false;
  for (let at = 2; at + 4 <= bytes.length;) {
    const kind = view.getUint16(at);
    if (kind === marker.tile) return size && coding && { ...size, ...coding, highThroughput, cut: isCut(view, at) };
    const length = view.getUint16(at + 2);
    if (kind < 0xff00 || length < 2 || at + 2 + length > bytes.length) return undefined;
    if (kind === marker.size) size = readSize(view, at + 4, length - 2);
    if (kind === marker.coding) coding = readCoding(view, at + 4, length - 2);
    // Bit 15 from the top of Pcap: part 15, high throughput.
    if (kind === marker.capabilities && length >= 6) highThroughput = (view.getUint32(at + 4) & 0x20000) !== 0;
    at += 2 + length;
  }
  return undefined;
}

/** Follows the tile-parts by the lengths in their headers (SOT, T.800 A.4.2); 0 stands for all that is left. */
function isCut(view: DataView, start: number): boolean {
  for (let at = start; at + 2 <= view.byteLength && view.getUint16(at) === marker.tile;) {
    if (at + 12 > view.byteLength) return true;
    const length = view.getUint32(at + 6);
    if (length === 0) return false;
    if (length < 12 || at + length > view.byteLength) return true;
    at += length;
  }
  return false;
}

/** SIZ (T.800 A.5.1). */
function readSize(view: DataView, at: number, length: number): ReturnType<typeof sizeOf> | undefined {
  if (length < 36) return undefined;
  const count = view.getUint16(at + 34);
  return count >= 1 && length === 36 + 3 * count ? sizeOf(view, at, count) : undefined;
}

function sizeOf(
  view: DataView,
  at: number,
  count: number,
): Pick<Jpeg2000Header, "rows" | "columns" | "offset" | "components"> {
  const [x, y] = [view.getUint32(at + 10), view.getUint32(at + 14)];
  const components = Array.from({ length: count }, (_, index) => {
    const place = at + 36 + 3 * index;
    const depth = view.getUint8(place);
    const full = view.getUint8(place + 1) === 1 && view.getUint8(place + 2) === 1;
    return { precision: (depth & 0x7f) + 1, signed: depth > 0x7f, full, at: place };
  });
  return { columns: view.getUint32(at + 2) - x, rows: view.getUint32(at + 6) - y, offset: [x, y], components };
}

/** COD (T.800 A.6.1). */
function readCoding(
  view: DataView,
  at: number,
  length: number,
): Pick<Jpeg2000Header, "reversible" | "colourTransform"> | undefined {
  if (length < 10) return undefined;
  return { colourTransform: view.getUint8(at + 4) === 1, reversible: view.getUint8(at + 9) === 1 };
}
