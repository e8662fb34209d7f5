import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { preferences } from "../../../src-preload/contract/preferences.ts";
import { openPreferences } from "../../../src-main/workbench/preferences.ts";
import { temporaryFolder } from "../../support/workspace.ts";

const usual = v.parse(preferences, {});
const changed = v.parse(preferences, {
  theme: "dark",
  textSize: 130,
  mapOpacity: 0.25,
  keys: { "film.next": ["j"] },
  mouse: { left: "pan" },
});

test("what is set is there again, also for the next Lightbox, and nothing else is left in the folder", async () => {
  using folder = temporaryFolder();
  const home = join(folder.path, "new", "home");
  expect(await openPreferences(home).get()).toEqual(usual);
  const keeper = openPreferences(home);
  expect(await keeper.set(changed)).toEqual(changed);
  expect(await openPreferences(home).get()).toEqual(changed);
  const sets = [60, 40, 20].map((share) => keeper.set({ ...changed, mapOpacity: share / 100 }));
  await Promise.all(sets);
  expect((await keeper.get()).mapOpacity).toBe(0.2);
  expect(await readdir(home)).toEqual(["preferences.json"]);
});

test("a change leaves alone what another Lightbox has changed, and closing waits for what is being kept", async () => {
  using folder = temporaryFolder();
  const [one, other] = [openPreferences(folder.path), openPreferences(folder.path)];
  await one.set({ theme: "dark", keys: { "film.next": ["j"] } });
  expect(await other.set({ mapOpacity: 0.3 })).toEqual({
    ...usual,
    ...{ theme: "dark", keys: { "film.next": ["j"] }, mapOpacity: 0.3 },
  });
  void one.set({ textSize: 90 });
  await one.close();
  expect(JSON.parse(await readFile(join(folder.path, "preferences.json"), "utf8"))).toMatchObject({
    ...{ theme: "dark", mapOpacity: 0.3, textSize: 90 },
  });
});

test("without a folder they last as long as the workbench", async () => {
  const keeper = openPreferences(undefined);
  expect(await keeper.get()).toEqual(usual);
  await keeper.set(changed);
  expect(await keeper.get()).toEqual(changed);
});

test("a broken file gives the usual, field by field", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "preferences.json");
  const read = async (text: string) => {
    await writeFile(file, text);
    return openPreferences(folder.path).get();
  };
  for (const text of ["", "{", "null", "7", "[]", '"dark"', '{"theme":{}}']) expect(await read(text)).toEqual(usual);
  const half = {
    ...{ theme: "dark", contrast: "most", textSize: 101, mapOpacity: 2, hideIdentity: true, future: { x: 1 } },
    mouse: { left: "pan", right: "dance" },
    keys: { good: ["a", "g l"], bad: [1], worse: "b" },
  };
  expect(await read(JSON.stringify(half))).toEqual({
    ...usual,
    ...{ theme: "dark", hideIdentity: true, keys: { good: ["a", "g l"] } },
    mouse: { ...usual.mouse, left: "pan" },
  });
  const keeper = openPreferences(folder.path);
  await keeper.set(changed);
  expect(await keeper.get()).toEqual(changed);
});

test("whatever lies in the file, what comes out keeps to the contract (property)", async () => {
  using folder = temporaryFolder();
  const field = fc.constantFrom(...Object.keys(preferences.entries), "__proto__", "constructor");
  const inner = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom("left", "wheel", "keys"), fc.jsonValue()));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.dictionary(field, inner)), async (content) => {
      await writeFile(join(folder.path, "preferences.json"), JSON.stringify(content));
      const found = await openPreferences(folder.path).get();
      expect(v.parse(preferences, found)).toEqual(found);
    }),
    { numRuns: 60 },
  );
});

test("a folder that cannot be written is named with a remedy, and what was kept stays", async () => {
  using folder = temporaryFolder();
  await writeFile(join(folder.path, "file"), "");
  const refused = {
    code: "store/unwritable",
    message: expect.stringContaining("preferences cannot be kept") as unknown,
    remedy: expect.stringContaining("LIGHTBOX_HOME") as unknown,
  };
  // A home below a file cannot be made by anyone, root included.
  const impossible = openPreferences(join(folder.path, "file", "home"));
  await expect(impossible.set(changed)).rejects.toMatchObject(refused);
  expect(await impossible.get()).toEqual(usual);
  // Nor can a file take the place of a folder; the passing file is cleared away.
  await mkdir(join(folder.path, "home", "preferences.json", "in the way"), { recursive: true });
  const blocked = openPreferences(join(folder.path, "home"));
  const unreadable = { code: "store/unreadable", message: expect.stringContaining("EISDIR") as unknown };
  await expect(blocked.get()).rejects.toMatchObject(unreadable);
  await expect(blocked.set(changed)).rejects.toMatchObject(unreadable);
  expect(await readdir(join(folder.path, "home"))).toEqual(["preferences.json"]);
});

test.skipIf(process.getuid?.() === 0)("a read-only folder keeps what it had", async () => {
  using folder = temporaryFolder();
  const keeper = openPreferences(folder.path);
  await keeper.set(changed);
  await chmod(folder.path, 0o500);
  try {
    await expect(keeper.set(usual)).rejects.toMatchObject({ code: "store/unwritable" });
    expect(JSON.parse(await readFile(join(folder.path, "preferences.json"), "utf8"))).toEqual(changed);
  } finally {
    await chmod(folder.path, 0o700);
  }
});
