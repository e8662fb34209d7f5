import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { interfaceAnswer } from "../../../src-main/hosts/answers.ts";
import { pathWithin, readStaticFile } from "../../../src-main/hosts/static-files.ts";

let folder = "";
let root = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lightbox-static-"));
  root = join(folder, "renderer");
  mkdirSync(join(root, "assets"), { recursive: true });
  writeFileSync(join(root, "index.html"), "<p>page</p>");
  writeFileSync(join(root, "assets", "main-1a2b.js"), "1;");
  writeFileSync(join(root, "notes.txt"), "no type for this");
  writeFileSync(join(folder, "secret.js"), "secret");
  mkdirSync(join(folder, "renderer-old"));
  writeFileSync(join(folder, "renderer-old", "old.js"), "old");
  symlinkSync(join(folder, "secret.js"), join(root, "way-out.js"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("readStaticFile", () => {
  it("serves the page at / and files with their type", async () => {
    const page = await readStaticFile(root, "/");
    expect(page?.type).toBe("text/html; charset=utf-8");
    expect(Buffer.from(page?.bytes ?? []).toString()).toBe("<p>page</p>");
    const script = await readStaticFile(root, "/assets/main-1a2b.js");
    expect(script).toMatchObject({ type: "text/javascript; charset=utf-8", immutable: true });
  });

  it.each([
    "/../secret.js",
    "/%2e%2e/secret.js",
    "/..%2fsecret.js",
    "/assets/../../secret.js",
    "/../renderer-old/old.js",
    "//../secret.js",
    "/..\\secret.js",
    "/%5c..%5csecret.js",
    "/index.html%00.js",
    "/%",
    "/way-out.js",
    "/assets",
    "/assets/",
    "/absent.js",
    "/notes.txt",
    "/index.html/x.js",
    "index.html",
  ])("finds nothing at %s", async (path) => {
    expect(await readStaticFile(root, path)).toBeUndefined();
  });
});

describe("interfaceAnswer", () => {
  it.each([
    "/",
    "/film/0a1b",
    "/neurons",
    "/neurons/",
    "/neuron/demo-sae/25",
    "/neuron/my%20sae-1.2/25",
    "/neuron/sae-1.2",
    "/settings",
    "/assetsless",
  ])("answers the page at %s", async (path) => {
    const answer = await interfaceAnswer(root, path);
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(answer.headers["cache-control"]).toBe("no-cache");
    expect(Buffer.from(answer.body).toString()).toBe("<p>page</p>");
  });

  it.each([
    "/absent.js",
    "/film/a.png",
    "/film/notes.txt",
    "/assets",
    "/assets/",
    "/assets/absent",
    "/film/../assets/x",
    "/..%2fsecret",
    "/film/..%2f..%2fsecret",
    "//secret\\x",
    "/%",
    "/film%00",
    "film",
  ])("answers nothing at %s", async (path) => {
    expect((await interfaceAnswer(root, path)).status).toBe(404);
  });

  it("still answers a file as itself", async () => {
    expect((await interfaceAnswer(root, "/assets/main-1a2b.js")).headers["cache-control"]).toContain("immutable");
  });
});

describe("pathWithin", () => {
  it("never leaves its root, whatever dots, slashes and escapes are put together", () => {
    const pieces = ["..", ".", "%2e%2e", "%2f", "/", "a", "%5c", "\\", "%00", "renderer-old"];
    for (const one of pieces)
      for (const two of pieces)
        for (const three of pieces) {
          const path = pathWithin(root, `/${one}/${two}${three}`);
          if (path !== undefined) expect(path.startsWith(`${root}/`)).toBe(true);
        }
  });
});
