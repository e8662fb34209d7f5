import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { LightboxError } from "../../../src-preload/contract/errors.ts";
import { decodeBytes } from "../../../src-main/intake/decode-film.ts";
import { refusalOf } from "../../../src-main/intake/refusal.ts";
import { expectSameFilm } from "../../support/deep-film.ts";
import { imageElements, wordPixels, writeDicom } from "../../support/dicom-file.ts";
import type { TestElement, TestFile, TestImage } from "../../support/dicom-file.ts";
import { encodeLosslessJpeg } from "../../support/lossless-jpeg.ts";

const small: TestImage = { rows: 4, columns: 4, allocated: 16 };
const ramp = Array.from({ length: 16 }, (_, index) => index);

async function refusalFor(file: TestFile | Uint8Array<ArrayBuffer>): Promise<LightboxError> {
  const bytes = file instanceof Uint8Array ? file : writeDicom(file);
  const outcome = await decodeBytes(bytes, "film.dcm").catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(LightboxError);
  return outcome as LightboxError;
}

function image(change: Partial<TestImage>, pixels: TestElement = wordPixels(ramp)): TestFile {
  return { elements: [...imageElements({ ...small, ...change }), pixels] };
}

describe("refusals say what is wrong", () => {
  test("pixels that are cut short, empty or missing", async () => {
    expect(await refusalFor(image({}, wordPixels([1, 2])))).toMatchObject({
      code: "intake/broken-file",
      message: "the pixel data is cut short: 4 of 32 bytes are there.",
    });
    expect((await refusalFor(image({}, wordPixels([])))).message).toMatch(/empty/);
    expect((await refusalFor({ elements: imageElements(small) })).message).toMatch(/holds no pixel data/);
  });

  test("halved colour that is not three samples of 8 bits", async () => {
    const halved = { photometric: "YBR_FULL_422", allocated: 8 };
    const enough = wordPixels([...ramp, ...ramp, ...ramp]);
    for (const change of [{ samples: 1 }, { samples: 3, allocated: 16 }]) {
      expect(await refusalFor(image({ ...halved, ...change }, enough))).toMatchObject({
        code: "intake/unsupported-pixels",
        message: expect.stringMatching(/YBR_FULL_422/) as string,
      });
    }
  });

  test("a JPEG in a few bytes that claims a huge film, in header and stream alike", async () => {
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: "grey" } })
      .jpeg()
      .toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(14_000, frame + 5);
    jpeg.writeUInt16BE(14_000, frame + 7);
    const claim = { rows: 14_000, columns: 14_000, allocated: 8, samples: 3, photometric: "YBR_FULL_422" };
    const syntax = "1.2.840.10008.1.2.4.50";
    const film = { elements: imageElements(claim), syntax, fragments: [jpeg] };
    expect(await refusalFor(film)).toMatchObject({
      code: "intake/broken-file",
      message: expect.stringMatching(/claims 14000 × 14000 pixels/) as string,
    });
  });

  test("absurd and missing sizes", async () => {
    expect((await refusalFor(image({ rows: 65535, columns: 65535 }))).code).toBe("intake/too-large");
    expect((await refusalFor(image({ rows: 0 }))).code).toBe("intake/broken-file");
    expect((await refusalFor(image({ rows: 14_000, columns: 14_000 }))).message).toMatch(/cut short/);
  });

  test("pixels of kinds that are not read", async () => {
    expect((await refusalFor(image({ allocated: 12 }))).code).toBe("intake/unsupported-pixels");
    expect((await refusalFor(image({ samples: 4 }))).code).toBe("intake/unsupported-pixels");
    expect((await refusalFor(image({ photometric: "CMYK" }))).code).toBe("intake/unsupported-pixels");
    expect((await refusalFor(image({ stored: 17 }))).code).toBe("intake/broken-file");
  });

  test("a compression that is not decoded is named in words", async () => {
    const fragments = [Uint8Array.of(0xff, 0x4f)];
    const syntax = "1.2.840.10008.1.2.4.110";
    expect(await refusalFor({ elements: imageElements(small), syntax, fragments })).toMatchObject({
      code: "intake/unsupported-transfer-syntax",
      message: "the pixels are stored as JPEG XL lossless, which Lightbox cannot decode yet.",
    });
    const unknown = await refusalFor({ elements: imageElements(small), syntax: "1.2.3", fragments });
    expect(unknown.message).toContain("unknown transfer syntax 1.2.3");
  });

  test("objects without a picture are named in words", async () => {
    const report: TestElement[] = [[0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.33"]];
    expect(await refusalFor({ elements: report })).toMatchObject({
      code: "intake/not-an-image",
      message: "this is a structured report, not an image.",
    });
  });

  test("the door puts the file's name in front", () => {
    const named = refusalOf("film.dcm", new LightboxError("intake/broken-file", "it is torn.", "Mend it."));
    expect(named).toMatchObject({ code: "intake/broken-file", message: "film.dcm: it is torn.", remedy: "Mend it." });
  });
});

