import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { electronBinary } from "../../../src-main/hosts/electron-binary.ts";

let root = "";
const said: string[] = [];
const say = (line: string): void => void said.push(line);
const day = 24 * 3_600_000;

/** An installer that counts its runs and then does what the text says. */
function installer(then: string): void {
  const lines = [
    'const fs = require("node:fs");',
    'const { join } = require("node:path");',
    'fs.appendFileSync(join(__dirname, "runs"), "x");',
    then,
  ];
  writeFileSync(join(root, "node_modules", "electron", "install.js"), lines.join("\n"));
}

function runs(): number {
  return readFileSync(join(root, "node_modules", "electron", "runs"), "utf8").length;
}

beforeEach(() => {
  vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", "");
  root = mkdtempSync(join(tmpdir(), "lightbox-electron-"));
  mkdirSync(join(root, "node_modules", "electron"), { recursive: true });
  said.length = 0;
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

describe("electronBinary", () => {
  it("says what it is about to fetch, and finds it there the next time", async () => {
    installer('fs.mkdirSync(join(__dirname, "dist")); fs.writeFileSync(join(__dirname, "dist", "electron"), "");');
    const found = { path: join(root, "node_modules", "electron", "dist", "electron") };
    expect(await electronBinary(root, say)).toEqual(found);
    expect(said).toEqual([expect.stringMatching(/^Fetching Electron's desktop binary once .*LIGHTBOX_NO_ELECTRON=1/)]);
    expect(await electronBinary(root, say)).toEqual(found);
    expect([said.length, runs()]).toEqual([1, 1]);
  });

  it("tries no more than once a day after a failure", async () => {
    installer("process.exit(1);");
    const now = Date.now();
    expect(await electronBinary(root, say, now)).toHaveProperty("missing");
    const again = await electronBinary(root, say, now + day / 2);
    expect("missing" in again ? again.missing : "").toContain("npm run electron:get");
    expect([said.length, runs()]).toEqual([1, 1]);
    expect(await electronBinary(root, say, Date.now() + day + 1000)).toHaveProperty("missing");
    expect([said.length, runs()]).toEqual([2, 2]);
  });
});
