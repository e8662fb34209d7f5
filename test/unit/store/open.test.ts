import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Connection from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { createWorkspace, databaseName, openStore } from "../../../src-main/store/index.ts";
import { film, temporaryFolder, temporaryStore } from "../../support/workspace.ts";

const failing = (code: string): unknown => expect.objectContaining({ code });

test("a new workspace holds its folders, a database of ours and nothing else", () => {
  using folder = temporaryFolder();
  const place = join(folder.path, "deep", "new.lightbox");
  createWorkspace(place);
  expect(readdirSync(place).sort()).toEqual(["exports", databaseName, "models"]);
  const store = openStore(place);
  expect(store.folder).toBe(place);
  expect(store.images.count()).toBe(0);
  store.close();
  store.close();
});

test("a folder in use is left alone", () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "film.dcm"), "film");
  expect(() => {
    createWorkspace(folder.path);
  }).toThrow(failing("workspace/exists"));
  expect(readdirSync(folder.path)).toEqual(["film.dcm"]);
  using workspace = temporaryStore();
  expect(() => {
    createWorkspace(workspace.store.folder);
  }).toThrow(failing("workspace/exists"));
});

test("what a stopped creation left behind does not stand in the way", () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, "models"));
  writeFileSync(join(folder.path, "lightbox.db.unfinished"), "half");
  createWorkspace(folder.path);
  openStore(folder.path).close();
});

test("a folder without a workspace says how to make one", () => {
  using folder = temporaryFolder();
  const remedy = expect.stringContaining("lightbox init") as string;
  expect(() => openStore(folder.path)).toThrow(expect.objectContaining({ code: "workspace/not-found", remedy }));
});

describe("a file that is not ours is refused and not changed", () => {
  const longText = "not a database, but long enough ".repeat(200);
  const makers: [string, (file: string) => void][] = [
    [
      "another program's database",
      (file) => {
        new Connection(file).exec("CREATE TABLE a (b)").close();
      },
    ],
    [
      "no database at all",
      (file) => {
        writeFileSync(file, longText);
      },
    ],
    [
      "an empty file",
      (file) => {
        writeFileSync(file, "");
      },
    ],
  ];
  test.each(makers)("%s", (_, make) => {
    using folder = temporaryFolder();
    const file = join(folder.path, databaseName);
    make(file);
    const before = readFileSync(file);
    expect(() => openStore(folder.path)).toThrow(failing("store/not-lightbox"));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder.path)).toEqual([databaseName]);
  });
});

function edit(folder: string, change: (db: Connection.Database) => void): void {
  const db = new Connection(join(folder, databaseName));
  change(db);
  db.close();
}

test("a newer workspace is refused with a sentence and not changed", () => {
  using workspace = temporaryStore();
  const { folder } = workspace.store;
  workspace.store.close();
  edit(folder, (db) => db.pragma("user_version = 999"));
  const before = readFileSync(join(folder, databaseName));
  const message = expect.stringContaining("999") as string;
  expect(() => openStore(folder)).toThrow(expect.objectContaining({ code: "store/newer", message }));
  expect(readFileSync(join(folder, databaseName)).equals(before)).toBe(true);
});

test("a damaged page is noticed on opening", () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  store.transaction(() => {
    for (let number = 1; number <= 200; number++) store.images.insert(film(number));
  });
  store.close();
  const file = join(store.folder, databaseName);
  let page = 0;
  edit(store.folder, (db) => {
    page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'images_path'").pluck().get() as number;
  });
  const bytes = readFileSync(file);
  bytes.fill(0xab, (page - 1) * 4096, page * 4096);
  writeFileSync(file, bytes);
  expect(() => openStore(store.folder)).toThrow(failing("store/corrupt"));
});

test("the settings of the connection", () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  expect(existsSync(join(store.folder, `${databaseName}-wal`))).toBe(true);
  edit(store.folder, (db) => {
    const strict = db.prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0");
    const loose = (strict.pluck().all() as string[]).filter((name) => !name.startsWith("sqlite_"));
    expect(loose).toEqual([]);
    expect(db.pragma("application_id", { simple: true })).toBe(Buffer.from("LBOX").readInt32BE());
  });
  const orphan = { model: 99, device: "cpu", proof: "", preprocessingHash: "", codeVersion: "" };
  expect(() => store.encodings.startRun(orphan)).toThrow(/FOREIGN KEY/);
});

test("a second connection reads while the first writes, and writes after it", () => {
  using workspace = temporaryStore();
  const { store } = workspace;
  const second = openStore(store.folder);
  store.transaction(() => {
    store.images.insert(film(1));
    expect(second.images.count()).toBe(0);
  });
  expect(second.images.count()).toBe(1);
  second.images.insert(film(2));
  expect(store.images.count()).toBe(2);
  second.close();
});

/** Root writes everywhere, so the attempt is made by a process without its rights. */
const opener = `
  const { openStore } = await import(process.argv[1]);
  if (process.getuid?.() === 0) process.setuid(65534);
  try { openStore(process.argv[2]); console.log("opened"); } catch (error) { console.log(error.code); }`;

test.skipIf(process.platform === "win32")("a folder that cannot be written is refused with a sentence", () => {
  using workspace = temporaryStore();
  const { folder } = workspace.store;
  workspace.store.close();
  chmodSync(join(folder, databaseName), 0o444);
  chmodSync(folder, 0o555);
  chmodSync(join(folder, ".."), 0o755);
  const module = join(import.meta.dirname, "../../../src-main/store/index.ts");
  const answer = execFileSync(process.execPath, ["--input-type=module", "-e", opener, module, folder]);
  chmodSync(folder, 0o755);
  expect(answer.toString().trim()).toBe("store/unwritable");
  expect(statSync(join(folder, databaseName)).size).toBeGreaterThan(0);
});
