import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import dicomParser from "dicom-parser";
import { afterAll, describe, expect, it } from "vitest";
import { writeFilm } from "../../../src-main/phantom/film-record.ts";
import { drawPhantom, holdsPhantoms, tableColumns, writePhantoms } from "../../../src-main/phantom/index.ts";
import type { TruthFile } from "../../../src-main/phantom/index.ts";

const filmCount = 4;
const made: string[] = [];
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "phantoms-"));
  made.push(path);
  return path;
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

/** One hash over all files of a set, by name. */
function hashOf(directory: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" }).sort()) {
    if (/\.(dcm|png|csv|json)$/.test(name)) hash.update(name).update(readFileSync(join(directory, name)));
  }
  return hash.digest("hex");
}

describe("a written set", async () => {
  const directory = folder();
  const done: number[] = [];
  const summary = await writePhantoms(directory, {
    count: filmCount,
    seed: 9,
    workers: 2,
    onProgress: (count) => done.push(count),
  });
  const truth = JSON.parse(readFileSync(join(directory, "truth.json"), "utf8")) as TruthFile;

  it("reports its progress and counts", () => {
    expect(done).toEqual(Array.from({ length: filmCount }, (_, place) => place + 1));
    expect(summary.films).toBe(filmCount);
  });

  it("is the same to the byte with one thread", async () => {
    const other = folder();
    await writePhantoms(other, { count: filmCount, seed: 9, workers: 1 });
    expect(hashOf(other)).toBe(hashOf(directory));
  });

  it("has a table in CheXpert's columns with a row per film", () => {
    const lines = readFileSync(join(directory, "train.csv"), "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe(tableColumns.join(","));
    expect(lines).toHaveLength(filmCount + 1);
    for (const line of lines.slice(1)) {
      expect(line).toMatch(
        /^films\/patient\d{5}_study\d_view1_frontal\.dcm,(Male|Female),\d+,Frontal,(AP|PA)(,(1\.0|0\.0|-1\.0)?){14},"/,
      );
    }
  });

  it("has films whose hash, header and pixels are those of truth.json and of drawPhantom", () => {
    for (const film of truth.films) {
      const bytes = readFileSync(join(directory, film.path));
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(film.sha256);
      const set = dicomParser.parseDicom(bytes);
      expect(set.string("x00020010")).toBe("1.2.840.10008.1.2.1");
      expect(set.string("x00100020")).toBe(film.patient.id);
      expect(set.string("x00101010")).toMatch(/^\d{3}Y$/);
      expect(set.string("x00185101")).toBe(film.view);
      expect(set.string("x00280004")).toBe(film.photometricInterpretation);
      expect([set.uint16("x00280010"), set.uint16("x00280011")]).toEqual([512, 512]);
      expect([set.uint16("x00280100"), set.uint16("x00280101"), set.uint16("x00280102")]).toEqual([16, 12, 11]);
      expect(set.string("x00080018")).toMatch(/^2\.25\.[1-9]\d{1,38}$/);
      expect(set.string("x00204000")).toBe("synthetic phantom, not a patient");
      const element = set.elements["x7fe00010"];
      const offset = element?.dataOffset ?? 0;
      expect(element?.length).toBe(512 * 512 * 2);
      const { pixels } = drawPhantom(film.seed, film.index);
      const place = 200 * 512 + 150;
      const stored = bytes.readUInt16LE(offset + place * 2);
      expect(film.photometricInterpretation === "MONOCHROME1" ? 4095 - stored : stored).toBe(pixels[place]);
    }
  });

  it("has a mask of black and white for each finding, as large as its box says", () => {
    const findings = truth.films.flatMap((film) => film.findings);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      const png = readFileSync(join(directory, finding.mask));
      expect(png.readUInt32BE(16)).toBe(512);
      const from = png.indexOf("IDAT");
      const rows = inflateSync(png.subarray(from + 4, from + 4 + png.readUInt32BE(from - 4)));
      expect(new Set(rows)).toEqual(new Set([0, 255]));
      expect(rows[finding.box.top * 513 + 1 + rows.subarray(finding.box.top * 513 + 1).indexOf(255)]).toBe(255);
      expect(rows.subarray(0, finding.box.top * 513).includes(255)).toBe(false);
    }
  });

  it("stops when it is cancelled", async () => {
    const stop = new AbortController();
    const work = writePhantoms(folder(), {
      count: 40,
      seed: 1,
      workers: 1,
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: "job/cancelled" });
  });

  it("says so when it cannot write", async () => {
    const work = writePhantoms(join(directory, "train.csv", "inside"), { count: 1, seed: 1, workers: 1 });
    await expect(work).rejects.toMatchObject({ code: "phantom/unwritable" });
  });
});

describe("a folder that is in use already", () => {
  const draw = (directory: string, set: { count: number; seed: number }) =>
    writePhantoms(directory, { ...set, workers: 1 });

  it("is left alone where it holds other things", async () => {
    const directory = folder();
    writeFileSync(join(directory, "train.csv"), "mine");
    writeFileSync(join(directory, "truth.json"), "{}");
    await expect(draw(directory, { count: 1, seed: 1 })).rejects.toMatchObject({ code: "phantom/unwritable" });
    expect(readFileSync(join(directory, "train.csv"), "utf8")).toBe("mine");
    expect(readdirSync(directory).sort()).toEqual(["train.csv", "truth.json"]);
  });

  it("takes the same set again and no other", async () => {
    const directory = folder();
    await draw(directory, { count: 1, seed: 3 });
    const before = hashOf(directory);
    expect(readdirSync(directory).sort()).toEqual(["films", "masks", "train.csv", "truth.json"]);
    await draw(directory, { count: 1, seed: 3 });
    await expect(draw(directory, { count: 1, seed: 4 })).rejects.toMatchObject({ code: "phantom/unwritable" });
    await expect(draw(directory, { count: 2, seed: 3 })).rejects.toMatchObject({ code: "phantom/unwritable" });
    expect(hashOf(directory)).toBe(before);
    expect(await holdsPhantoms(directory, { count: 1, seed: 3 })).toBe(true);
    expect(await holdsPhantoms(directory, { count: 1, seed: 4 })).toBe(false);
  });

  it("goes on where a drawing of the same set was stopped", async () => {
    const directory = folder();
    const stop = new AbortController();
    const onProgress = (): void => {
      stop.abort();
    };
    const stopped = writePhantoms(directory, { count: 3, seed: 5, workers: 1, signal: stop.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ code: "job/cancelled" });
    expect(existsSync(join(directory, "truth.json"))).toBe(false);
    await expect(draw(directory, { count: 3, seed: 6 })).rejects.toMatchObject({ code: "phantom/unwritable" });
    await draw(directory, { count: 3, seed: 5 });
    expect(await holdsPhantoms(directory, { count: 3, seed: 5 })).toBe(true);
  });

  it("that goes away while a film is drawn is an expected failure", async () => {
    const directory = join(folder(), "gone");
    await expect(writeFilm({ directory, seed: 1, index: 0 })).rejects.toMatchObject({ code: "phantom/unwritable" });
  });
});
