import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeBytes } from "../../../src-main/intake/decode-film.ts";
import type { DeepFilm } from "../../../src-main/intake/index.ts";
import { readRaster } from "../../../src-main/intake/raster.ts";
import { expectSameFilm } from "../../support/deep-film.ts";
import { imageElements, writeDicom } from "../../support/dicom-file.ts";
import type { TestElement, TestImage } from "../../support/dicom-file.ts";

/** Uncompressed pixel data of 8, 16 or 32 bits. */
function cells(values: readonly number[], allocated: number): TestElement {
  const bytes = Buffer.alloc(values.length * (allocated / 8) + ((values.length * (allocated / 8)) % 2));
  values.forEach((value, index) => {
    if (allocated === 8) bytes.writeUInt8(value & 0xff, index);
    else if (allocated === 16) bytes.writeUInt16LE(value & 0xffff, index * 2);
    else bytes.writeUInt32LE(value >>> 0, index * 4);
  });
  return [0x7fe00010, "OW", bytes];
}

/** The film at full depth, held to the greys of its radiograph. */
async function deep(
  values: readonly number[],
  extra: readonly TestElement[] = [],
  change: Partial<TestImage> = {},
): Promise<DeepFilm> {
  const image = { rows: 1, columns: values.length / (change.samples ?? 1), allocated: 16, ...change };
  const elements = [...imageElements(image, extra), cells(values, image.allocated)];
  const film = await decodeBytes(writeDicom({ elements }), "film");
  expectSameFilm(film.deep(), film.radiograph());
  return film.deep();
}

const rescale = (slope: number, intercept: number, type?: string): TestElement[] => [
  [0x00281052, "DS", String(intercept)],
  [0x00281053, "DS", String(slope)],
  ...(type === undefined ? [] : [[0x00281054, "LO", type] as const]),
];
const lookup = (tag: number, first: number, entries: readonly number[], type?: string): TestElement => [
  tag,
  "SQ",
  [
    [
      [0x00283002, "US", [entries.length % 65536, first & 0xffff, 16]],
      ...(type === undefined ? [] : [[0x00283004, "LO", type] as const]),
      [0x00283006, "US", entries],
    ],
  ],
];

interface Case {
  readonly allocated: 8 | 16 | 32;
  readonly stored: number;
  readonly signed: boolean;
  readonly inverted: boolean;
  readonly values: readonly number[];
  readonly slope: number;
  readonly intercept: number;
  readonly window: { readonly centre: number; readonly width: number; readonly shape: string } | null;
  readonly padding: readonly [number, number] | null;
}

const cases: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom(8 as const, 16 as const, 32 as const), fc.boolean())
  .chain(([allocated, signed]) => {
    const least = allocated === 32 ? 17 : 2;
    return fc.integer({ min: least, max: allocated }).chain((stored) => {
      const lowest = signed ? -(2 ** (stored - 1)) : 0;
      const value = fc.integer({ min: lowest, max: lowest + 2 ** stored - 1 });
      return fc.record({
        allocated: fc.constant(allocated),
        stored: fc.constant(stored),
        signed: fc.constant(signed),
        inverted: fc.boolean(),
        values: fc.array(value, { minLength: 1, maxLength: 24 }),
        slope: fc.constantFrom(1, 2, 0.5, -1, 0.25),
        intercept: fc.constantFrom(0, -1024, 17.5),
        window: fc.option(
          fc.record({
            centre: fc.integer({ min: -2000, max: 5000 }),
            width: fc.integer({ min: 1, max: 9000 }),
            shape: fc.constantFrom("LINEAR", "LINEAR_EXACT", "SIGMOID"),
          }),
        ),
        padding: fc.option(fc.tuple(value, value)),
      });
    });
  });

function paddingElements({ padding, allocated, signed }: Case): TestElement[] {
  if (padding === null) return [];
  const numbers = allocated === 32 ? (signed ? "SL" : "UL") : signed ? "SS" : "US";
  return padding.map((value, place) => [0x00280120 + place, numbers, value] as const);
}

