import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { aboutInfo } from "../../../src-preload/contract/about.ts";
import { openAbout } from "../../../src-main/workbench/about.ts";
import { temporaryFolder } from "../../support/workspace.ts";
import manifest from "../../../package.json" with { type: "json" };

test("it names itself, what it runs on and what it is built with", async () => {
  const about = await openAbout(undefined)();
  expect(v.parse(aboutInfo, about)).toEqual(about);
  expect(about).toMatchObject({ version: manifest.version, licence: manifest.license });
  const versions = Object.fromEntries(about.runtimes.map(({ name, version }) => [name, version]));
  expect(versions).toMatchObject({ Node: process.versions.node, V8: process.versions.v8 });
  expect(versions).not.toHaveProperty("Electron");
  expect(versions["SQLite"]).toMatch(/^3\.\d+\.\d+/);
  expect(versions["ONNX Runtime"]).toBe(manifest.dependencies["onnxruntime-node"]);
  const names = about.packages.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  const sqlite = about.packages.find(({ name }) => name === "better-sqlite3");
  expect(sqlite).toEqual({ name: "better-sqlite3", version: expect.any(String) as unknown, licence: "MIT" });
  expect(about.network).toEqual({ refused: 0, last: null, guards: [] });
});

test("packages of other systems are left out, one that is there twice is told once", async () => {
  using folder = temporaryFolder();
  const packages = {
    "": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", license: "MIT" },
    "node_modules/a/node_modules/b": { version: "2.0.0", license: "MIT" },
    "node_modules/@scope/a": { version: "1.0.0" },
    "node_modules/here": { version: "1.0.0", license: "ISC", os: [process.platform], cpu: ["!nowhere"] },
    "node_modules/elsewhere": { version: "1.0.0", license: "ISC", os: ["nowhere"] },
    "node_modules/not-here": { version: "1.0.0", license: "ISC", os: [`!${process.platform}`] },
  };
  await writeFile(join(folder.path, "package-lock.json"), JSON.stringify({ packages }));
  expect((await openAbout(undefined, folder.path)()).packages).toEqual([
    { name: "@scope/a", version: "1.0.0", licence: "not stated" },
    { name: "b", version: "2.0.0", licence: "MIT" },
    { name: "here", version: "1.0.0", licence: "ISC" },
  ]);
});

test.each([[undefined], ["{"], ["{}"], ['{"packages":{"a":5}}']])(
  "a list of packages that is %j is empty",
  async (text) => {
    using folder = temporaryFolder();
    if (text !== undefined) await writeFile(join(folder.path, "package-lock.json"), text);
    expect((await openAbout(undefined, folder.path)()).packages).toEqual([]);
  },
);

test("what the door counts is told as it is now", async () => {
  let count = 0;
  const refused = () => ({ count, last: count === 0 ? null : "example.org" });
  const about = openAbout({ refused, guards: ["silence"] });
  expect((await about()).network).toEqual({ refused: 0, last: null, guards: ["silence"] });
  count = 2;
  expect((await about()).network).toEqual({ refused: 2, last: "example.org", guards: ["silence"] });
});
