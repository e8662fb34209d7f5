/** What is mutated: small sound files of our own making, and real ones where LIGHTBOX_REAL_DATA says where they are. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import sharp from "sharp";
import type { Sharp } from "sharp";
import { encodeDctJpeg } from "../support/dct-jpeg.ts";
import { imageElements, wordPixels, writeDicom } from "../support/dicom-file.ts";
import type { TestElement, TestImage } from "../support/dicom-file.ts";
import { encodeLosslessJpeg } from "../support/lossless-jpeg.ts";

export const formats = ["dicom", "png", "jpeg", "csv"] as const;
export type Format = (typeof formats)[number];

export interface Seed {
  readonly name: string;
  readonly format: Format;
  readonly bytes: Uint8Array;
  /** Where there is more than one. */
  readonly frames?: number;
  /** Done to the mutated bytes at last: a deflated file is mutated before it is packed, or nothing but packing would break. */
  readonly finish?: (bytes: Uint8Array) => Uint8Array;
}

const syntaxes = "1.2.840.10008.1.2";
const side = 16;
const ramp = Array.from({ length: side * side }, (_, index) => (index * 257) & 0xfff);
const grey: TestImage = { rows: side, columns: side, allocated: 16, stored: 12 };

const window: readonly TestElement[] = [
  [0x00281050, "DS", "2048\\1024"],
  [0x00281051, "DS", "4096\\512"],
  [0x00281052, "DS", "-1024"],
  [0x00281053, "DS", "1"],
  [0x00280120, "US", 0],
];
const person: readonly TestElement[] = [
  [0x00080005, "CS", "ISO_IR 100"],
  [0x00080020, "DA", "20200102"],
  [0x00100010, "PN", "Test^Person"],
  [0x00101010, "AS", "045Y"],
  [0x00185101, "CS", "PA"],
];
const voiTable: TestElement = [
  0x00283010,
  "SQ",
  [
    [
      [0x00283002, "US", [256, 0, 16]],
      [0x00283006, "OW", ramp],
    ],
  ],
];

function palette(): TestElement[] {
  return [0, 1, 2].flatMap((colour): TestElement[] => [
    [0x00281101 + colour, "US", [256, 0, 16]],
    [0x00281201 + colour, "OW", ramp],
  ]);
}

function bytesOf(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values, (value) => value & 0xff);
}

/** A run-length frame of literal runs only (PS3.5 G.3.1). */
function runLength(planes: readonly Uint8Array[]): Uint8Array {
  const packed = planes.map((plane) =>
    Buffer.concat(
      Array.from({ length: Math.ceil(plane.length / 128) }, (_, run) => {
        const part = plane.subarray(run * 128, run * 128 + 128);
        return Buffer.concat([Buffer.from([part.length - 1]), part]);
      }),
    ),
  );
  const head = Buffer.alloc(64);
  head.writeUInt32LE(planes.length, 0);
  let at = 64;
  packed.forEach((segment, index) => {
    head.writeUInt32LE(at, 4 + 4 * index);
    at += segment.length;
  });
  return Buffer.concat([head, ...packed]);
}

function deflatedSeed(elements: readonly TestElement[]): Seed {
  const syntax = `${syntaxes}.1.99`;
  const bytes = writeDicom({ syntax, elements });
  const start = writeDicom({ syntax, elements: [] }).length;
  const finish = (file: Uint8Array): Uint8Array =>
    Buffer.concat([file.subarray(0, start), deflateRawSync(file.subarray(start))]);
  return { name: "deflated", format: "dicom", bytes, finish };
}

/** A progressive JPEG whose frame header says 12 bits: its coefficients are sound ones of 12 bits too. */
async function progressiveJpeg(): Promise<Uint8Array> {
  const raw = { width: side, height: side, channels: 1 } as const;
  const bytes = await sharp(bytesOf(ramp), { raw }).toColourspace("b-w").jpeg({ progressive: true }).toBuffer();
  const frame = bytes.indexOf(Uint8Array.of(0xff, 0xc2));
  bytes[frame + 4] = 12;
  return bytes;
}