test("every level has the grey of the radiograph and gives its value back to half a step (property)", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const { values, slope, intercept, window } = given;
      const film = await deep(
        values,
        [
          ...paddingElements(given),
          ...(window === null
            ? []
            : ([
                [0x00281050, "DS", String(window.centre)],
                [0x00281051, "DS", String(window.width)],
                [0x00281056, "CS", window.shape],
              ] as const)),
          ...rescale(slope, intercept),
        ],
        { ...given, photometric: given.inverted ? "MONOCHROME1" : "MONOCHROME2" },
      );
      expect(film.windows).toEqual(window === null ? [] : [{ name: "", ...window }]);
      const ends = given.padding ?? [];
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      const bright = values.filter((value) => value < low || value > high);
      const coarse = given.allocated === 32 && Math.max(...bright) - Math.min(...bright) > 65534;
      values.forEach((stored, index) => {
        const level = film.levels[index] ?? NaN;
        const padded = stored >= low && stored <= high;
        expect(film.padding !== null && level >= film.padding[0] && level <= film.padding[1]).toBe(padded);
        if (padded) return;
        const miss = Math.abs(film.slope * level + film.intercept - (stored * slope + intercept));
        expect(miss).toBeLessThanOrEqual(coarse ? Math.abs(film.slope) * 0.5000001 : 1e-6);
      });
    }),
    { numRuns: 200 },
  );
});

test("modality and VOI tables, with and without padding (property)", async () => {
  const entries = fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 1, maxLength: 40 });
  const given = fc.record({
    values: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 30 }),
    first: fc.integer({ min: 0, max: 30 }),
    modality: fc.oneof(
      entries,
      entries.map((list) => list.map((entry) => entry % 7)),
    ),
    voi: fc.option(entries),
    padding: fc.option(fc.integer({ min: 0, max: 50 })),
    allocated: fc.constantFrom(8 as const, 16 as const, 32 as const),
  });
  await fc.assert(
    fc.asyncProperty(given, async ({ values, first, modality, voi, padding, allocated }) => {
      const film = await deep(
        values,
        [
          ...(padding === null ? [] : ([[0x00280120, "US", padding]] as const)),
          lookup(0x00283000, first, modality, "OD"),
          ...(voi === null ? [] : [lookup(0x00283010, 0, voi)]),
        ],
        { allocated },
      );
      expect(film).toMatchObject({ slope: 1, intercept: 0, unit: "OD", table: voi !== null });
      values.forEach((stored, index) => {
        const place = Math.min(Math.max(stored - first, 0), modality.length - 1);
        const level = film.levels[index] ?? NaN;
        if (stored !== padding) expect(level).toBe(modality[place]);
        else expect(film.padding).toEqual([level, level]);
      });
    }),
    { numRuns: 200 },
  );
});

test("signed values are shifted, by hand", async () => {
  const film = await deep([-2048, -1, 0, 2047], rescale(2, -1000, "HU"), { stored: 12, signed: true });
  expect(Array.from(film.levels)).toEqual([0, 2047, 2048, 4095]);
  expect(film).toMatchObject({ slope: 2, intercept: -1000 - 2 * 2048, unit: "HU", range: [0, 4095], padding: null });
  expect(film.levels).toBeInstanceOf(Uint16Array);
  const bytes = await deep([-128, 127], [], { allocated: 8, signed: true });
  expect([...bytes.levels, bytes.intercept]).toEqual([0, 255, -128]);
  expect(bytes.levels).toBeInstanceOf(Uint8Array);
});

test("more than 16 bits keep every value where 16 bits hold them, padding beside them", async () => {
  const wide = { allocated: 32 } as const;
  const near = await deep([4_000_000_000, 4_000_000_001, 4_000_060_000], [], wide);
  expect(Array.from(near.levels)).toEqual([0, 1, 60_000]);
  expect(near).toMatchObject({ slope: 1, intercept: 4_000_000_000 });
  const padded = await deep([0, 70_000, 70_010, 4_294_967_295], [[0x00280120, "UL", 4_294_967_295]], wide);
  expect(padded.padding).toEqual([0, 0]);
  expect(padded.levels[3]).toBe(0);
  expect(padded.range).toEqual([1, 65_535]);
});

