import fc from "fast-check";
import sharp from "sharp";
import type { Sharp } from "sharp";
import { expect, test } from "vitest";
import { decodeJpegDct } from "../../../src-main/intake/dicom/jpeg-dct.ts";
import { readJpegHeader } from "../../../src-main/intake/dicom/jpeg-header.ts";
import type { PixelFormat } from "../../../src-main/intake/dicom/pixel-format.ts";
import type { StoredPixels } from "../../../src-main/intake/dicom/stored.ts";

const format: PixelFormat = {
  ...{ rows: 37, columns: 45, samples: 1, signed: false, planar: false, frames: 1, photometric: "MONOCHROME2" },
  ...{ bitsAllocated: 8, bitsStored: 8, highBit: 7 },
};

/** Smooth and noisy parts, so that bands end early in some blocks and late in others. */
const grey = (index: number): number => {
  const [row, column] = [Math.floor(index / format.columns), index % format.columns];
  const noise = column > 24 ? (index * index * 31) % 97 : 0;
  return Math.min(255, Math.round(90 + 80 * Math.sin(row / 7) * Math.cos(column / 9)) + noise);
};

function film(channels: 1 | 3): Sharp {
  const { rows, columns } = format;
  const pixels = Uint8Array.from({ length: rows * columns * channels }, (_, at) =>
    channels === 1 ? grey(at) : (grey(Math.floor(at / 3)) + (at % 3) * 40) % 256,
  );
  const picture = sharp(pixels, { raw: { width: columns, height: rows, channels } });
  return channels === 1 ? picture.toColourspace("b-w") : picture;
}

function decode(bytes: Uint8Array, change: Partial<PixelFormat> = {}): StoredPixels {
  const header = readJpegHeader(bytes);
  if (header === undefined) throw new Error("the test stream has no header");
  expect(header.process).toBe(2);
  return decodeJpegDct(bytes, header, { ...format, ...change });
}

test.each([
  [20, false],
  [75, false],
  [75, true],
  [100, true],
])("greys of quality %i, scans optimised: %s, are those of libjpeg, bit by bit", async (quality, optimiseScans) => {
  const options = { quality, progressive: true, optimiseScans };
  const bytes = await film(1).jpeg(options).toBuffer();
  const expected = await sharp(bytes).toColourspace("b-w").raw().toBuffer();
  expect(Buffer.from(decode(bytes).values as Uint8Array).equals(expected)).toBe(true);
});

test("of colours, each component is that of its sequential twin", async () => {
  const options = { quality: 90, chromaSubsampling: "4:4:4" } as const;
  const [progressive, sequential] = await Promise.all(
    [true, false].map((wanted) =>
      film(3)
        .jpeg({ ...options, progressive: wanted })
        .toBuffer(),
    ),
  );
  const colours = { samples: 3, photometric: "YBR_FULL" } as const;
  const header = readJpegHeader(sequential ?? new Uint8Array());
  if (sequential === undefined || progressive === undefined || header === undefined) throw new Error("not made");
  const twin = decodeJpegDct(sequential, header, { ...format, ...colours });
  expect(decode(progressive, colours).values).toEqual(twin.values);
});

test("streams that are cut are refused where a scan is missing, and damage is read or refused (property)", async () => {
  const bytes = Uint8Array.from(await film(1).jpeg({ quality: 60, progressive: true }).toBuffer());
  const firstScan = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
  for (let length = firstScan; length < firstScan + 20; length++) {
    expect(() => decode(bytes.subarray(0, length))).toThrow(/JPEG stream is broken/);
  }
  const places = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 5 }), (changes) => {
      const damaged = Uint8Array.from(bytes);
      for (const [at, value] of changes) damaged[at] = value;
      const header = readJpegHeader(damaged);
      if (header === undefined) return;
      try {
        expect(decodeJpegDct(damaged, header, format).values.length).toBe(format.rows * format.columns);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^intake\//) as string });
      }
    }),
    { numRuns: 500 },
  );
});
