import { expect, test } from "vitest";
import { decodeStored } from "../../../src-main/intake/dicom/decode-stored.ts";
import { firstEncapsulatedFrame } from "../../../src-main/intake/dicom/frame.ts";
import { parseDicom } from "../../../src-main/intake/dicom/parse.ts";
import { imageElements, writeDicom } from "../../support/dicom-file.ts";
import { encodeLosslessJpeg } from "../../support/lossless-jpeg.ts";

const shape = { rows: 6, columns: 6, components: 1, precision: 12, predictor: 1 };
const first = Array.from({ length: 36 }, (_, index) => (index * 719) % 4096);
const second = first.map((value) => 4095 - value);
const even = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 0 ? bytes : Uint8Array.from([...bytes, 0]));
const streams = [first, second].map((values) => even(encodeLosslessJpeg({ ...shape, values })));
const halves = streams.map((stream) => [stream.subarray(0, 60), stream.subarray(60)]);

/** The bytes of the first frame: a decoder alone would not notice what follows it. */
function firstFrame(fragments: Uint8Array[], frames: number, offsets: number[] = []): Uint8Array {
  const elements = imageElements({ rows: 6, columns: 6, allocated: 16, stored: 12 });
  const { header } = parseDicom(writeDicom({ elements, syntax: "1.2.840.10008.1.2.4.70", fragments, offsets }));
  const element = header.elements["x7fe00010"];
  if (element === undefined) throw new Error("the test file holds no pixel data");
  return firstEncapsulatedFrame(header, element, frames);
}

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
