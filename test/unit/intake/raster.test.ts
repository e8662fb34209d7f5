import sharp from "sharp";
import { expect, test } from "vitest";
import { encodePng, encodeThumbnail } from "../../../src-main/intake/encode-picture.ts";
import { readRaster } from "../../../src-main/intake/raster.ts";

type Raw = { width: number; height: number; channels: 1 | 2 | 3 | 4 };

async function png(values: Uint8Array | Uint16Array, raw: Raw, space = "srgb"): Promise<Uint8Array> {
  return sharp(values, { raw }).toColourspace(space).png().toBuffer();
}

const pixels = async (bytes: Uint8Array, format: "PNG" | "JPEG" = "PNG"): Promise<number[]> =>
  Array.from((await readRaster(bytes, format)).radiograph().pixels);

test("8-bit greys stand as they are, all of them", async () => {
  const greys = Uint8Array.from({ length: 256 }, (_, index) => index);
  expect(await pixels(await png(greys, { width: 16, height: 16, channels: 1 }, "b-w"))).toEqual(Array.from(greys));
});

test("16-bit greys use their full range, 12-bit values in 16 bits theirs", async () => {
  const wide = await png(Uint16Array.of(0, 257, 32768, 65535), { width: 4, height: 1, channels: 1 }, "grey16");
  expect(await pixels(wide)).toEqual([0, 1, 128, 255]);
  const twelve = await png(Uint16Array.of(0, 16, 2048, 4095), { width: 4, height: 1, channels: 1 }, "grey16");
  expect(await pixels(twelve)).toEqual([0, 1, 128, 255]);
});

test("colour becomes ITU-R 601 grey and transparency is not looked at", async () => {
  const rgba = Uint8Array.of(255, 0, 0, 0, 0, 255, 0, 128, 0, 0, 255, 255, 10, 20, 30, 1);
  expect(await pixels(await png(rgba, { width: 4, height: 1, channels: 4 }))).toEqual([76, 150, 29, 18]);
});

test("an embedded colour profile and a rotation do not move the pixels", async () => {
  const colours = Uint8Array.of(200, 30, 30, 30, 200, 30, 30, 30, 200, 120, 90, 60);
  const plain = sharp(colours, { raw: { width: 4, height: 1, channels: 3 } });
  const profiled = await plain.png().withIccProfile("p3").toBuffer();
  const { hasProfile } = await sharp(profiled).metadata();
  expect(hasProfile).toBe(true);
  const values = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
  // ITU-R 601 in floating point, of the values as they stand in the file.
  const luma = [0, 3, 6, 9].map(
    (at) => 0.299 * (values[at] ?? 0) + 0.587 * (values[at + 1] ?? 0) + 0.114 * (values[at + 2] ?? 0),
  );
  (await pixels(profiled)).forEach((grey, index) => {
    expect(Math.abs(grey - (luma[index] ?? 0))).toBeLessThan(0.51);
  });
  const turned = await sharp({ create: { width: 16, height: 4, channels: 3, background: "grey" } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  expect((await readRaster(turned, "JPEG")).radiograph()).toMatchObject({ width: 16, height: 4 });
});

test("broken pictures are refused with the reason", async () => {
  const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251);
  const whole = await png(noise, { width: 64, height: 64, channels: 1 }, "b-w");
  for (const length of [20, 60, Math.floor(whole.length / 2), whole.length - 30]) {
    await expect(readRaster(whole.subarray(0, length), "PNG")).rejects.toMatchObject({ code: "intake/broken-file" });
  }
  const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 1 } })
    .jpeg()
    .toBuffer();
  await expect(readRaster(jpeg.subarray(0, 400), "JPEG")).rejects.toMatchObject({ code: "intake/broken-file" });
  const cmyk = await sharp(noise.slice(0, 48), { raw: { width: 4, height: 4, channels: 3 } })
    .toColourspace("cmyk")
    .jpeg()
    .toBuffer();
  await expect(readRaster(cmyk, "JPEG")).rejects.toMatchObject({ code: "intake/unsupported-pixels" });
});

test("a radiograph survives PNG, and pictures are made smaller but never larger", async () => {
  const film = { width: 300, height: 200, pixels: Uint8Array.from({ length: 60_000 }, (_, index) => index % 256) };
  expect(await pixels(await encodePng(film))).toEqual(Array.from(film.pixels));
  expect(await sharp(await encodePng(film, 150)).metadata()).toMatchObject({ width: 150, height: 100, channels: 1 });
  const thumbnail = await sharp(await encodeThumbnail(film)).metadata();
  expect(thumbnail).toMatchObject({ width: 160, height: 107, format: "jpeg", channels: 1 });
  const tiny = { width: 32, height: 32, pixels: new Uint8Array(1024) };
  expect(await sharp(await encodeThumbnail(tiny)).metadata()).toMatchObject({ width: 32, height: 32 });
});

test("a JPEG that claims more blocks than it has bits is refused before memory is taken for it", async () => {
  const black = sharp({ create: { width: 512, height: 512, channels: 3, background: "black" } });
  for (const progressive of [false, true]) {
    const bytes = await black.clone().jpeg({ progressive, optimiseCoding: true }).toBuffer();
    expect((await readRaster(bytes, "JPEG")).radiograph().pixels.every((grey) => grey === 0)).toBe(true);
    const frame = bytes.indexOf(Buffer.from([0xff, progressive ? 0xc2 : 0xc0]));
    bytes.writeUInt16BE(14_000, frame + 5);
    bytes.writeUInt16BE(14_000, frame + 7);
    await expect(readRaster(bytes, "JPEG")).rejects.toMatchObject({
      code: "intake/broken-file",
      message: expect.stringMatching(/claims 14000 × 14000 pixels/) as string,
    });
  }
});
