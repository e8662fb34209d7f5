import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { inverseDct } from "../../../src-main/intake/dicom/inverse-dct.ts";
import { decodeJpegDct } from "../../../src-main/intake/dicom/jpeg-dct.ts";
import { readJpegHeader } from "../../../src-main/intake/dicom/jpeg-header.ts";
import { decodeJpeg } from "../../../src-main/intake/dicom/jpeg.ts";
import type { PixelFormat } from "../../../src-main/intake/dicom/pixel-format.ts";
import type { StoredPixels } from "../../../src-main/intake/dicom/stored.ts";
import { encodeDctJpeg } from "../../support/dct-jpeg.ts";
import type { DctImage } from "../../support/dct-jpeg.ts";

type Shape = Pick<DctImage, "rows" | "columns" | "components" | "precision">;

function formatOf({ rows, columns, components, precision }: Shape, change: Partial<PixelFormat> = {}): PixelFormat {
  return {
    ...{ rows, columns, samples: components, signed: false, planar: false, frames: 1 },
    ...{ bitsAllocated: precision > 8 ? 16 : 8, bitsStored: precision, highBit: precision - 1 },
    photometric: components === 3 ? "YBR_FULL" : "MONOCHROME2",
    ...change,
  };
}

function decode(bytes: Uint8Array, format: PixelFormat): StoredPixels {
  const header = readJpegHeader(bytes);
  if (header === undefined) throw new Error("the test stream has no header");
  return decodeJpegDct(bytes, header, format);
}

function furthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Array.from(actual).reduce((most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? 0))), 0);
}

const anyImage = fc
  .record({
    rows: fc.integer({ min: 1, max: 20 }),
    columns: fc.integer({ min: 1, max: 20 }),
    components: fc.constantFrom<1 | 3>(1, 3),
    precision: fc.constantFrom<8 | 12>(8, 12),
    restart: fc.integer({ min: 0, max: 3 }),
    separate: fc.boolean(),
    wide: fc.boolean(),
  })
  .chain((shape) => {
    const length = shape.rows * shape.columns * shape.components;
    const values = fc.array(fc.integer({ min: 0, max: 2 ** shape.precision - 1 }), {
      minLength: length,
      maxLength: length,
    });
    return values.map((given): DctImage => ({ ...shape, values: given }));
  });

test("values come back to what rounded coefficients leave of them, in 8 and 12 bits (property)", () => {
  fc.assert(
    fc.property(anyImage, (image) => {
      const decoded = decode(encodeDctJpeg(image), formatOf(image));
      // 64 coefficients, each off by half at most and weighed by a quarter: seldom above 2.
      expect(furthest(decoded.values, image.values)).toBeLessThanOrEqual(3);
      expect(decoded.photometric).toBe(image.components === 3 ? "YBR_FULL" : "MONOCHROME2");
    }),
    { numRuns: 60 },
  );
});

test.each([30, 75, 100])("greys of quality %i are those of libjpeg, bit by bit", async (quality) => {
  const [columns, rows] = [45, 37];
  const pixels = Uint8Array.from({ length: columns * rows }, (_, at) => (at * at * 31 + (at % columns) * 7) % 256);
  const raw = { raw: { width: columns, height: rows, channels: 1 as const } };
  const bytes = await sharp(pixels, raw).toColourspace("b-w").jpeg({ quality, progressive: false }).toBuffer();
  const expected = await sharp(bytes).toColourspace("b-w").raw().toBuffer();
  const decoded = decode(bytes, formatOf({ rows, columns, components: 1, precision: 8 }));
  expect(Buffer.from(decoded.values as Uint8Array).equals(expected)).toBe(true);
});

test("the inverse DCT is that of T.81 A.3.3 within a half and a little (property)", () => {
  const coefficient = fc.integer({ min: -600, max: 600 });
  fc.assert(
    fc.property(fc.array(coefficient, { minLength: 64, maxLength: 64 }), fc.constantFrom(8, 12), (given, precision) => {
      const block = Int32Array.from(given);
      inverseDct(block, precision);
      const exact = Array.from({ length: 64 }, (_, at) =>
        given.reduce((sum, value, index) => {
          const [v, u] = [index >> 3, index & 7];
          const wave = (place: number, frequency: number): number =>
            Math.cos(((2 * place + 1) * frequency * Math.PI) / 16) * (frequency === 0 ? Math.SQRT1_2 : 1);
          return sum + (value * wave(at >> 3, v) * wave(at & 7, u)) / 4;
        }, 0),
      );
      expect(furthest(block, exact)).toBeLessThan(1);
    }),
  );
});

const ramp: DctImage = {
  ...{ rows: 16, columns: 16, components: 1, precision: 12, restart: 0, separate: false, wide: false },
  values: Array.from({ length: 256 }, (_, at) => (at * 977) % 4096),
};

test("12 bits go through the decoder of DICOM's JPEG; values beyond Bits Stored are held at its end", async () => {
  const bytes = encodeDctJpeg(ramp);
  const own = await decodeJpeg(bytes, formatOf(ramp));
  expect(furthest(own.values, ramp.values)).toBeLessThanOrEqual(3);
  const narrow = await decodeJpeg(bytes, formatOf(ramp, { bitsStored: 10, highBit: 9 }));
  expect(Array.from(narrow.values)).toEqual(Array.from(own.values, (value) => Math.min(value, 1023)));
});

test("what it does not read, and streams that are cut, are refused", () => {
  const bytes = encodeDctJpeg(ramp);
  for (let length = 100; length < bytes.length - 4; length += 3) {
    expect(() => decode(bytes.subarray(0, length), formatOf(ramp))).toThrow(/JPEG stream is broken/);
  }
  const colour = encodeDctJpeg({ ...ramp, components: 3, rows: 8, columns: 8, values: new Uint16Array(192) });
  const sampling = colour.indexOf(0xc1) + 10;
  colour[sampling] = 0x22;
  expect(() => decode(colour, formatOf({ ...ramp, components: 3, rows: 8, columns: 8 }))).toThrow(/subsampled colour/);
  expect(() => decode(bytes, formatOf(ramp, { bitsAllocated: 8, bitsStored: 8 }))).toThrow(/more bits/);
});

test("damage is read or refused, nothing else (property)", () => {
  const bytes = encodeDctJpeg(ramp);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      (changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, value] of changes) damaged[at] = value;
        const header = readJpegHeader(damaged);
        if (header === undefined) return;
        try {
          expect(decodeJpegDct(damaged, header, formatOf(ramp)).values.length).toBe(256);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^intake\//) as string });
        }
      },
    ),
    { numRuns: 500 },
  );
});
