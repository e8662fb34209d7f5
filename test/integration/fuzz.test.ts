import { expect, test } from "vitest";
import { decodeBytes } from "../../src-main/intake/decode-film.ts";
import { makeMutant } from "../fuzz/mutant.ts";
import { fuzz } from "../fuzz/run.ts";
import { makeSeeds } from "../fuzz/seeds.ts";
import { faults } from "../support/bad-reader.ts";

const seeds = await makeSeeds();

test("films of our own making are read before they are mutated", async () => {
  const own = seeds.filter(({ name, format }) => !name.includes("/") && format !== "csv" && name !== "CMYK");
  expect(own.length).toBeGreaterThan(25);
  for (const { bytes, finish } of own) {
    const film = await decodeBytes(Uint8Array.from(finish?.(bytes) ?? bytes), "film");
    expect(film.deep().levels.length).toBe(film.radiograph().pixels.length);
  }
});

test("a mutant can be made again from the number of its run and its own", () => {
  const made = [1, 1, 2].map((run) => Array.from({ length: 50 }, (_, index) => makeMutant(seeds, run, index)));
  expect(made[0]).toEqual(made[1]);
  expect(made[0]).not.toEqual(made[2]);
});

test("broken films and tables are read or refused, and nothing else", async () => {
  const { counts, bad } = await fuzz({ count: 1500, seed: 20 });
  expect(bad).toEqual([]);
  const sum = Object.values(counts).reduce((total, count) => total + count, 0);
  expect(sum).toBe(1500);
  for (const format of ["dicom", "png", "jpeg", "csv"]) {
    expect(counts[`${format}/read`]).toBeGreaterThan(5);
    expect(counts[`${format}/refused`]).toBeGreaterThan(5);
  }
});

test("errors that are not ours, hangs, memory and crashes are laid to their mutant", async () => {
  const reader = new URL("../support/bad-reader.ts", import.meta.url).href;
  const { counts, bad } = await fuzz({ count: 200, seed: 1, format: "csv", reader, longestWork: 2000 });
  expect(bad.map(({ index, outcome }) => [index, outcome])).toEqual([
    [faults.error, "OTHER ERROR"],
    [faults.hang, "HANG"],
    [faults.memory, "MEMORY"],
    [faults.heap, "MEMORY"],
    [faults.crash, "CRASH"],
  ]);
  expect(counts).toEqual({ "csv/read": 195, "csv/OTHER ERROR": 1, "csv/HANG": 1, "csv/MEMORY": 2, "csv/CRASH": 1 });
});