test("padding that covers the whole film leaves an empty range", async () => {
  const film = await deep([7, 7], [[0x00280120, "US", 7]], { photometric: "MONOCHROME1" });
  expect(film).toMatchObject({ range: [0, 0], padding: [7, 7] });
});

test("all windows come with their explanation, those that are not valid are left out", async () => {
  const film = await deep(
    [0, 4095],
    [
      [0x00281050, "DS", "600\\-500\\40"],
      [0x00281051, "DS", "1600\\0\\400"],
      [0x00281055, "LO", "LUNG \\EMPTY\\SOFT TISSUE"],
    ],
  );
  expect(film.windows).toEqual([
    { name: "LUNG", centre: 600, width: 1600, shape: "LINEAR" },
    { name: "SOFT TISSUE", centre: 40, width: 400, shape: "LINEAR" },
  ]);
  expect(film.table).toBe(false);
});

test.each([
  ["L\\F", { left: "R", right: "L", top: "H", bottom: "F" }],
  ["R\\F", { left: "L", right: "R", top: "H", bottom: "F" }],
  ["AF \\ HL", { left: "P", right: "A", top: "F", bottom: "H" }],
  ["P\\FL", { left: "A", right: "P", top: "H", bottom: "F" }],
  ["L", null],
  ["L\\", null],
  ["L\\F\\A", null],
  ["L\\R", null],
  ["H\\H", null],
  ["X\\F", null],
  ["l\\f", null],
])("the edges of a film with the orientation %s", async (text, edges) => {
  expect((await deep([0, 1], [[0x00200020, "CS", text]])).orientation).toEqual(edges);
});

test("colour and palettes are no deeper than their grey, and keep their orientation", async () => {
  const plain = { slope: 1, intercept: 0, unit: null, inverted: false, padding: null, windows: [], table: false };
  const film = await deep([255, 0, 0, 0, 255, 0], [[0x00200020, "CS", "L\\F"]], {
    ...{ allocated: 8, samples: 3, photometric: "RGB" },
  });
  expect(Array.from(film.levels)).toEqual([76, 150]);
  expect(film).toMatchObject({ ...plain, range: [76, 150], orientation: { right: "L" } });
  const palette = [1, 2, 3].flatMap((channel): TestElement[] => [
    [0x00281100 + channel, "US", [2, 0, 16]],
    [0x00281200 + channel, "OW", [0, 65535]],
  ]);
  expect(await deep([0, 1, 1], palette, { photometric: "PALETTE COLOR" })).toMatchObject({ ...plain, range: [0, 255] });
});

test("a 16-bit grey PNG keeps its values as levels; everything else its greys", async () => {
  const picture = async (values: Uint8Array | Uint16Array, channels: 1 | 3, space: string): Promise<DeepFilm> => {
    const raw = { width: values.length / channels, height: 1, channels };
    const film = await readRaster(await sharp(values, { raw }).toColourspace(space).png().toBuffer(), "PNG");
    expectSameFilm(film.deep(), film.radiograph());
    return film.deep();
  };
  expect([...(await picture(Uint16Array.of(0, 257, 65535), 1, "grey16")).levels]).toEqual([0, 257, 65535]);
  const twelve = await picture(Uint16Array.of(5, 16, 2048, 4095), 1, "grey16");
  expect(twelve).toMatchObject({ slope: 1, intercept: 0, range: [5, 4095], windows: [], orientation: null });
  expect([twelve.greys[2048], twelve.greys[4095]]).toEqual([128, 255]);
  const grey = await picture(Uint8Array.of(3, 200), 1, "b-w");
  expect(grey.levels).toBeInstanceOf(Uint8Array);
  expect(grey.range).toEqual([3, 200]);
  const colours = await picture(Uint16Array.of(65535, 0, 0), 3, "rgb16");
  expect([...colours.levels]).toEqual([76]);
});
