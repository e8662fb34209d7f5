import { expect, test } from "vitest";
import { decodeStored } from "../../../src-main/intake/dicom/decode-stored.ts";
import { encapsulatedFrame } from "../../../src-main/intake/dicom/frame.ts";
import { parseDicom } from "../../../src-main/intake/dicom/parse.ts";
import { decodeNative } from "../../../src-main/intake/dicom/native.ts";
import { readPixelFormat } from "../../../src-main/intake/dicom/pixel-format.ts";
import { readModality } from "../../../src-main/intake/dicom/modality.ts";
import { headerOfFrame } from "../../../src-main/intake/dicom/header.ts";
import { imageElements, writeDicom } from "../../support/dicom-file.ts";
import type { TestElement } from "../../support/dicom-file.ts";
import { encodeLosslessJpeg } from "../../support/lossless-jpeg.ts";

const shape = { rows: 6, columns: 6, components: 1, precision: 12, predictor: 1 };
const first = Array.from({ length: 36 }, (_, index) => (index * 719) % 4096);
const second = first.map((value) => 4095 - value);
const even = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 0 ? bytes : Uint8Array.from([...bytes, 0]));
const streams = [first, second].map((values) => even(encodeLosslessJpeg({ ...shape, values })));
const halves = streams.map((stream) => [stream.subarray(0, 60), stream.subarray(60)]);

const sizes = { rows: 6, columns: 6, allocated: 16, stored: 12 } as const;

/** The bytes of a frame: a decoder alone would not notice what follows it. */
function frameOf(
  frame: number,
  fragments: Uint8Array[],
  frames: number,
  offsets: number[] = [],
  extended: TestElement[] = [],
): Uint8Array {
  const elements = [...imageElements(sizes), ...extended];
  const { header } = parseDicom(writeDicom({ elements, syntax: "1.2.840.10008.1.2.4.70", fragments, offsets }));
  const element = header.elements["x7fe00010"];
  if (element === undefined) throw new Error("the test file holds no pixel data");
  return encapsulatedFrame(header, element, frames, frame);
}

const firstFrame = (fragments: Uint8Array[], frames: number, offsets: number[] = []): Uint8Array =>
  frameOf(0, fragments, frames, offsets);

test("one frame over several fragments, with and without an offset table", () => {
  const fragments = halves[0] ?? [];
  expect(firstFrame(fragments, 1)).toEqual(streams[0]);
  expect(firstFrame(fragments, 1, [0])).toEqual(streams[0]);
});

test("two frames: one fragment each, or several with or without an offset table", () => {
  expect(firstFrame(streams, 2)).toEqual(streams[0]);
  expect(firstFrame(halves.flat(), 2)).toEqual(streams[0]);
  const secondStarts = 2 * 8 + (streams[0]?.length ?? 0);
  expect(firstFrame(halves.flat(), 2, [0, secondStarts])).toEqual(streams[0]);
  // Without a start of stream to go by (RLE), the table alone tells the frames apart.
  const runs = [Uint8Array.of(1, 2), Uint8Array.of(3, 4), Uint8Array.of(5, 6)];
  expect(Array.from(firstFrame(runs, 2, [0, 20]))).toEqual([1, 2, 3, 4]);
});

test("the second frame: by either table, by the starts of the streams, or by its own fragment", () => {
  const secondStarts = 2 * 8 + (streams[0]?.length ?? 0);
  expect(frameOf(1, streams, 2)).toEqual(streams[1]);
  expect(frameOf(1, halves.flat(), 2)).toEqual(streams[1]);
  expect(frameOf(1, halves.flat(), 2, [0, secondStarts])).toEqual(streams[1]);
  const offsets = new BigUint64Array([0n, BigInt(secondStarts)]);
  const lengths = new BigUint64Array([8n, 61n]);
  const extended: TestElement[] = [
    [0x7fe00001, "OV", new Uint8Array(offsets.buffer)],
    [0x7fe00002, "OV", new Uint8Array(lengths.buffer)],
  ];
  expect(frameOf(1, halves.flat(), 2, [], extended)).toEqual(streams[1]?.subarray(0, 61));
  expect(frameOf(0, halves.flat(), 2, [], extended)).toEqual(streams[0]?.subarray(0, 8));
});

