import { execFile } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createWorkspace, databaseName, ensureWorkspace, openStore } from "../../../src-main/store/index.ts";
import { asArgument } from "../../../src-main/store/files.ts";
import { temporaryFolder } from "../../support/workspace.ts";

const storeModule = join(import.meta.dirname, "../../../src-main/store/index.ts");
/** Waits for the gate, so that all processes start together. */
const starter = `
  const { existsSync, writeFileSync } = await import("node:fs");
  const { createWorkspace, ensureWorkspace, openStore } = await import(process.argv[1]);
  const [place, gate, way, name] = process.argv.slice(2);
  writeFileSync(gate + name, "");
  while (!existsSync(gate));
  try {
    (way === "create" ? createWorkspace : ensureWorkspace)(place);
    const store = openStore(place);
    store.settings.set("own." + name, name);
    store.close();
    console.log("opened");
  } catch (error) { console.log(error.code ?? error.message); }`;

async function startTogether(way: "create" | "ensure", count: number, folder: string): Promise<string[]> {
  const [place, gate] = [join(folder, "w.lightbox"), join(folder, "gate")];
  const names = Array.from({ length: count }, (_, number) => String(number));
  const running = names.map((name) =>
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", starter, storeModule, place, gate, way, name]),
  );
  while (readdirSync(folder).filter((name) => name.startsWith("gate")).length < count)
    await new Promise((resolve) => setTimeout(resolve, 10));
  writeFileSync(gate, "");
  return (await Promise.all(running)).map(({ stdout }) => stdout.trim()).sort();
}

test("several first starts of one workspace share it, and lose nothing", async () => {
  using folder = temporaryFolder();
  expect(await startTogether("ensure", 4, folder.path)).toEqual(["opened", "opened", "opened", "opened"]);
  const place = join(folder.path, "w.lightbox");
  const store = openStore(place);
  expect(["0", "1", "2", "3"].map((name) => store.settings.get(`own.${name}`))).toEqual(["0", "1", "2", "3"]);
  store.close();
  expect(readdirSync(place).sort()).toEqual(["exports", databaseName, "models"]);
});

test("of several creations at the same time one succeeds, the others say that it is there", async () => {
  using folder = temporaryFolder();
  const answers = await startTogether("create", 4, folder.path);
  expect(answers).toEqual(["opened", "workspace/exists", "workspace/exists", "workspace/exists"]);
});

test("a workspace that is there is left as it is", () => {
  using folder = temporaryFolder();
  createWorkspace(folder.path);
  const store = openStore(folder.path);
  store.settings.set("sae.current", "kept");
  ensureWorkspace(folder.path);
  expect(store.settings.get("sae.current")).toBe("kept");
  store.close();
});

test.each([".DS_Store", "Thumbs.db", "desktop.ini"])("a folder that holds %s only is empty to people", (name) => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, name), "");
  createWorkspace(folder.path);
  openStore(folder.path).close();
});

test("a path in a remedy can be copied to a command line", () => {
  using folder = temporaryFolder();
  const place = join(folder.path, "my films.lightbox");
  const remedy = `Make one with: lightbox init ${asArgument(place)}`;
  expect(() => openStore(place)).toThrow(expect.objectContaining({ remedy }));
  expect(asArgument("/films/a.lightbox", "linux")).toBe("/films/a.lightbox");
  expect(asArgument("/it's $HOME", "linux")).toBe(String.raw`'/it'\''s $HOME'`);
  expect(asArgument(String.raw`C:\my films`, "win32")).toBe(String.raw`"C:\my films"`);
});
