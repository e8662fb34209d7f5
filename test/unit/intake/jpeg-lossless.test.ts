import fc from "fast-check";
import { expect, test } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { decodeJpegLossless } from "../../../src-main/intake/dicom/jpeg-lossless.ts";
import type { PixelFormat } from "../../../src-main/intake/dicom/pixel-format.ts";
import { encodeLosslessJpeg } from "../../support/lossless-jpeg.ts";
import type { LosslessImage } from "../../support/lossless-jpeg.ts";

function formatOf(image: LosslessImage): PixelFormat {
  return {
    rows: image.rows,
    columns: image.columns,
    samples: image.components === 3 ? 3 : 1,
    bitsAllocated: image.precision > 8 ? 16 : 8,
    bitsStored: image.precision,
    highBit: image.precision - 1,
    signed: false,
    photometric: image.components === 3 ? "RGB" : "MONOCHROME2",
    planar: false,
    frames: 1,
  };
}

const anyImage = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    components: fc.constantFrom(1, 3),
    precision: fc.integer({ min: 2, max: 16 }),
    predictor: fc.integer({ min: 1, max: 7 }),
    restartRows: fc.integer({ min: 0, max: 3 }),
    separate: fc.boolean(),
  })
  .chain((shape) =>
    fc
      .array(fc.integer({ min: 0, max: 2 ** shape.precision - 1 }), {
        minLength: shape.rows * shape.columns * shape.components,
        maxLength: shape.rows * shape.columns * shape.components,
      })
      .map((values): LosslessImage => ({ ...shape, values })),
  );

test("every predictor, width, colour and restart gives the values back", () => {
  fc.assert(
    fc.property(anyImage, (image) => {
      const decoded = decodeJpegLossless(encodeLosslessJpeg(image), formatOf(image));
      expect(Array.from(decoded.values)).toEqual(Array.from(image.values));
    }),
    { numRuns: 300 },
  );
});

test("a stream that is cut anywhere within its samples is refused", () => {
  const values = Array.from({ length: 64 }, (_, index) => (index * 977) % 4096);
  const image = { rows: 8, columns: 8, components: 1, precision: 12, predictor: 7, values };
  const whole = encodeLosslessJpeg(image);
  for (let length = 0; length < whole.length - 4; length++) {
    expect(() => decodeJpegLossless(whole.subarray(0, length), formatOf(image))).toThrow(/JPEG stream/);
  }
  expect(Array.from(decodeJpegLossless(whole.subarray(0, whole.length - 2), formatOf(image)).values)).toEqual(values);
});

test("a stream that is changed anywhere is decoded or refused, nothing else", () => {
  const values = Array.from({ length: 192 }, (_, index) => (index * 977) % 256);
  const image = { rows: 8, columns: 8, components: 3, precision: 8, predictor: 1, restartRows: 2, values };
  const whole = encodeLosslessJpeg(image);
  const change = fc.tuple(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const changed = whole.slice();
      for (const [at, value] of changes) changed[at] = value;
      try {
        expect(decodeJpegLossless(changed, formatOf(image)).values).toHaveLength(192);
      } catch (error) {
        if (!(error instanceof LightboxError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});
