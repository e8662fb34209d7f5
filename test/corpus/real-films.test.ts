import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { decodeFilm } from "../../src-main/intake/index.ts";
import type { DecodedFilm } from "../../src-main/intake/index.ts";
import { decodeStored } from "../../src-main/intake/dicom/decode-stored.ts";
import { parseDicom } from "../../src-main/intake/dicom/parse.ts";
import type { ParsedDicom } from "../../src-main/intake/dicom/parse.ts";
import expectations from "./dicom-expectations.json" with { type: "json" };
import { openGate } from "../support/film-gate.ts";

interface Expectation {
  /** "ok" or the code of the refusal, from the file's header. */
  readonly outcome: string;
  /** SHA-256 of every frame's stored values, where there are several. */
  readonly frames?: readonly string[];
  /** SHA-256 of the first frame's stored values where the manifest has something else. */
  readonly stored?: string;
  /** Lossy, and sound decoders differ by a rounding: only facts of the values are known. */
  readonly near?: boolean;
  /** SHA-256 of the display greys as pydicom and numpy compute them. */
  readonly display?: string;
}

interface ManifestEntry {
  readonly file: string;
  readonly sha256: string;
  readonly decoded?: { readonly sha256_le: string; readonly min: number; readonly max: number; readonly mean: number };
}

const root = process.env["LIGHTBOX_REAL_DATA"] ?? "";
if (root === "") console.log("Real films are not tested: LIGHTBOX_REAL_DATA does not say where they are.");

const expected = new Map<string, Expectation>(Object.entries(expectations));
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function manifest(): Promise<ManifestEntry[]> {
  return JSON.parse(await readFile(join(root, "dicom", "manifest.json"), "utf8")) as ManifestEntry[];
}

const parsed = async (file: string): Promise<ParsedDicom> =>
  parseDicom(Uint8Array.from(await readFile(join(root, file))));

async function storedHash(film: ParsedDicom, frame = 0): Promise<string> {
  const { values } = await decodeStored(film, frame);
  return sha256(new Uint8Array(values.buffer));
}

async function decodedOrRefused(path: string): Promise<DecodedFilm | LightboxError> {
  const outcome = await decodeFilm({ path, frame: 1, gate: openGate }).catch((error: unknown) => error);
  // Anything that is not ours would be a crash that was caught at the door: it keeps its cause.
  if (outcome instanceof LightboxError) expect(outcome.cause, path).toBeUndefined();
  return outcome as DecodedFilm | LightboxError;
}

describe.skipIf(root === "")("real films", () => {
  test("every DICOM file is decoded, or refused for the reason its header gives", async () => {
    const entries = await manifest();
    expect(entries.map((entry) => entry.file).sort()).toEqual([...expected.keys()].sort());
    for (const { file, sha256: hash } of entries) {
      const outcome = await decodedOrRefused(join(root, file));
      const code = outcome instanceof LightboxError ? outcome.code : "ok";
      expect([file, code]).toEqual([file, expected.get(file)?.outcome]);
      if (!(outcome instanceof LightboxError)) expect(outcome.record.sha256).toBe(hash);
    }
  });

  test("stored values are those of an independent codec, bit by bit", async () => {
    let compared = 0;
    for (const { file, decoded } of await manifest()) {
      const row = expected.get(file);
      const hash = row?.stored ?? decoded?.sha256_le;
      if (row?.outcome !== "ok" || row.near === true || row.frames !== undefined || hash === undefined) continue;
      expect([file, await storedHash(await parsed(file))]).toEqual([file, hash]);
      compared += 1;
    }
    expect(compared).toBeGreaterThanOrEqual(80);
  });

  test("so are those of every frame of a file of several", async () => {
    let compared = 0;
    for (const [file, { frames }] of expected) {
      if (frames === undefined) continue;
      const film = await parsed(file);
      for (const [frame, hash] of frames.entries()) {
        expect([file, frame, await storedHash(film, frame)]).toEqual([file, frame, hash]);
      }
      await expect(decodeStored(film, frames.length), file).rejects.toMatchObject({ code: "data/not-found" });
      compared += 1;
    }
    expect(compared).toBe(9);
  });

  test("stored values of a film that decoders round differently are near those of another one", async () => {
    const near = (await manifest()).filter(({ file }) => expected.get(file)?.near === true);
    expect(near).toHaveLength(1);
    for (const { file, decoded } of near) {
      const values = Array.from((await decodeStored(await parsed(file))).values);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const smallest = values.reduce((least, value) => Math.min(least, value), Infinity);
      const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
      expect(Math.abs(smallest - (decoded?.min ?? NaN))).toBeLessThanOrEqual(1);
      expect(Math.abs(largest - (decoded?.max ?? NaN))).toBeLessThanOrEqual(1);
      expect(Math.abs(mean - (decoded?.mean ?? NaN))).toBeLessThan(0.01);
    }
  });

  test("display greys are those that pydicom and numpy compute", async () => {
    let compared = 0;
    for (const [file, { display }] of expected) {
      if (display === undefined) continue;
      const { radiograph } = await decodeFilm({ path: join(root, file), frame: 1, gate: openGate });
      expect([file, sha256(radiograph.pixels)]).toEqual([file, display]);
      compared += 1;
    }
    expect(compared).toBeGreaterThanOrEqual(70);
  });

  test("every chest film of the data sets is decoded", async () => {
    const folder = join(root, "cxr");
    const films = (await readdir(folder, { recursive: true })).filter((name) => /\.(png|jpg)$/.test(name));
    expect(films.length).toBeGreaterThan(1100);
    for (const name of films) {
      const outcome = await decodedOrRefused(join(folder, name));
      expect(outcome, name).not.toBeInstanceOf(LightboxError);
    }
  });
});
