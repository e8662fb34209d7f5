/** Writes small DICOM files for tests, independently of any reader or writer of the product. */

export type TestValue = string | number | readonly number[] | Uint8Array | readonly TestElement[][];
/** Tag as (group << 16) | element, value representation, value. */
export type TestElement = readonly [tag: number, vr: string, value: TestValue];

export interface TestFile {
  readonly elements: readonly TestElement[];
  /** Transfer syntax; explicit little endian where nothing is said. */
  readonly syntax?: string;
  readonly preamble?: boolean;
  readonly meta?: boolean;
  /** Fragments of encapsulated pixel data, after an empty or given offset table. */
  readonly fragments?: readonly Uint8Array[];
  readonly offsets?: readonly number[];
}

const explicitLittle = "1.2.840.10008.1.2.1";
const longForm = new Set(["OB", "OW", "OV", "SQ", "UN", "UT", "UC"]);
const numberBytes: Readonly<Record<string, number>> = { US: 2, SS: 2, OW: 2, UL: 4, SL: 4 };

interface Mode {
  readonly explicit: boolean;
  readonly little: boolean;
}

function numbers(values: readonly number[], width: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    if (width === 2) view.setUint16(index * 2, value & 0xffff, little);
    else view.setUint32(index * 4, value >>> 0, little);
  });
  return bytes;
}

function isItems(value: readonly number[] | readonly TestElement[][]): value is readonly TestElement[][] {
  return value.length > 0 && Array.isArray(value[0]);
}

function content(vr: string, value: TestValue, mode: Mode): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") {
    const odd = value.length % 2 === 1;
    return Buffer.from(odd ? value + (vr === "UI" ? "\0" : " ") : value, "utf8");
  }
  if (typeof value === "number") return numbers([value], numberBytes[vr] ?? 2, mode.little);
  if (!isItems(value)) return numbers(value, numberBytes[vr] ?? 2, mode.little);
  return Buffer.concat(
    value.map((item) => {
      const body = Buffer.concat(item.map((element) => writeElement(element, mode)));
      return Buffer.concat([numbers([0xfffe, 0xe000], 2, mode.little), numbers([body.length], 4, mode.little), body]);
    }),
  );
}

export function writeElement([tag, vr, value]: TestElement, mode: Mode): Uint8Array {
  const body = content(vr, value, mode);
  const head = numbers([tag >>> 16, tag & 0xffff], 2, mode.little);
  if (!mode.explicit) return Buffer.concat([head, numbers([body.length], 4, mode.little), body]);
  const length = longForm.has(vr)
    ? Buffer.concat([Buffer.alloc(2), numbers([body.length], 4, mode.little)])
    : numbers([body.length], 2, mode.little);
  return Buffer.concat([head, Buffer.from(vr), length, body]);
}

function encapsulated(fragments: readonly Uint8Array[], offsets: readonly number[]): Uint8Array {
  const item = (body: Uint8Array): Uint8Array =>
    Buffer.concat([numbers([0xfffe, 0xe000], 2, true), numbers([body.length], 4, true), body]);
  return Buffer.concat([
    numbers([0x7fe0, 0x0010], 2, true),
    Buffer.from("OB\0\0"),
    numbers([0xffffffff], 4, true),
    item(numbers(offsets, 4, true)),
    ...fragments.map((fragment) =>
      item(fragment.length % 2 === 0 ? fragment : Buffer.concat([fragment, Buffer.alloc(1)])),
    ),
    numbers([0xfffe, 0xe0dd], 2, true),
    numbers([0], 4, true),
  ]);
}

export function writeDicom(file: TestFile): Uint8Array<ArrayBuffer> {
  const syntax = file.syntax ?? explicitLittle;
  const mode = { explicit: syntax !== "1.2.840.10008.1.2", little: syntax !== "1.2.840.10008.1.2.2" };
  const meta = writeElement([0x00020010, "UI", syntax], { explicit: true, little: true });
  const parts = [
    ...(file.preamble === false ? [] : [Buffer.alloc(128), Buffer.from("DICM")]),
    ...(file.meta === false ? [] : [meta]),
    ...file.elements.map((element) => writeElement(element, mode)),
    ...(file.fragments === undefined ? [] : [encapsulated(file.fragments, file.offsets ?? [])]),
  ];
  return Uint8Array.from(Buffer.concat(parts));
}

export interface TestImage {
  readonly rows: number;
  readonly columns: number;
  readonly allocated: number;
  readonly stored?: number;
  readonly high?: number;
  readonly signed?: boolean;
  readonly samples?: number;
  readonly photometric?: string;
}

/** The Image Pixel module, in the order of its tags; `extra` is merged in. */
export function imageElements(image: TestImage, extra: readonly TestElement[] = []): TestElement[] {
  const stored = image.stored ?? image.allocated;
  const own: TestElement[] = [
    [0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.1.1"],
    [0x00280002, "US", image.samples ?? 1],
    [0x00280004, "CS", image.photometric ?? "MONOCHROME2"],
    [0x00280010, "US", image.rows],
    [0x00280011, "US", image.columns],
    [0x00280100, "US", image.allocated],
    [0x00280101, "US", stored],
    [0x00280102, "US", image.high ?? stored - 1],
    [0x00280103, "US", image.signed === true ? 1 : 0],
  ];
  return [...own, ...extra].sort((a, b) => a[0] - b[0]);
}

/** Uncompressed pixel data of 16-bit words. */
export function wordPixels(values: readonly number[]): TestElement {
  return [0x7fe00010, "OW", values];
}
