import fc from "fast-check";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { receiveFile, safeParts } from "../../../src-main/workbench/receive.ts";
import { temporaryFolder } from "../../support/workspace.ts";

it("keeps the folders a drop came with", () => {
  expect(safeParts("drop-1/CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg")).toEqual([
    "drop-1",
    "CheXpert-v1.0-small",
    "train",
    "patient00001",
    "study1",
    "view1_frontal.jpg",
  ]);
  expect(safeParts("Müller (2).dcm")).toEqual(["Müller (2).dcm"]);
  expect(safeParts("..")).toEqual(["film"]);
});

it("never leaves the folder, whatever a page sends (property)", () => {
  const hostile = fc.array(fc.constantFrom("..", ".", "/", "\\", "a", "\0", "C:", "…", " ", "../"), { maxLength: 40 });
  fc.assert(
    fc.property(
      fc.oneof(
        hostile.map((parts) => parts.join("")),
        fc.string({ unit: "binary" }),
      ),
      (name) => {
        const way = relative("/films", join("/films", ...safeParts(name)));
        expect(way.startsWith("..") || way.startsWith(sep) || way === "").toBe(false);
        expect(way).not.toContain("\0");
      },
    ),
  );
});

const bytesOf = (text: string) => Readable.from([new TextEncoder().encode(text)]);

it("keeps the drop's own part of a path that is too deep", () => {
  const parts = safeParts(`drop-7/${Array.from({ length: 30 }, (_, depth) => `d${String(depth)}`).join("/")}/film.png`);
  expect(parts).toHaveLength(12);
  expect([parts[0], parts.at(-1)]).toEqual(["drop-7", "film.png"]);
});

it("keeps every film where names come to the same", async () => {
  using folder = temporaryFolder();
  const names = ["d/a?.png", "d/a*.png", "d//a_.png"];
  const paths: string[] = [];
  for (const name of names) paths.push((await receiveFile(folder.path, name, bytesOf(name))).path);
  expect(paths.map((path) => relative(folder.path, path))).toEqual(
    ["a_.png", "a_ (2).png", "a_ (3).png"].map((name) => join("d", name)),
  );
  expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(names);
  expect(readdirSync(folder.path)).toEqual(["d"]);
});

it("keeps films that arrive under one name at the same time", async () => {
  using folder = temporaryFolder();
  const texts = Array.from({ length: 8 }, (_, place) => `film ${String(place)}`);
  const kept = await Promise.all(texts.map((text) => receiveFile(folder.path, "d/film.png", bytesOf(text))));
  expect(kept.map(({ path }) => readFileSync(path, "utf8"))).toEqual(texts);
});

it("says so where the disk takes nothing, and leaves no half film of a broken upload", async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "a"), "a file, not a folder");
  await expect(receiveFile(folder.path, "a/film.png", bytesOf("x"))).rejects.toMatchObject({
    code: "store/unwritable",
  });
  mkdirSync(join(folder.path, "b"));
  async function* broken() {
    yield await Promise.resolve(new Uint8Array(10));
    throw new Error("the page went away");
  }
  await expect(receiveFile(folder.path, "b/film.png", broken())).rejects.toThrow("the page went away");
  expect(readdirSync(folder.path).sort()).toEqual(["a", "b"]);
});