describe("no damage does more than refuse a file", () => {
  const lut: TestElement[] = [
    [0x00283010, "SQ", [[[0x00283002, "US", [16, 0, 16]] as const, [0x00283006, "US", ramp] as const]]],
    [0x00280120, "US", 3],
  ];
  const lossless = encodeLosslessJpeg({ ...small, components: 1, precision: 12, predictor: 4, values: ramp });
  const rle = Uint8Array.from([
    2,
    0,
    0,
    0,
    64,
    0,
    0,
    0,
    66,
    0,
    0,
    0,
    ...new Array<number>(52).fill(0),
    241,
    0,
    15,
    ...ramp,
  ]);
  const palette: TestElement[] = [1, 2, 3].flatMap((channel): TestElement[] => [
    [0x00281100 + channel, "US", [16, 0, 16]],
    [0x00281220 + channel, "OW", [0, 2, 0, 9, 1, 14, 65535]],
  ]);
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    native: writeDicom({ elements: [...imageElements(small, lut), wordPixels(ramp)] }),
    implicit: writeDicom({ elements: [...imageElements(small, lut), wordPixels(ramp)], syntax: "1.2.840.10008.1.2" }),
    rle: writeDicom({ elements: imageElements(small), syntax: "1.2.840.10008.1.2.5", fragments: [rle] }),
    lossless: writeDicom({
      elements: imageElements({ ...small, stored: 12 }),
      syntax: "1.2.840.10008.1.2.4.70",
      fragments: [lossless],
    }),
    palette: writeDicom({
      elements: [...imageElements({ ...small, photometric: "PALETTE COLOR" }, palette), wordPixels(ramp)],
    }),
  };

  test.each(Object.keys(files))("%s: whole, it is read", async (name) => {
    const film = await decodeBytes(files[name] as Uint8Array<ArrayBuffer>, "film");
    expect(film.radiograph().pixels).toHaveLength(16);
  });

  test.each(Object.keys(files))("%s: cut or changed anywhere, it is read or refused", async (name) => {
    const whole = files[name] as Uint8Array<ArrayBuffer>;
    const damage = fc.record({
      length: fc.integer({ min: 0, max: whole.length }),
      changes: fc.array(fc.tuple(fc.integer({ min: 128, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 })), {
        maxLength: 6,
      }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ length, changes }) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        const cut = bytes.slice(0, changes.length === 0 ? length : Math.max(length, 200));
        try {
          const film = await decodeBytes(cut, "film");
          expectSameFilm(film.deep(), film.radiograph());
        } catch (error) {
          if (!(error instanceof LightboxError)) throw error;
          expect(error.code).toMatch(/^intake\//);
          expect(error.remedy).not.toBe("");
        }
      }),
      { numRuns: 400 },
    );
  });
});
