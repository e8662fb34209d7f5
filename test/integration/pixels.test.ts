import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../src-main/hosts/cli.ts";
import { createTerminal } from "../../src-main/hosts/terminal.ts";
import { readNpy } from "../../src-main/runtime/index.ts";
import { encodePng } from "../../src-main/intake/index.ts";
import { imageElements, wordPixels, writeDicom } from "../support/dicom-file.ts";
import type { TestElement, TestImage } from "../support/dicom-file.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lightbox-pixels-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const small: TestImage = { rows: 2, columns: 3, allocated: 16, stored: 12, photometric: "MONOCHROME1" };

function film(name: string, extra: readonly TestElement[], values: readonly number[], image = small): string {
  const path = join(folder, name);
  writeFileSync(path, writeDicom({ elements: [...imageElements(image, extra), wordPixels(values)] }));
  return path;
}

async function run(...words: string[]): Promise<{ code: number; document: Record<string, unknown> }> {
  let out = "";
  const terminal = createTerminal({ write: () => undefined });
  const code = await runCli([...words, "--json"], { out: (text) => (out += text), terminal });
  return { code, document: JSON.parse(out) as Record<string, unknown> };
}

const pixels = (...words: string[]) => run("pixels", ...words);

const arrayAt = (path: string): ReturnType<typeof readNpy> => readNpy(readFileSync(path));

describe("lightbox pixels", () => {
  const values = [0, 1, 2, 3, 4, 4095];

  test("stored values without a rescale, MONOCHROME1 not inverted", async () => {
    const out = join(folder, "plain.npy");
    const { code, document } = await pixels(film("plain.dcm", [], values), "--out", out);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      ...{ frame: 1, frames: 1, out, shape: [2, 3], type: "<u2", minimum: 0, maximum: 4095 },
      ...{ unit: null, photometric: "MONOCHROME1" },
    });
    expect(arrayAt(out)).toEqual({ shape: [2, 3], data: Uint16Array.from(values) });
  });

  test("a rescale by whole numbers stays whole, another becomes float64", async () => {
    const out = join(folder, "rescaled.npy");
    const rescale = (slope: string): TestElement[] => [
      [0x00281052, "DS", "-1024"],
      [0x00281053, "DS", slope],
      [0x00281054, "LO", "HU"],
    ];
    const whole = await pixels(film("whole.dcm", rescale("2"), values), "--out", out);
    expect(whole.document).toMatchObject({ type: "<i2", minimum: -1024, maximum: 7166, unit: "HU" });
    expect(arrayAt(out).data).toEqual(Int16Array.from(values, (value) => value * 2 - 1024));
    await pixels(film("half.dcm", rescale("0.1"), values), "--out", out);
    expect(arrayAt(out).data).toEqual(Float64Array.from(values, (value) => value * 0.1 - 1024));
  });

  test("the second of two frames, and none beyond", async () => {
    const out = join(folder, "frame.npy");
    const two = film("frames.dcm", [[0x00280008, "IS", "2"]], [...values, 9, 8, 7, 6, 5, 4]);
    expect((await pixels(two, "--frame", "2", "--out", out)).document).toMatchObject({ frame: 2, frames: 2 });
    expect(Array.from(arrayAt(out).data as Uint16Array)).toEqual([9, 8, 7, 6, 5, 4]);
    const { code, document } = await pixels(two, "--frame", "3", "--out", join(folder, "none.npy"));
    expect(code).toBe(1);
    expect(document).toMatchObject({
      error: { code: "data/not-found", message: "frames.dcm: the file has 2 frames; there is no frame 3." },
    });
  });

  test("colour is [rows, columns, 3]", async () => {
    const colour: TestImage = { rows: 1, columns: 2, allocated: 16, samples: 3, photometric: "RGB" };
    const out = join(folder, "colour.npy");
    await pixels(film("colour.dcm", [], [1, 2, 3, 4, 5, 6], colour), "--out", out);
    expect(arrayAt(out)).toEqual({ shape: [1, 2, 3], data: Uint16Array.of(1, 2, 3, 4, 5, 6) });
  });

  test("a PNG has its own values", async () => {
    const path = join(folder, "film.png");
    const greys = Uint8Array.of(0, 50, 100, 150, 200, 250);
    writeFileSync(path, await encodePng({ width: 3, height: 2, pixels: greys }));
    const out = join(folder, "png.npy");
    await pixels(path, "--out", out);
    expect(arrayAt(out)).toEqual({ shape: [2, 3], data: greys });
  });

  test("what is no film, and a place that takes no file, are said; nothing half written stays", async () => {
    const text = join(folder, "words.txt");
    writeFileSync(text, "no film");
    expect((await pixels(text, "--out", join(folder, "a.npy"))).document).toMatchObject({
      error: { code: "intake/not-an-image" },
    });
    const nowhere = join(folder, "missing", "a.npy");
    expect((await pixels(film("plain.dcm", [], values), "--out", nowhere)).document).toMatchObject({
      error: { code: "data/unwritable" },
    });
    expect((await pixels(text)).code).toBe(2);
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("lightbox preprocess", () => {
  test("writes what the encoder sees, before scale and mean: the letterboxed film of the bundled encoder", async () => {
    const [width, height] = [301, 257];
    const grey = Uint8Array.from({ length: width * height }, (_, at) => (at * 7 + (at >> 5)) & 255);
    const [path, out] = [join(folder, "grey.png"), join(folder, "seen.npy")];
    writeFileSync(path, await encodePng({ width, height, pixels: grey }));
    const { code, document } = await run("preprocess", path, "--encoder", "demo-encoder", "--out", out);
    expect([code, document["fit"], document["interpolation"]]).toEqual([0, "pad", "bicubic"]);
    const { shape, data } = arrayAt(out);
    expect([shape, data instanceof Uint8Array]).toEqual([[224, 224], true]);
    // 22 rows of the padded square lie above the film: black.
    expect([...(data as Uint8Array).subarray(0, 15 * 224)].every((value) => value === 0)).toBe(true);
    expect((data as Uint8Array).reduce((sum, value) => sum + value, 0)).toBe(document["sum"]);
  });

  test("says which encoder is not there", async () => {
    const { code } = await run("preprocess", "film.png", "--encoder", "no-such-pack", "--out", join(folder, "x.npy"));
    expect(code).toBe(1);
    expect(readdirSync(folder)).not.toContain("x.npy");
  });
});
