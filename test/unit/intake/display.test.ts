import { expect, test } from "vitest";
import { decodeBytes } from "../../../src-main/intake/decode-film.ts";
import { expandSegments } from "../../../src-main/intake/dicom/palette-segments.ts";
import { imageElements, wordPixels, writeDicom } from "../../support/dicom-file.ts";
import type { TestElement, TestImage } from "../../support/dicom-file.ts";

async function greys(values: number[], extra: TestElement[] = [], change: Partial<TestImage> = {}): Promise<number[]> {
  const image = { rows: 1, columns: values.length, allocated: 16, ...change };
  const elements = [...imageElements(image, extra), wordPixels(values)];
  const film = await decodeBytes(writeDicom({ elements }), "film");
  return Array.from(film.radiograph().pixels);
}

const window = (center: string, width: string, shape?: string): TestElement[] => [
  [0x00281050, "DS", center],
  [0x00281051, "DS", width],
  ...(shape === undefined ? [] : [[0x00281056, "CS", shape] as const]),
];

test("without a window the values run from black to white", async () => {
  expect(await greys([100, 150, 200])).toEqual([0, 128, 255]);
});

test("the first of several windows is used, after rescale", async () => {
  const rescale: TestElement[] = [
    [0x00281052, "DS", "-1000"],
    [0x00281053, "DS", "2"],
  ];
  // 2·stored − 1000 through centre 0, width 101: −50.5 … 49.5.
  const grey = (stored: number): number =>
    Math.floor(255 * Math.min(Math.max((2 * stored - 1000 + 0.5) / 100 + 0.5, 0), 1) + 0.5);
  const values = [400, 474, 475, 500, 510, 524, 525, 600];
  expect(await greys(values, [...rescale, ...window("0\\7", "101\\9")])).toEqual(values.map(grey));
});

test("a window beside all values, which would show nothing, is passed over", async () => {
  expect(await greys([40000, 50000, 60000], window("2725", "5310"))).toEqual([0, 128, 255]);
  expect(await greys([1, 2, 3], window("2725", "310"))).toEqual([0, 128, 255]);
  // One that shows something is the file's own wish, however much it cuts off.
  expect(await greys([0, 5000, 60000], window("2725", "5310"))).toEqual([0, 237, 255]);
});

test("a window that is not valid is passed over", async () => {
  expect(await greys([0, 50, 100], window("50", "0"))).toEqual([0, 128, 255]);
  expect(await greys([0, 50, 100], window("nonsense", "100"))).toEqual([0, 128, 255]);
});

test("the shape of the window is honoured", async () => {
  const exact = await greys([0, 25, 100], window("50", "100", "LINEAR_EXACT"));
  expect(exact).toEqual([0, 64, 255]);
  const sigmoid = await greys([50, 75], window("50", "100", "SIGMOID"));
  expect(sigmoid).toEqual([128, Math.floor(255 / (1 + Math.exp(-1)) + 0.5)]);
});

test("MONOCHROME1 is inverted, padding is black all the same and does not count for the range", async () => {
  const padding: TestElement[] = [[0x00280120, "US", 60000]];
  expect(await greys([10, 20, 60000], padding)).toEqual([0, 255, 0]);
  expect(await greys([10, 20, 60000], padding, { photometric: "MONOCHROME1" })).toEqual([255, 0, 0]);
});

test("a range of padding values, signed, holds both of its ends", async () => {
  const padding: TestElement[] = [
    [0x00280120, "SS", -2000],
    [0x00280121, "SS", -1900],
  ];
  expect(await greys([-2000, -1950, -1900, -1899, 0], padding, { signed: true })).toEqual([0, 0, 0, 0, 255]);
});

test("lookup tables: modality, then values of interest, held at both ends", async () => {
  const table = (first: number, bits: number, data: number[]): TestElement[] => [
    [0x00283002, "US", [data.length, first, bits]],
    [0x00283006, "US", data],
  ];
  const modality: TestElement = [0x00283000, "SQ", [table(10, 16, [0, 500, 1000])]];
  expect(await greys([5, 10, 11, 12, 99], [modality])).toEqual([0, 0, 128, 255, 255]);
  const voi: TestElement = [0x00283010, "SQ", [table(500, 12, [0, 2048, 4095])]];
  const both = await greys([10, 11, 12], [modality, voi]);
  expect(both).toEqual([0, 0, 255]);
  expect(await greys([500, 501, 502], [voi])).toEqual([0, 128, 255]);
});

test("windows of enhanced objects are found in the functional groups", async () => {
  const macro: TestElement = [0x00289132, "SQ", [window("50", "101")]];
  const groups: TestElement = [0x52009229, "SQ", [[macro]]];
  expect(
    await greys(
      [-1, 0, 50, 100].map((value) => value & 0xffff),
      [groups],
      { signed: true },
    ),
  ).toEqual([0, 1, 129, 255]);
});

test("colour becomes the grey of ITU-R 601; a palette does too", async () => {
  const rgb = imageElements({ rows: 1, columns: 3, allocated: 8, samples: 3, photometric: "RGB" });
  const pixels: TestElement = [0x7fe00010, "OB", Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 0)];
  const film = await decodeBytes(writeDicom({ elements: [...rgb, pixels] }), "film");
  expect(Array.from(film.radiograph().pixels)).toEqual([76, 150, 29]);
  const palette = [1, 2, 3].flatMap((channel): TestElement[] => [
    [0x00281100 + channel, "US", [3, 5, 16]],
    [0x00281200 + channel, "OW", [0, 0, 0].map((_, index) => (index === channel - 1 ? 65535 : 0))],
  ]);
  expect(await greys([5, 6, 7, 0, 9], palette, { photometric: "PALETTE COLOR" })).toEqual([76, 150, 29, 76, 29]);
});

test("segmented palettes: values, lines and repeats", () => {
  // Discrete 10 20; linear in 4 steps to 60; the first segment again from byte 0.
  expect(expandSegments([0, 2, 10, 20, 1, 4, 60, 2, 1, 0, 0], 100)).toEqual([10, 20, 30, 40, 50, 60, 10, 20]);
  // Padding behind the last entry is not read.
  expect(expandSegments([1, 10, 9, 0, 5, 1], 10)).toHaveLength(10);
  // 40 repeats of the same two entries fill a palette of 80.
  const repeats = Array.from({ length: 40 }, () => [2, 1, 0, 0]).flat();
  expect(expandSegments([0, 2, 10, 20, ...repeats], 82)).toHaveLength(82);
});

test("segments that give too many entries, or none for ever, are refused before they are expanded", () => {
  const refused = expect.objectContaining({ code: "intake/broken-file" }) as unknown;
  expect(() => expandSegments([1, 65535, 9], 10)).toThrow(refused);
  expect(() => expandSegments([0, 11, ...new Array<number>(11).fill(1)], 10)).toThrow(refused);
  // 30,000 empty segments, and repeats that each walk through all of them.
  let reads = 0;
  const words = [...new Array<number>(60_000).fill(0), ...Array.from({ length: 9000 }, () => [2, 65535, 0, 0]).flat()];
  const counted = new Proxy(words, {
    get: (target, key) => {
      reads += 1;
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(() => expandSegments(counted, 65536)).toThrow(refused);
  expect(reads).toBeLessThan(2_000_000);
});
