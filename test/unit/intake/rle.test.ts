import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRle, unpackBits } from "../../../src-main/intake/dicom/rle.ts";
import type { PixelFormat } from "../../../src-main/intake/dicom/pixel-format.ts";

/** PackBits as a sender may write it: runs of equal bytes, else literals (PS3.5 G.3.1). */
function packBits(bytes: Uint8Array): number[] {
  const out: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    let run = 1;
    while (run < 128 && at + run < bytes.length && bytes[at + run] === bytes[at]) run += 1;
    if (run > 1) {
      out.push(257 - run, bytes[at] as number);
      at += run;
    } else {
      let end = at + 1;
      while (end < bytes.length && end - at < 128 && bytes[end] !== bytes[end - 1]) end += 1;
      out.push(end - at - 1, ...bytes.subarray(at, end));
      at = end;
    }
  }
  return out;
}

function encodeFrame(planes: readonly Uint8Array[]): Uint8Array {
  const segments = planes.map((plane) => packBits(plane));
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  let offset = 64;
  segments.forEach((segment, index) => {
    header.setUint32(4 + 4 * index, offset, true);
    offset += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

const base: PixelFormat = {
  rows: 1,
  columns: 1,
  samples: 1,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  signed: false,
  photometric: "MONOCHROME2",
  planar: false,
  frames: 1,
};

test("what was packed is unpacked, runs and literals of any length", () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 600 }), fc.array(fc.constantFrom(0, 1), { maxLength: 600 }));
  fc.assert(
    fc.property(bytes, (list) => {
      const plain = Uint8Array.from(list);
      const plane = new Uint8Array(plain.length);
      expect(unpackBits(Uint8Array.from(packBits(plain)), plane)).toBe(plain.length);
      expect(plane).toEqual(plain);
    }),
  );
});

test("16-bit values come back from their two byte planes", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 1, maxLength: 200 }), (values) => {
      const planes = [Uint8Array.from(values, (value) => value >> 8), Uint8Array.from(values, (value) => value & 255)];
      const decoded = decodeRle(encodeFrame(planes), { ...base, columns: values.length });
      expect(Array.from(decoded.values)).toEqual(values);
    }),
  );
});

test("colour planes are interleaved", () => {
  const planes = [Uint8Array.of(1, 2), Uint8Array.of(3, 4), Uint8Array.of(5, 6)];
  const format = { ...base, columns: 2, samples: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7 } as const;
  expect(Array.from(decodeRle(encodeFrame(planes), format).values)).toEqual([1, 3, 5, 2, 4, 6]);
});

test("a claim that the bytes cannot fill is refused, without taking the memory for it", () => {
  const frame = encodeFrame([Uint8Array.of(1), Uint8Array.of(2)]);
  expect(() => decodeRle(frame, { ...base, rows: 14_000, columns: 14_000 })).toThrow(/cut short/);
  expect(() => decodeRle(frame.subarray(0, 30), base)).toThrow(/header is cut short/);
  expect(() => decodeRle(frame, { ...base, samples: 3 })).toThrow(/2 run-length segments instead of 6/);
});