function dicomSeeds(progressive: Uint8Array): Seed[] {
  const plain = imageElements(grey, [...window, ...person, wordPixels(ramp)]);
  const frames: TestElement = [0x00280008, "IS", "3"];
  const described = imageElements(grey, [...window, ...person]);
  const small: TestImage = { rows: side, columns: side, allocated: 8 };
  const colour: TestImage = { ...small, samples: 3, photometric: "RGB" };
  const rgb = [...ramp, ...ramp, ...ramp];
  const pixels = (values: readonly number[]): TestElement => [0x7fe00010, "OB", bytesOf(values)];
  const planes = [bytesOf(ramp.map((value) => value >> 8)), bytesOf(ramp)];
  const lossless = { ...grey, components: 1, precision: 12, predictor: 1, values: ramp };
  const dct = {
    ...grey,
    components: 1,
    precision: 12,
    restart: 2,
    separate: false,
    wide: false,
    values: ramp,
  } as const;
  const oneDeflated = deflateRawSync(Uint16Array.from(ramp));
  const threeDeflated = [oneDeflated, oneDeflated, oneDeflated];
  const threeFrames = [runLength(planes), runLength(planes), runLength(planes)];
  const files: Readonly<Record<string, Parameters<typeof writeDicom>[0]>> = {
    native: { elements: plain },
    "without preamble": { elements: plain, preamble: false, meta: false },
    implicit: { elements: plain, syntax: syntaxes },
    "big endian": { elements: plain, syntax: `${syntaxes}.2` },
    signed: { elements: imageElements({ ...grey, signed: true }, [...window, wordPixels(ramp)]) },
    "VOI table": { elements: imageElements(grey, [voiTable, wordPixels(ramp)]) },
    colour: { elements: imageElements(colour, [[0x00280006, "US", 1], pixels(rgb)]) },
    palette: { elements: imageElements({ ...small, photometric: "PALETTE COLOR" }, [...palette(), pixels(ramp)]) },
    "single bits": { elements: imageElements({ ...small, allocated: 1 }, [pixels(ramp.slice(0, 32))]) },
    "frames, native": { elements: imageElements(grey, [frames, wordPixels([...ramp, ...ramp, ...ramp])]) },
    "run-length": { elements: described, syntax: `${syntaxes}.5`, fragments: [runLength(planes)] },
    "frames, run-length": { elements: imageElements(grey, [frames]), syntax: `${syntaxes}.5`, fragments: threeFrames },
    "JPEG lossless": { elements: described, syntax: `${syntaxes}.4.70`, fragments: [encodeLosslessJpeg(lossless)] },
    "JPEG 12 bit": { elements: described, syntax: `${syntaxes}.4.51`, fragments: [encodeDctJpeg(dct)] },
    "JPEG progressive": { elements: described, syntax: `${syntaxes}.4.55`, fragments: [progressive] },
    "frames, deflated": {
      elements: imageElements(grey, [frames]),
      syntax: `${syntaxes}.8.1`,
      fragments: threeDeflated,
    },
    "pixels not square": { elements: imageElements(grey, [[0x00280034, "IS", "4\\3"], wordPixels(ramp)]) },
  };
  const seeds = Object.entries(files).map(([name, file]): Seed => {
    const seed = { name, format: "dicom", bytes: writeDicom(file) } as const;
    return name.startsWith("frames") ? { ...seed, frames: 3 } : seed;
  });
  return [...seeds, deflatedSeed(plain)];
}

async function pictureSeeds(): Promise<Seed[]> {
  const raw = { width: side * 2, height: side, channels: 3 } as const;
  const picture = (): Sharp => sharp(bytesOf([...ramp, ...ramp, ...ramp, ...ramp, ...ramp, ...ramp]), { raw });
  const deep = sharp(Uint16Array.from(ramp), { raw: { width: side, height: side, channels: 1 } });
  const png: Readonly<Record<string, Sharp>> = {
    grey: picture().greyscale().png(),
    "16 bit": deep.toColourspace("grey16").png(),
    colour: picture().png(),
    alpha: picture().ensureAlpha().png(),
    palette: picture().png({ palette: true, colours: 8 }),
    interlaced: picture().greyscale().png({ progressive: true }),
  };
  const jpeg: Readonly<Record<string, Sharp>> = {
    grey: picture().greyscale().jpeg(),
    colour: picture().jpeg(),
    progressive: picture().jpeg({ progressive: true }),
    "whole colour": picture().jpeg({ chromaSubsampling: "4:4:4" }),
    CMYK: picture().toColourspace("cmyk").jpeg(),
    described: picture().withMetadata({ orientation: 6 }).jpeg(),
  };
  const made = (format: Format) => (entry: [string, Sharp]) =>
    entry[1].toBuffer().then((bytes): Seed => ({ name: entry[0], format, bytes }));
  return Promise.all([...Object.entries(png).map(made("png")), ...Object.entries(jpeg).map(made("jpeg"))]);
}

function tableSeeds(): Seed[] {
  const head = "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Cardiomegaly,Edema,Report";
  const row = (number: number): string =>
    `CheXpert-v1.0-small/valid/patient0000${String(number)}/study1/view1_frontal.jpg,Male,${String(40 + number)},Frontal,AP,,1.0,-1.0,"Heart ""large"", lungs\nclear"`;
  const rows = [head, ...Array.from({ length: 9 }, (_, number) => row(number))];
  const table = (name: string, text: string): Seed => ({ name, format: "csv", bytes: Buffer.from(text) });
  return [
    table("plain", rows.join("\n")),
    table("Windows", `\ufeff${rows.join("\r\n")}\r\n`),
    table("paths", "Path\na.png\nb.png\n"),
  ];
}

const largestSeed = 60_000;
/** Real pictures and tables look much alike: these many are enough. */
const mostOfOneKind = 12;
const kinds: Readonly<Record<string, Format>> = { dcm: "dicom", png: "png", jpg: "jpeg", csv: "csv" };

function realSeeds(root: string): Seed[] {
  const counts = new Map<Format, number>();
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .sort()
    .flatMap((name): Seed[] => {
      const format = kinds[name.split(".").at(-1) ?? ""];
      const path = join(root, name);
      if (format === undefined) return [];
      const count = counts.get(format) ?? 0;
      const state = statSync(path);
      if (!state.isFile() || state.size > largestSeed || (format !== "dicom" && count >= mostOfOneKind)) return [];
      counts.set(format, count + 1);
      return [{ name, format, bytes: readFileSync(path) }];
    });
}

/** All seeds in an order that stays the same. */
export async function makeSeeds(): Promise<Seed[]> {
  const root = process.env["LIGHTBOX_REAL_DATA"] ?? "";
  return [
    ...dicomSeeds(await progressiveJpeg()),
    ...(await pictureSeeds()),
    ...tableSeeds(),
    ...(root === "" ? [] : realSeeds(root)),
  ];
}
