import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createGraph,
  packFile,
  putInPlace,
  readPack,
  readPackGraph,
  writePack,
} from "../../../src-main/runtime/index.ts";
import { integerField, join as fields, lengthField, toBytes } from "../../../src-main/runtime/protobuf.ts";

let place = "";
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "lightbox-pack-"));
});
afterEach(() => rm(place, { recursive: true, force: true }));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const manifest = {
  format: "lightbox-pack/1",
  kind: "sae",
  id: "demo-sae",
  name: "Demo",
  version: "1.0.0",
  licence: "Apache-2.0",
  intendedUse: "Tests",
  trainingData: "None",
  architecture: { neurons: 4, embedding: 2 },
};
const files = { "weights.bin": utf8("weights"), "CARD.md": utf8("# Demo") };

/** A pack written by hand, with any manifest. */
async function packOf(change: Record<string, unknown>, weights = "weights"): Promise<string> {
  const folder = join(place, "pack");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "weights.bin"), weights);
  const content = { ...manifest, files: { "weights.bin": sha256(utf8("weights")) }, ...change };
  await writeFile(join(folder, "manifest.json"), JSON.stringify(content));
  return folder;
}

describe("writing and reading", () => {
  it("a written pack is read back: files, hashes, and the hash of the manifest", async () => {
    const folder = join(place, "packs", "demo");
    const written = await writePack(folder, manifest, files);
    const pack = await readPack(folder);
    expect(pack).toEqual(written);
    expect(pack.manifest).toMatchObject({ ...manifest, files: { "weights.bin": sha256(files["weights.bin"]) } });
    expect(pack.hash).toBe(sha256(await readFile(join(folder, "manifest.json"))));
    expect(await readFile(packFile(pack, "CARD.md"), "utf8")).toBe("# Demo");
    expect(await readdir(join(place, "packs"))).toEqual(["demo"]);
  });

  it("the same pack gives the same manifest, whatever the order of its fields", async () => {
    const first = await writePack(join(place, "a"), manifest, files);
    const turned = Object.fromEntries(Object.entries(manifest).reverse());
    const second = await writePack(join(place, "b"), turned, Object.fromEntries(Object.entries(files).reverse()));
    expect(second.hash).toBe(first.hash);
    const text = await readFile(join(place, "a", "manifest.json"), "utf8");
    expect(Object.keys(JSON.parse(text) as object).slice(0, 3)).toEqual(["format", "kind", "id"]);
    expect(text).toMatch(/^\{\n {2}"format"/);
  });

  it("replaces an earlier pack of the same id and fills an empty folder", async () => {
    const folder = join(place, "demo");
    await mkdir(folder);
    await writePack(folder, manifest, files);
    const second = await writePack(folder, { ...manifest, version: "2.0.0" }, { "weights.bin": utf8("new") });
    expect(second.manifest.version).toBe("2.0.0");
    expect((await readdir(folder)).sort()).toEqual(["manifest.json", "weights.bin"]);
    expect(await readdir(place)).toEqual(["demo"]);
  });

  it("leaves anything else alone: another pack, a folder of other things, a pack with a file of its owner's", async () => {
    const other = join(place, "other");
    await writePack(other, { ...manifest, id: "other" }, files);
    const notes = join(place, "notes");
    await writePack(notes, manifest, files);
    await writeFile(join(notes, "my-notes.txt"), "keep");
    const things = join(place, "things");
    await mkdir(things);
    await writeFile(join(things, "thesis.docx"), "keep");
    for (const folder of [other, notes, things])
      await expect(writePack(folder, manifest, files)).rejects.toMatchObject({ code: "model/exists" });
    expect((await readPack(other)).manifest.id).toBe("other");
    expect((await readdir(place)).sort()).toEqual(["notes", "other", "things"]);
  });

  it("writes nothing where the manifest or a name is wrong, or the place cannot be written to", async () => {
    const folder = join(place, "demo");
    const incomplete = { ...manifest, licence: undefined };
    await expect(writePack(folder, incomplete, files)).rejects.toMatchObject({ code: "model/bad-manifest" });
    await expect(writePack(folder, manifest, { "../x.bin": utf8("x") })).rejects.toThrow(/plain file name/);
    await expect(writePack(folder, manifest, { "a\\b": utf8("x") })).rejects.toMatchObject({
      code: "model/bad-manifest",
    });
    await writeFile(join(place, "file"), "");
    await expect(writePack(join(place, "file", "demo"), manifest, files)).rejects.toMatchObject({
      code: "model/unwritable",
    });
    expect(await readdir(place)).toEqual(["file"]);
  });
});

describe("hostile and broken packs", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["another format", { format: "lightbox-pack/2" }, /format/],
    ["another kind", { kind: "namer" }, /kind/],
    ["an id that is a path", { id: "../../etc" }, /id/],
    ["no licence", { licence: undefined }, /licence/],
    ["an empty intended use", { intendedUse: "" }, /intendedUse/],
    ["files that are a list", { files: [] }, /files/],
    ["a hash that is none", { files: { "weights.bin": "abc" } }, /files/],
    ["a file that is missing", { files: { "absent.bin": "0".repeat(64) } }, /"absent.bin", which is not there/],
    [
      "too many files",
      { files: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${String(i)}`, "0".repeat(64)])) },
      /200/,
    ],
    ...[
      "../secret",
      "/etc/passwd",
      "a/b",
      "a\\b",
      "..",
      ".hidden",
      "C:x",
      "nul.bin",
      "ends.",
      "manifest.json",
      "constructor",
      "",
    ].map((name): [string, Record<string, unknown>, RegExp] => [
      `a file called "${name}"`,
      { files: { [name]: "0".repeat(64) } },
      /files|plain file name|manifest/,
    ]),
  ])("%s", async (_, change, message) => {
    await expect(readPack(await packOf(change))).rejects.toMatchObject({
      code: "model/bad-manifest",
      message: expect.stringMatching(message) as string,
      remedy: expect.stringMatching(/./) as string,
    });
  });

  it("a changed file is named", async () => {
    await expect(readPack(await packOf({}, "weightz"))).rejects.toMatchObject({
      code: "model/hash-mismatch",
      message: expect.stringContaining("weights.bin") as string,
    });
  });

  it("a link, a folder, an oversized manifest, bytes that are not JSON", async () => {
    const folder = await packOf({});
    await writeFile(join(place, "outside"), "weights");
    await rm(join(folder, "weights.bin"));
    await symlink(join(place, "outside"), join(folder, "weights.bin"));
    await expect(readPack(folder)).rejects.toMatchObject({ code: "model/bad-manifest" });
    await rm(join(folder, "weights.bin"));
    await mkdir(join(folder, "weights.bin"));
    await expect(readPack(folder)).rejects.toMatchObject({ code: "model/bad-manifest" });
    for (const text of ["{", "null", "[]", "\u0000", Buffer.from([0xff, 0xfe])]) {
      await writeFile(join(folder, "manifest.json"), text);
      await expect(readPack(folder)).rejects.toMatchObject({ code: "model/bad-manifest" });
    }
    await truncate(join(folder, "manifest.json"), 2 ** 20 + 1);
    await expect(readPack(folder)).rejects.toMatchObject({ code: "model/bad-manifest" });
  });

  it("a folder without a manifest, and no folder at all", async () => {
    await expect(readPack(place)).rejects.toMatchObject({ code: "model/not-found" });
    await expect(readPack(join(place, "absent"))).rejects.toMatchObject({ code: "model/not-found" });
  });

  it("a file that the manifest does not list is not of the pack, though it lies there", async () => {
    const folder = await packOf({});
    await writeFile(join(folder, "extra.bin"), "x");
    expect((await stat(join(folder, "extra.bin"))).size).toBe(1);
    const pack = await readPack(folder);
    for (const name of ["extra.bin", "../outside", "toString"])
      expect(() => packFile(pack, name)).toThrow(expect.objectContaining({ code: "model/bad-manifest" }) as Error);
  });
});

describe("graphs of a pack", () => {
  it("may keep weights only in files that the manifest lists", async () => {
    const graph = createGraph("sound");
    graph.output("y", graph.op("Neg", [graph.input("x", "float32", ["n"])]), "float32", ["n"]);
    const location = fields([lengthField(1, "location"), lengthField(2, "../weights.bin")]);
    const reaching = fields([
      lengthField(7, lengthField(5, lengthField(13, location))),
      lengthField(8, integerField(2, 20)),
    ]);
    const pack = await writePack(join(place, "demo"), manifest, {
      "sound.onnx": graph.toBytes(),
      "reaching.onnx": toBytes(reaching),
    });
    expect((await readPackGraph(pack, "sound.onnx")).inputs.map((input) => input.name)).toEqual(["x"]);
    await expect(readPackGraph(pack, "reaching.onnx")).rejects.toMatchObject({
      code: "model/bad-manifest",
      message: expect.stringContaining("../weights.bin") as string,
    });
  });
});

describe("putInPlace", () => {
  it("takes the place of what is there, and leaves that alone where it cannot", async () => {
    const target = join(place, "target");
    const first = await writePack(target, manifest, files);
    await expect(putInPlace(join(place, "nothing"), target)).rejects.toMatchObject({ code: "ENOENT" });
    expect((await readPack(target)).hash).toBe(first.hash);
    const passing = await writePack(join(place, "passing"), { ...manifest, version: "2" }, files);
    await putInPlace(passing.folder, target);
    expect((await readPack(target)).hash).toBe(passing.hash);
    expect(await readdir(place)).toEqual(["target"]);
  });
});
