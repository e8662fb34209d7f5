import fc from "fast-check";
import { expect, test } from "vitest";
import {
  countSmaller,
  packCode,
  packHistogram,
  packPosting,
  unpackCode,
  unpackHead,
  unpackHistogram,
  unpackPosting,
  unpackVector,
} from "../../../src-main/store/packed.ts";

const activation = fc.float({ min: Math.fround(-65504), max: Math.fround(65504), noNaN: true });
const pairs = (largest: number): fc.Arbitrary<[number, number][]> =>
  fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: largest }), activation), {
    selector: ([key]) => key,
    maxLength: 80,
  });

/** The oracle: a plain sort of pairs, falling by value, then rising by key. */
function ordered(given: readonly [number, number][]): [number, number][] {
  return given.toSorted(([a, x], [b, y]) => y - x || a - b);
}

/** Half of float16's spacing at this magnitude: 2^-11 relative, 2^-25 absolute below the normal range. */
function roundingOf(value: number): number {
  return Math.max(2 ** -25, Math.abs(value) * 2 ** -11);
}

test("a code comes back in falling order, values within float16 rounding", () => {
  fc.assert(
    fc.property(pairs(65535), (given) => {
      const blob = packCode(
        Uint16Array.from(given, ([key]) => key),
        Float32Array.from(given, ([, value]) => value),
      );
      expect(blob.byteLength).toBe(4 * given.length);
      const back = unpackCode(blob);
      const wanted = ordered(given);
      expect(Array.from(back.indices)).toEqual(wanted.map(([key]) => key));
      wanted.forEach(([, value], place) => {
        expect(Math.abs((back.values[place] ?? NaN) - value)).toBeLessThanOrEqual(roundingOf(value));
      });
    }),
  );
});

test("a posting list comes back in falling order, with ids of 32 bits", () => {
  fc.assert(
    fc.property(pairs(0xffffffff), (given) => {
      const blob = packPosting(
        Uint32Array.from(given, ([key]) => key),
        Float32Array.from(given, ([, value]) => value),
      );
      expect(blob.byteLength).toBe(6 * given.length);
      const back = unpackPosting(blob);
      expect(Array.from(back.images)).toEqual(ordered(given).map(([key]) => key));
      expect(back.values.every((value, place) => place === 0 || value <= (back.values[place - 1] ?? NaN))).toBe(true);
    }),
  );
});

test("the bytes are those of the format: keys first, then halves, little-endian", () => {
  const code = packCode(Uint16Array.of(7, 300), Float32Array.of(1, 2));
  // 300 = 0x012c; float16 2 = 0x4000, 1 = 0x3c00.
  expect(Array.from(code)).toEqual([0x2c, 0x01, 0x07, 0x00, 0x00, 0x40, 0x00, 0x3c]);
  const posting = packPosting(Uint32Array.of(0x01020304), Float32Array.of(-0.5));
  expect(Array.from(posting)).toEqual([4, 3, 2, 1, 0x00, 0xb8]);
});

test("a blob is read from any address, also out of a Buffer", () => {
  const code = packCode(Uint16Array.of(5, 6, 7), Float32Array.of(3, 2, 1));
  const shifted = Buffer.concat([Buffer.of(9), code]).subarray(1);
  expect(Array.from(unpackCode(shifted).indices)).toEqual([5, 6, 7]);
  const vector = Buffer.concat([Buffer.of(9), Buffer.from(Float32Array.of(1.5, -2).buffer)]).subarray(1);
  expect(Array.from(unpackVector(vector))).toEqual([1.5, -2]);
  // Writing to the result must not reach the source.
  unpackVector(vector).fill(0);
  expect(vector.readFloatLE(0)).toBe(1.5);
});

test("a blob of a length that no list has is refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (blob) => {
      const refused = expect.objectContaining({ code: "store/corrupt" }) as unknown;
      if (blob.length % 4 !== 0) expect(() => unpackCode(blob)).toThrow(refused);
      else expect(unpackCode(blob).indices.length).toBe(blob.length / 4);
      if (blob.length % 6 !== 0) expect(() => unpackPosting(blob)).toThrow(refused);
      else expect(unpackPosting(blob).images.length).toBe(blob.length / 6);
    }),
  );
  expect(() => unpackHead(new Uint8Array(8), new Uint8Array(2))).toThrow(/bytes/);
});

test.each([NaN, Infinity, -Infinity, 65505, 1e9])("an activation of %d is refused, not bent", (value) => {
  const refused = expect.objectContaining({ code: "compute/failed" }) as unknown;
  expect(() => packCode(Uint16Array.of(0), Float32Array.of(value))).toThrow(refused);
});

test("a histogram comes back as it was, also from the middle of a larger array", () => {
  const counts = Uint32Array.of(9, 1, 0, 2 ** 32 - 1, 9).subarray(1, 4);
  expect(packHistogram(counts)).toHaveLength(12);
  expect(unpackHistogram(packHistogram(counts))).toEqual(Uint32Array.of(1, 0, 2 ** 32 - 1));
  expect(() => unpackHistogram(new Uint8Array(7))).toThrow(/A stored histogram has 7 bytes/);
});

test("keys and values of different number are refused", () => {
  expect(() => packCode(Uint16Array.of(1, 2), Float32Array.of(1))).toThrow(RangeError);
});

test("countSmaller counts what a plain filter counts, in float16", () => {
  fc.assert(
    fc.property(fc.array(activation, { maxLength: 60 }), activation, (values, limit) => {
      const sorted = new Float16Array(Float32Array.from(values).sort().reverse());
      const wanted = Array.from(sorted).filter((value) => value < Math.f16round(limit)).length;
      expect(countSmaller(new Uint8Array(sorted.buffer), limit)).toBe(wanted);
    }),
  );
});

test("an image is never smaller than itself, although its activation was rounded down", () => {
  const activationOfImage = Math.fround(1.0004);
  const stored = new Float16Array([activationOfImage]);
  expect(stored[0]).toBeLessThan(activationOfImage);
  expect(countSmaller(new Uint8Array(stored.buffer), activationOfImage)).toBe(0);
});
