import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf, readSources, readTexts } from "./read-imports.ts";
import { machinePaths, rooms, violations } from "./rules.ts";

const root = join(import.meta.dirname, "..", "..");

describe("the house", () => {
  const sources = readSources(root, ["src-main", "src-preload", "src-renderer"]);

  it("has been read whole", () => {
    expect(sources.length).toBeGreaterThan(80);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(200);
  });

  it("keeps the lines of the design", () => {
    expect(violations(sources)).toEqual([]);
  });

  it("has the rooms of the design, in the order that ARCHITECTURE.md tells", () => {
    const folders = readdirSync(join(root, "src-main"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...rooms].sort());
    const design = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
    const [, table = ""] = /## Rooms of src-main\n([\s\S]*?)\n\n\w/.exec(design) ?? [];
    const told = [...table.matchAll(/^\|[^|]*`(\w+)\/`[^|]*\|/gm)].map((match) => match[1] ?? "");
    expect([...told].sort()).toEqual([...rooms].sort());
    const walk = rooms.slice(3, -2);
    expect(told.filter((room) => walk.includes(room))).toEqual(walk);
  });

  it("names no place that only one machine has", () => {
    const folders = ["src-main", "src-preload", "src-renderer", "test", "models"];
    const texts = readTexts(root, folders);
    for (const path of ["README.md", ".ci/run", "models/demo-sae/CARD.md", "vitest.config.ts"]) {
      expect(texts.map((text) => text.path)).toContain(path);
    }
    expect(machinePaths(texts, root)).toEqual([]);
  });
});

/** A planted file and what has to be said about it; were a rule to lose its grip, its line here would fail. */
const planted: readonly [path: string, text: string, complaint: string][] = [
  ["src-main/sae/a.ts", 'import { x } from "../evidence/index.ts";', "sae stands before evidence"],
  ["src-main/store/a.ts", 'import type { X } from "../sae/index.ts";', "store stands before sae"],
  ["src-main/sae/a.ts", 'export * from "../workbench.ts";', "sae stands before workbench"],
  ["src-main/workbench/a.ts", 'import { x } from "../hosts/door.ts";', "workbench stands before hosts"],
  ["src-main/evidence/a.ts", 'const x = await import("../sae/code.ts");', "enter sae through its index.ts"],
  ["src-main/hosts/a.ts", 'import { x } from "../store/open.ts";', "enter store through its index.ts"],
  ["src-main/attic/a.ts", 'import { x } from "../sae/index.ts";', '"attic" is no room of the design'],
  ["src-main/sae/a.ts", 'import { x } from "../../src-renderer/main.ts";', "src-main imports only src-main"],
  ["src-preload/contract/a.ts", 'import { x } from "../../src-main/sae/index.ts";', "the boundary imports nothing"],
  ["src-renderer/a.ts", 'import { x } from "../src-main/sae/index.ts";', "the renderer knows the contract"],
  [
    "src-renderer/views/A.svelte",
    '<script lang="ts">\n  import { x } from "../../src-main/sae/index.ts";\n</script>\n<p>x</p>',
    "the renderer knows the contract",
  ],
  ["src-main/jobs/a.ts", 'import Database from "better-sqlite3";', "only src-main/store/ may know better-sqlite3"],
  ["src-main/sae/a.ts", 'import * as ort from "onnxruntime-node";', "only src-main/runtime/ may know onnxruntime-node"],
  ["src-main/phantom/a.ts", 'import sharp from "sharp";', "only src-main/intake/ may know sharp"],
  ["src-main/encoder/a.ts", 'import d from "dicom-parser";', "only src-main/intake/ may know dicom-parser"],
  ["src-main/hosts/cli.ts", 'import { app } from "electron";', "may know electron"],
  ["src-main/sae/a.ts", 'import { createServer } from "node:http";', "network modules"],
  ["src-main/store/a.ts", 'import net from "net";', "network modules"],
  ["src-main/sae/a.ts", 'const reply = await fetch("https://example.org");', "fetch is used outside the window's door"],
  ["src-renderer/state/a.ts", 'globalThis.fetch("/data");', "fetch is used outside the window's door"],
  ["src-main/sae/a.ts", "export {};\n".repeat(401), "401 lines, more than 400"],
];

describe("the rules", () => {
  // Put together here, for this file is read too.
  const place = (...parts: string[]) => `const films = "${parts.join("/")}";`;

  it.each([
    place("", "home", "someone", "films"),
    place("", "Users", "someone"),
    place("", "root", "films"),
    place("C:", "Users", "someone").replaceAll("/", "\\"),
    place("", "srv", "checkout", "films"),
    `cd ${["", "srv", "checkout"].join("/")}`,
  ])("see the path of one machine in %s", (text) => {
    expect(machinePaths([{ path: "test/a.ts", text }], "/srv/checkout")).toHaveLength(1);
  });

  it.each([place("..", "home", "films"), place("", "srv", "checkouts"), place("src-main", "root", "x"), "https://a/b"])(
    "have nothing against %s",
    (text) => {
      expect(machinePaths([{ path: "test/a.ts", text }], "/srv/checkout")).toEqual([]);
    },
  );

  it.each(planted)("see what is planted in %s: %s", (path, text, complaint) => {
    const found = violations([{ path, text }]);
    expect(found.join("\n")).toContain(complaint);
  });

  it.each([
    ["src-main/evidence/a.ts", 'import { x } from "../sae/index.ts";'],
    ["src-main/jobs/a.ts", 'import { x } from "../store/index.ts";'],
    ["src-main/hosts/a.ts", 'import { x } from "../workbench.ts"; import { y } from "../phantom/index.ts";'],
    ["src-main/sae/a.ts", 'import { LightboxError } from "../../src-preload/contract/errors.ts";'],
    ["src-main/workbench.ts", 'import { x } from "./workbench/demo.ts"; import { y } from "./sae/index.ts";'],
    ["src-renderer/state/a.ts", "const value = cache.fetch(key); const table = { fetch: 1 };"],
  ])("have nothing against %s: %s", (path, text) => {
    expect(violations([{ path, text }])).toEqual([]);
  });
});