test("a frame that is not there is no other frame", () => {
  expect(() => frameOf(1, streams.slice(0, 1), 2)).toThrow(/frame 2 is empty/);
  expect(() => frameOf(1, [...streams.slice(0, 1), new Uint8Array(0), ...streams.slice(1)], 3)).toThrow(/frame 2/);
  const table = [0, 8 + (streams[0]?.length ?? 0), 16 + (streams[0]?.length ?? 0)];
  const empty = [...streams.slice(0, 1), new Uint8Array(0), ...streams.slice(1)];
  expect(() => frameOf(1, empty, 3, table)).toThrow(/frame 2/);
  expect(frameOf(2, empty, 3, table)).toEqual(streams[1]);
});

test("uncompressed frames follow each other, single bits without a gap between them", () => {
  const format = (allocated: 1 | 8) =>
    readPixelFormat(parseDicom(writeDicom({ elements: imageElements({ rows: 3, columns: 3, allocated }) })).header);
  const bytes = Uint8Array.from({ length: 27 }, (_, index) => index);
  const layout = { frame: 2, littleEndian: true, swapped: false };
  expect(Array.from(decodeNative(bytes, format(8), layout).values)).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26]);
  // Bits 9…17 of 0b…10_1010_1010_1100_0011 from the lowest.
  const bits = Uint8Array.of(0b1100_0011, 0b1010_1010, 0b10);
  const second = decodeNative(bits, format(1), { ...layout, frame: 1 });
  expect(Array.from(second.values)).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1]);
  expect(() => decodeNative(bytes, format(8), { ...layout, frame: 3 })).toThrow(/27 of 36 bytes/);
  // Words are swapped where the file has them, also where a frame starts in the middle of one.
  const swapped = decodeNative(bytes.subarray(0, 18), format(8), { frame: 1, littleEndian: false, swapped: true });
  expect(Array.from(swapped.values)).toEqual([8, 11, 10, 13, 12, 15, 14, 17, 16]);
});

test("a frame has the rescale of its own functional groups", () => {
  const rescale = (intercept: string): TestElement[] => [
    [
      0x00289145,
      "SQ",
      [
        [
          [0x00281052, "DS", intercept],
          [0x00281053, "DS", "2"],
        ],
      ],
    ],
  ];
  const groups: TestElement = [0x52009230, "SQ", [rescale("-10"), rescale("-20")]];
  const { header } = parseDicom(writeDicom({ elements: [...imageElements(sizes), groups] }));
  const intercepts = [0, 1].map((frame) => readModality(headerOfFrame(header, frame), false).apply(0));
  expect(intercepts).toEqual([-10, -20]);
});

test("the joined fragments decode to the values that were coded", async () => {
  const elements = imageElements({ rows: 6, columns: 6, allocated: 16, stored: 12 });
  const file = { elements, syntax: "1.2.840.10008.1.2.4.70", fragments: halves[0] ?? [] };
  expect(Array.from((await decodeStored(parseDicom(writeDicom(file)))).values)).toEqual(first);
});

test("pixel data without a fragment, or with its end cut off, is refused", async () => {
  expect(() => firstFrame([], 1)).toThrow(/pixel data is empty/);
  const elements = imageElements({ rows: 6, columns: 6, allocated: 16, stored: 12 });
  const whole = writeDicom({ elements, syntax: "1.2.840.10008.1.2.4.70", fragments: streams.slice(0, 1) });
  const cut = whole.slice(0, whole.length - 20);
  await expect(decodeStored(parseDicom(cut))).rejects.toThrow(/ends within its first frame/);
});
