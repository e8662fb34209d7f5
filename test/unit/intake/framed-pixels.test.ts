import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeStored } from "../../../src-main/intake/dicom/decode-stored.ts";
import { parseDicom } from "../../../src-main/intake/dicom/parse.ts";
import { writeDicom } from "../../support/dicom-file.ts";
import type { TestElement } from "../../support/dicom-file.ts";

const encapsulated = "1.2.840.10008.1.2.1.98";
const deflated = "1.2.840.10008.1.2.8.1";
const [rows, columns, frames] = [5, 7, 3];

const header = (bits: number): TestElement[] => [
  [0x00280002, "US", 1],
  [0x00280004, "CS", "MONOCHROME2"],
  [0x00280008, "IS", String(frames)],
  [0x00280010, "US", rows],
  [0x00280011, "US", columns],
  [0x00280100, "US", bits],
  [0x00280101, "US", bits],
  [0x00280102, "US", bits - 1],
  [0x00280103, "US", 0],
];

const frameOf = (bits: number, frame: number): number[] =>
  Array.from({ length: rows * columns }, (_, at) => (at * 7919 + frame * 31) % 2 ** bits);

/** A frame's own bytes, even in number (PS3.5 8.1.1, A.4). */
function frameBytes(bits: number, frame: number): Uint8Array {
  const values = frameOf(bits, frame);
  if (bits === 16) return Uint8Array.from(values.flatMap((value) => [value & 255, value >> 8]));
  const size = bits === 1 ? Math.ceil(values.length / 8) : values.length;
  const bytes = new Uint8Array(size + (size % 2));
  values.forEach((value, at) => {
    if (bits === 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (value << (at & 7));
    else bytes[at] = value;
  });
  return bytes;
}

const even = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, new Uint8Array(bytes.length % 2)]);

function stored(syntax: string, bits: number, fragments: Uint8Array[], frame: number): Promise<number[]> {
  const file = Uint8Array.from(writeDicom({ elements: header(bits), syntax, fragments }));
  return decodeStored(parseDicom(file), frame).then(({ values }) => Array.from(values));
}

test.each([1, 8, 16])("frames of %i bits come back, encapsulated as they are and deflated", async (bits) => {
  const plain = Array.from({ length: frames }, (_, frame) => frameBytes(bits, frame));
  const smaller = plain.map((bytes) => even(deflateRawSync(bytes)));
  for (let frame = 0; frame < frames; frame++) {
    expect(await stored(encapsulated, bits, plain, frame)).toEqual(frameOf(bits, frame));
    expect(await stored(deflated, bits, smaller, frame)).toEqual(frameOf(bits, frame));
  }
});

test("a deflated frame that is cut, too long or no such thing is refused", async () => {
  const whole = deflateRawSync(frameBytes(16, 0));
  const refused = (frame: Uint8Array): Promise<void> =>
    expect(stored(deflated, 16, [frame], 0)).rejects.toMatchObject({ code: "intake/broken-file" });
  await refused(even(whole.subarray(0, 20)));
  await refused(even(deflateRawSync(new Uint8Array(1_000_000))));
  await refused(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
  await refused(even(deflateRawSync(frameBytes(16, 0).subarray(0, 40))));
});

test("an encapsulated frame that is too short is refused", async () => {
  const short = frameBytes(16, 0).subarray(0, 60);
  await expect(stored(encapsulated, 16, [short], 0)).rejects.toMatchObject({ code: "intake/broken-file" });
});
