import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeStored } from "../../../src-main/intake/dicom/decode-stored.ts";
import { inflate, parseDicom } from "../../../src-main/intake/dicom/parse.ts";
import { imageElements, wordPixels, writeDicom, writeElement } from "../../support/dicom-file.ts";
import type { TestElement, TestFile, TestImage } from "../../support/dicom-file.ts";

const small = { rows: 1, columns: 4, allocated: 16 };

async function storedOf(file: TestFile | Uint8Array<ArrayBuffer>): Promise<number[]> {
  const bytes = file instanceof Uint8Array ? file : writeDicom(file);
  return Array.from((await decodeStored(parseDicom(bytes))).values);
}

function withPixels(image: TestImage, pixels: TestElement, extra: TestElement[] = []): TestElement[] {
  return [...imageElements(image, extra), pixels];
}

test.each(["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"])("16-bit words in %s", async (syntax) => {
  const elements = withPixels(small, wordPixels([0, 1, 258, 65535]));
  for (const how of [{}, { preamble: false }, { preamble: false, meta: false }]) {
    expect(await storedOf({ elements, syntax, ...how })).toEqual([0, 1, 258, 65535]);
  }
});

test("a deflated data set is unpacked as far as it is allowed to grow", () => {
  const packed = Uint8Array.from(deflateRawSync(new Uint8Array(100_000)));
  expect(inflate(packed, 0, 100_000)).toHaveLength(100_000);
  const refused = expect.objectContaining({ code: "intake/broken-file" }) as unknown;
  expect(() => inflate(packed, 0, 99_999)).toThrow(refused);
});

test("a deflated data set is unpacked", async () => {
  const elements = withPixels(small, wordPixels([1, 2, 3, 4]));
  const body = Buffer.concat(elements.map((element) => writeElement(element, { explicit: true, little: true })));
  const head = writeDicom({ elements: [], syntax: "1.2.840.10008.1.2.1.99" });
  expect(await storedOf(Uint8Array.from(Buffer.concat([head, deflateRawSync(body)])))).toEqual([1, 2, 3, 4]);
});

test("a file that says explicit and is written implicit is read as it is written", async () => {
  const elements = withPixels(small, wordPixels([1, 2, 3, 4]));
  const body = Buffer.concat(elements.map((element) => writeElement(element, { explicit: false, little: true })));
  expect(await storedOf(Uint8Array.from(Buffer.concat([writeDicom({ elements: [] }), body])))).toEqual([1, 2, 3, 4]);
});

test("rubbish above the stored bits is masked, the sign extended", async () => {
  const image = { ...small, stored: 12 };
  const rubbish = wordPixels([0xf000, 0xf001, 0x1fff, 0x7800]);
  expect(await storedOf({ elements: withPixels(image, rubbish) })).toEqual([0, 1, 4095, 2048]);
  expect(await storedOf({ elements: withPixels({ ...image, signed: true }, rubbish) })).toEqual([0, 1, -1, -2048]);
});

test("a high bit above the stored bits shifts the values down", async () => {
  const image = { ...small, stored: 12, high: 15 };
  expect(await storedOf({ elements: withPixels(image, wordPixels([0x10, 0x1f, 0xffff, 0x8000])) })).toEqual([
    1, 1, 4095, 2048,
  ]);
});

test("single bits start at the lowest bit of the first byte", async () => {
  const pixels: TestElement = [0x7fe00010, "OB", Uint8Array.of(0b0100_0001, 0b10)];
  const values = await storedOf({ elements: withPixels({ rows: 2, columns: 5, allocated: 1 }, pixels) });
  expect(values).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 1]);
});

test("colour: planes, pairs that share their colour, and bytes swapped by big-endian words", async () => {
  const colour = { rows: 1, columns: 2, allocated: 8, samples: 3, photometric: "RGB" };
  const planar: TestElement[] = [[0x00280006, "US", 1]];
  const bytes = (...values: number[]): TestElement => [0x7fe00010, "OB", Uint8Array.from(values)];
  expect(await storedOf({ elements: withPixels(colour, bytes(1, 2, 3, 4, 5, 6), planar) })).toEqual([1, 3, 5, 2, 4, 6]);
  const shared = { ...colour, photometric: "YBR_FULL_422" };
  expect(await storedOf({ elements: withPixels(shared, bytes(1, 2, 3, 4)) })).toEqual([1, 3, 4, 2, 3, 4]);
  const swapped: TestElement = [0x7fe00010, "OW", Uint8Array.of(2, 1, 4, 3, 6, 5)];
  const syntax = "1.2.840.10008.1.2.2";
  expect(await storedOf({ elements: withPixels(colour, swapped), syntax })).toEqual([1, 2, 3, 4, 5, 6]);
});

test("32-bit values keep all of their bits", async () => {
  const pixels: TestElement = [0x7fe00010, "UL", [0, 4294967295]];
  const image = { rows: 1, columns: 2, allocated: 32 };
  expect(await storedOf({ elements: withPixels(image, pixels) })).toEqual([0, 4294967295]);
});

test("of several frames the first is read", async () => {
  const extra: TestElement[] = [[0x00280008, "IS", "2"]];
  const elements = withPixels({ ...small, columns: 2 }, wordPixels([1, 2, 3, 4]), extra);
  expect(await storedOf({ elements })).toEqual([1, 2]);
});

test("an element of a 64-bit representation before the pixels does not throw the reader off", async () => {
  const extended: TestElement = [0x7fe00001, "OV", new Uint8Array(16)];
  expect(await storedOf({ elements: [...imageElements(small), extended, wordPixels([1, 2, 3, 4])] })).toEqual([
    1, 2, 3, 4,
  ]);
});
