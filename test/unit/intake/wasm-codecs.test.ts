import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { decodeJpegLs } from "../../../src-main/intake/dicom/jpeg-ls.ts";
import { decodeJpeg2000 } from "../../../src-main/intake/dicom/jpeg2000.ts";
import type { PixelFormat } from "../../../src-main/intake/dicom/pixel-format.ts";
import { encodeWith } from "../../support/wasm-encoders.ts";
import type { Picture } from "../../support/wasm-encoders.ts";

const codecs = ["jpeg-ls", "jpeg-2000", "htj2k"] as const;
type Codec = (typeof codecs)[number];
const decodeWith = (codec: Codec): typeof decodeJpegLs => (codec === "jpeg-ls" ? decodeJpegLs : decodeJpeg2000);

function formatOf(picture: Picture, change: Partial<PixelFormat> = {}): PixelFormat {
  const { rows, columns, components, precision, signed } = picture;
  return {
    ...{ rows, columns, samples: components, signed, planar: false, frames: 1 },
    ...{ bitsAllocated: precision > 8 ? 16 : 8, bitsStored: precision, highBit: precision - 1 },
    photometric: components === 3 ? "RGB" : "MONOCHROME2",
    ...change,
  };
}

const picture = (of: Partial<Picture> = {}): Picture => {
  const base = { rows: 9, columns: 11, components: 1, precision: 12, signed: false, ...of } as const;
  const least = base.signed ? -(2 ** (base.precision - 1)) : 0;
  const length = base.rows * base.columns * base.components;
  const values = Array.from({ length }, (_, index) => least + ((index * 719) % 2 ** base.precision));
  return { values, ...base };
};

function anyPicture(codec: Codec): fc.Arbitrary<Picture> {
  return fc
    .record({
      rows: fc.integer({ min: 4, max: 20 }),
      columns: fc.integer({ min: 4, max: 20 }),
      precision: fc.integer({ min: codec === "jpeg-ls" ? 2 : 1, max: 16 }),
      components: fc.constantFrom<1 | 3>(1, 3),
      // The encoders take no negative values of one byte; JPEG-LS knows no sign at all.
      signed: fc.boolean(),
    })
    .map((shape) => ({
      ...shape,
      signed: shape.signed && codec !== "jpeg-ls" && shape.precision > 8,
      components: codec !== "jpeg-ls" && shape.precision > 8 ? (1 as const) : shape.components,
    }))
    .chain((shape) => {
      const least = shape.signed ? -(2 ** (shape.precision - 1)) : 0;
      const length = shape.rows * shape.columns * shape.components;
      const value = fc.integer({ min: least, max: least + 2 ** shape.precision - 1 });
      return fc.array(value, { minLength: length, maxLength: length }).map((values) => ({ ...shape, values }));
    });
}

