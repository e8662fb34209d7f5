import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { Sharp } from "sharp";
import { drawPhantom, writePhantoms } from "../../src-main/phantom/index.ts";

const side = 512;
const seed = 77;

export interface FilmFiles {
  /** A DICOM, a PNG and a JPEG film, each of another patient. */
  readonly good: readonly string[];
  /** A text file called .dcm, a DICOM film cut off in the middle, an empty PNG. */
  readonly bad: readonly string[];
}

/** Writes real film files of three formats into a folder, and three files that are none. */
export async function makeFilmFiles(folder: string): Promise<FilmFiles> {
  await mkdir(folder, { recursive: true });
  const place = (name: string): string => join(folder, name);
  const set = place("set");
  await writePhantoms(set, { count: 1, seed });
  const [dicom = ""] = await readdir(join(set, "films"));
  await rename(join(set, "films", dicom), place("film one.dcm"));
  await greyPicture(40).png().toFile(place("film two.png"));
  await greyPicture(80).jpeg({ quality: 95 }).toFile(place("film three.jpg"));
  const whole = await readFile(place("film one.dcm"));
  await writeFile(place("letter.dcm"), "Dear colleague, please find the film attached.\n");
  await writeFile(place("cut.dcm"), whole.subarray(0, whole.length / 2));
  await writeFile(place("empty.png"), "");
  return {
    good: ["film one.dcm", "film two.png", "film three.jpg"].map(place),
    bad: ["letter.dcm", "cut.dcm", "empty.png"].map(place),
  };
}

/** A phantom as an 8-bit grey picture. */
function greyPicture(index: number): Sharp {
  const { pixels } = drawPhantom(seed, index);
  const grey = Uint8Array.from(pixels, (value) => value >> 4);
  return sharp(grey, { raw: { width: side, height: side, channels: 1 } }).toColourspace("b-w");
}
