import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const launcher = join(import.meta.dirname, "..", "..", "src-main", "hosts", "lightbox.mjs");

/** A builder that takes a while, leaves a line per run and writes what a build writes. */
const builder = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
const next = process.argv[process.argv.indexOf("--outDir") + 1];
appendFileSync("builds.log", existsSync("out/main/cli.js") ? "old is there\\n" : "first\\n");
await new Promise((resolve) => setTimeout(resolve, 700));
if (existsSync("broken")) { console.log("line 1 is wrong"); process.exit(1); }
for (const part of ["main", "preload", "renderer"]) mkdirSync(join(next, part), { recursive: true });
writeFileSync(join(next, "main", "cli.js"), "console.log('ran', process.argv.slice(2).join());");
`;

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lightbox-launcher-"));
  const bin = join(root, "node_modules", "electron-vite", "bin");
  for (const folder of [bin, join(root, "src-main", "hosts")]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(bin, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(bin, "electron-vite.js"), builder);
  copyFileSync(launcher, join(root, "src-main", "hosts", "lightbox.mjs"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function start(...words: string[]): Promise<{ code: number | null; out: string; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "src-main", "hosts", "lightbox.mjs"), ...words]);
    let [out, said] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (said += data.toString()));
    child.once("close", (code) => {
      resolve({ code, out, said });
    });
  });
}

function builds(): string[] {
  return readFileSync(join(root, "builds.log"), "utf8").trim().split("\n");
}

function changeSource(): void {
  const ahead = new Date(Date.now() + 1000);
  utimesSync(join(root, "package.json"), ahead, ahead);
}

describe("the lightbox command", () => {
  it("builds once, however many start at the same time", async () => {
    const runs = await Promise.all([start("a"), start("b"), start("c")]);
    expect(runs.map(({ code, out }) => [code, out])).toEqual([
      [0, "ran a\n"],
      [0, "ran b\n"],
      [0, "ran c\n"],
    ]);
    expect(builds()).toEqual(["first"]);
    expect(readdirSync(join(root, "out")).sort()).toEqual(["main", "preload", "renderer"]);
  });

  it("keeps what runs in its place until the new build is whole, also when there is none", async () => {
    await start();
    changeSource();
    writeFileSync(join(root, "broken"), "");
    const failed = await start();
    expect(failed).toMatchObject({ code: 1, out: "" });
    expect(failed.said).toContain("line 1 is wrong");
    expect(existsSync(join(root, "out", "main", "cli.js"))).toBe(true);
    expect(readdirSync(join(root, "out"))).not.toContain(".building");
    rmSync(join(root, "broken"));
    expect(await start("again")).toMatchObject({ code: 0, out: "ran again\n" });
    expect(builds()).toEqual(["first", "old is there", "old is there"]);
  });

  it("goes on where a builder was killed", async () => {
    const lock = join(root, "out", ".building");
    mkdirSync(lock, { recursive: true });
    // No process has this number: it is above what Linux and macOS give.
    writeFileSync(join(lock, "pid"), "99999999");
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(lock, hourAgo, hourAgo);
    expect(await start("on")).toMatchObject({ code: 0, out: "ran on\n" });
  });
});