describe.each(codecs)("%s", (codec) => {
  const decode = decodeWith(codec);

  test("gives the values back that were coded (property)", async () => {
    await fc.assert(
      fc.asyncProperty(anyPicture(codec), fc.constantFrom(0, 1, 2), async (any, interleave) => {
        const decoded = await decode(await encodeWith(codec, any, interleave), formatOf(any));
        expect(Array.from(decoded.values)).toEqual(any.values);
        expect(decoded).toMatchObject({ bits: any.precision, signed: any.signed });
      }),
      { numRuns: 100 },
    );
  });

  test("a stream that is not the picture of the header is refused before it is decoded", async () => {
    const stream = await encodeWith(codec, picture());
    const refused = async (change: Partial<PixelFormat>): Promise<string> => {
      const outcome = await decode(stream, formatOf(picture(), change)).catch((error: unknown) => error);
      return outcome instanceof LightboxError ? `${outcome.code} ${outcome.message}` : "";
    };
    expect(await refused({ rows: 10 })).toMatch(/^intake\/broken-file .*11 × 10 pixels.*11 × 9/);
    expect(await refused({ columns: 12 })).toMatch(/^intake\/broken-file .*12 × 9/);
    expect(await refused({ samples: 3 })).toMatch(/^intake\/broken-file .*1 instead of 3/);
    expect(await refused({ bitsAllocated: 8, bitsStored: 8, highBit: 7 })).toMatch(/^intake\/broken-file .*12 where 8/);
  });

  test("a header that says the other sign is followed, in two's complement", async () => {
    const own = picture();
    const stream = await encodeWith(codec, own);
    const signed = await decode(stream, formatOf(own, { signed: true }));
    expect(Array.from(signed.values)).toEqual(own.values.map((value) => (value >= 2048 ? value - 4096 : value)));
  });

  test("bits beyond Bits Stored are cut off, as in uncompressed films (PS3.5 8.1.1)", async () => {
    const own = picture({ precision: 16 });
    const stream = await encodeWith(codec, own);
    const decoded = await decode(stream, formatOf(own, { bitsStored: 12, highBit: 11 }));
    expect(Array.from(decoded.values)).toEqual(own.values.map((value) => value & 4095));
  });

  test("a stream that is cut within its picture is refused", async () => {
    const own = picture({ rows: 16, columns: 16 });
    const stream = await encodeWith(codec, own);
    for (let length = 0; length < stream.length - 4; length += 7) {
      await expect(decode(stream.subarray(0, length), formatOf(own))).rejects.toMatchObject({
        code: "intake/broken-file",
      });
    }
  });

  test("whatever is damaged, a film is read or refused, and the next one is read (property)", async () => {
    const own = picture({ rows: 16, columns: 16 });
    const stream = await encodeWith(codec, own);
    const change = fc.tuple(fc.nat(stream.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(stream.length),
        async (changes, cut) => {
          const damaged = Uint8Array.from(stream);
          for (const [at, value] of changes) damaged[at] = value;
          const outcome: unknown = await decode(damaged.subarray(0, cut), formatOf(own)).catch(
            (error: unknown) => error,
          );
          if (outcome instanceof Error) expect(outcome).toMatchObject({ code: /^intake\// });
          const sound = await decode(stream, formatOf(own));
          expect(sound.values.length).toBe(256);
        },
      ),
      { numRuns: 60 },
    );
    expect(Array.from((await decode(stream, formatOf(own))).values)).toEqual(own.values);
  });
});

describe("JPEG 2000", () => {
  /** The byte of the first component's sign and precision. */
  const depthAt = 42;

  test("negative values of 8 bits are not cut off", async () => {
    const unsigned = picture({ precision: 8 });
    const values = unsigned.values.map((value) => value - 128);
    for (const codec of ["jpeg-2000", "htj2k"] as const) {
      // Without loss, a signed stream is the unsigned one of values moved up by half the range (T.800 G.1).
      const stream = await encodeWith(codec, unsigned);
      expect(stream[depthAt]).toBe(7);
      stream[depthAt] = 0x87;
      const decoded = await decodeJpeg2000(stream, formatOf(unsigned, { signed: true }));
      expect(Array.from(decoded.values)).toEqual(values);
    }
  });

  test("is found inside the boxes of a JP2 file", async () => {
    const own = picture();
    const stream = await encodeWith("jpeg-2000", own);
    const box = (type: string, body: Uint8Array, length = body.length + 8): Buffer => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(length);
      head.write(type, 4, "latin1");
      return Buffer.concat([head, body]);
    };
    const signature = box("jP  ", Buffer.from("\r\n\x87\n", "latin1"));
    const brand = box("ftyp", Buffer.from("jp2 \0\0\0\0jp2 ", "latin1"));
    const wide = Buffer.alloc(8);
    wide.writeBigUInt64BE(BigInt(stream.length + 16));
    const endings = [box("jp2c", stream), box("jp2c", stream, 0), box("jp2c", Buffer.concat([wide, stream]), 1)];
    for (const ending of endings) {
      const file = Uint8Array.from(Buffer.concat([signature, brand, ending]));
      expect(Array.from((await decodeJpeg2000(file, formatOf(own))).values)).toEqual(own.values);
    }
    const empty = Uint8Array.from(Buffer.concat([signature, brand]));
    await expect(decodeJpeg2000(empty, formatOf(own))).rejects.toThrow(/no readable JPEG 2000/);
  });

  test("subsampled and shifted components, and deep colours that the codec cannot give, are refused", async () => {
    const own = picture();
    const stream = await encodeWith("jpeg-2000", own);
    const changed = (at: number, value: number): Uint8Array => {
      const copy = Uint8Array.from(stream);
      copy[at] = value;
      return copy;
    };
    await expect(decodeJpeg2000(changed(depthAt + 1, 2), formatOf(own))).rejects.toThrow(/subsampled or shifted/);
    // XOsiz, and Xsiz moved along with it.
    const shifted = changed(19, 1);
    shifted[11] = 12;
    await expect(decodeJpeg2000(shifted, formatOf(own))).rejects.toThrow(/subsampled or shifted/);
    await expect(decodeJpeg2000(changed(depthAt, 16), formatOf(own))).rejects.toThrow(/17 bits is not read/);
    const colour = picture({ components: 3, precision: 8 });
    const deep = await encodeWith("jpeg-2000", colour);
    for (const component of [0, 1, 2]) deep[depthAt + 3 * component] = 11;
    const format = formatOf(colour, { bitsAllocated: 16, bitsStored: 12, highBit: 11 });
    await expect(decodeJpeg2000(deep, format)).rejects.toThrow(/more than 8 bits/);
  });

  test("what its colours mean is said by the stream, not by the header", async () => {
    const own = picture({ components: 3, precision: 8 });
    const stream = await encodeWith("htj2k", own);
    const meaning = async (photometric: string): Promise<string> =>
      (await decodeJpeg2000(stream, formatOf(own, { photometric }))).photometric;
    expect(await Promise.all(["RGB", "YBR_RCT", "YBR_ICT"].map(meaning))).toEqual(["RGB", "RGB", "RGB"]);
  });
});

test.each(["jpeg-2000", "htj2k"] as const)(
  "%s: a huge picture in a few bytes is refused before it is unpacked",
  async (codec) => {
    const stream = Uint8Array.from(await encodeWith(codec, picture()));
    const view = new DataView(stream.buffer);
    // Width and height of the picture, then of its tiles (SIZ, T.800 A.5.1).
    for (const at of [8, 12, 24, 28]) view.setUint32(at, 14_000);
    const format = formatOf(picture({ values: [] }), { rows: 14_000, columns: 14_000 });
    await expect(decodeJpeg2000(stream, format)).rejects.toThrow(/all but empty: it claims 14000 × 14000 pixels/);
  },
);
