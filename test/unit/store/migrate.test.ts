import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Connection from "better-sqlite3";
import type { Database } from "better-sqlite3";
import { expect, test } from "vitest";
import { migrate, schemaVersion } from "../../../src-main/store/migrate.ts";
import { migrations } from "../../../src-main/store/migrations/index.ts";
import { shaOf, temporaryFolder } from "../../support/workspace.ts";

/** SHA-256 of the schema after each migration. A released migration never changes: add a new one instead. */
const recorded: Record<number, string> = {
  1: "f26debd66e0c8864",
  2: "1139834f03057b6d",
  3: "67177f1db17cb4a6",
  4: "9206be82ced13bc8",
  5: "6626fa8c2353ad90",
  6: "d759108e6ceb7fd8",
  7: "009e41b96995c669",
  8: "b77028e8361fd036",
  9: "4352ea385ed78f39",
  10: "1662560f3a8aa332",
};

/** Rows of a workspace as it stood after each migration. */
const rowsAfter: Record<number, string> = {
  1: `
    INSERT INTO images VALUES (7, '${shaOf(7)}', '/a.png', 'a.png', 'PNG', 3, 4, 8, 'MONOCHROME2', NULL, NULL,
      'P', 'S', NULL, NULL, NULL, 60.5, 100, 1.5, '2026-01-01T00:00:00.000Z');
    INSERT INTO reports VALUES (7, 'no edema');
    INSERT INTO thumbnails VALUES (7, x'ffd8');
    INSERT INTO findings VALUES (2, 'Edema');
    INSERT INTO labels VALUES (2, 7, -1);
    INSERT INTO image_words (rowid, name, patient, report) VALUES (7, 'a.png', 'P', 'no edema');`,
  2: `
    INSERT INTO models VALUES (1, 'vit', 'encoder', 'h', '2026-01-01T00:00:00.000Z', 1);
    INSERT INTO models VALUES (2, 'sae', 'sae', 'h', '2026-01-01T00:00:00.000Z', 2);
    INSERT INTO runs VALUES (1, 1, 'cpu', 'chosen', 'p', '0.1.0', '2026-01-01T00:00:00.000Z');
    INSERT INTO embeddings VALUES (1, 1, 7, 1, x'0000803f');
    INSERT INTO token_sums VALUES (1, 1, x'000000000000f03f');`,
  3: `
    INSERT INTO codings VALUES (1, 2, 1, 1, '0.1.0', '2026-01-01T00:00:00.000Z');
    INSERT INTO codes VALUES (1, 7, x'0100003c');
    INSERT INTO generations VALUES (1, 2, 1, 1, 0, '0.1.0', '2026-01-01T00:00:00.000Z');
    INSERT INTO scores VALUES (2, 1);
    INSERT INTO neurons VALUES (1, 1, 1, 1.0, 1.0, 2);
    INSERT INTO associations VALUES (1, 1, 2, 0.5, NULL, 1, 0);
    INSERT INTO strongest_neurons VALUES (1, 2, 1);
    INSERT INTO postings VALUES (65537, 1, x'07000000003c');`,
  4: `
    INSERT INTO jobs (kind, title, state, started_at, process, process_start, parameters)
      VALUES ('import', 'Import', 'succeeded', '2026-01-01T00:00:00.000Z', 1, 'boot 1', '{}');
    INSERT INTO refusals VALUES (1, '/bad.dcm', 'intake/unreadable', 'It cannot be read.', 'Look at it.');
    INSERT INTO settings VALUES ('encoder', 'vit');`,
  5: `
    INSERT INTO data_sets VALUES (3, 'CheXpert', '2026-01-01T00:00:00.000Z');
    UPDATE images SET data_set = 3 WHERE id = 7;
    INSERT INTO saved_views VALUES ('Edema', '/library?finding=Edema');`,
  6: `
    INSERT INTO neurons VALUES (1, 2, 1, 1.0, 1.0, 2, x'0000000001000000');`,
  9: `
    INSERT INTO images (
      id, sha256, path, name, format, width, height, bits_stored, photometric, file_size, file_modified, imported_at,
      frame, frames, file_sha256
    ) VALUES (
      8, '${shaOf(8)}', '/a.dcm', 'a.dcm (frame 2)', 'DICOM', 3, 4, 8, 'MONOCHROME2', 100, 1.5,
      '2026-01-01T00:00:00.000Z', 2, 10, '${shaOf(9)}'
    );`,
  10: `
    INSERT INTO table_mappings VALUES ('h', '{}');`,
};

function empty(folder: string): Database {
  const db = new Connection(join(folder, "lightbox.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("foreign_keys = ON");
  return db;
}

/** A database as the first `number` migrations leave it, with rows in every table. */
function filled(folder: string, number: number): Database {
  const db = empty(folder);
  for (const step of migrations.slice(0, number)) {
    db.exec(step.sql);
    db.exec(rowsAfter[step.number] ?? "");
  }
  db.pragma(`user_version = ${String(number)}`);
  return db;
}

/** The tables inside the index of words are left out: they belong to SQLite's version. */
function schemaOf(db: Database): string {
  const rows = db
    .prepare(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'image_words_%' ORDER BY type, name",
    )
    .pluck()
    .all();
  return createHash("sha256")
    .update((rows as string[]).map((sql) => sql.replaceAll(/\s+/g, " ")).join("\n"))
    .digest("hex")
    .slice(0, 16);
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Every row of every table, as JSON holds it. */
function contentOf(db: Database): Map<string, Rows> {
  const tables = db
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    .pluck()
    .all();
  const own = (tables as string[]).filter((name) => !name.startsWith("sqlite_"));
  const rowsOf = (name: string): Rows =>
    JSON.parse(JSON.stringify(db.prepare(`SELECT * FROM "${name}"`).all())) as Rows;
  return new Map(own.map((name) => [name, rowsOf(name)]));
}

/** What a column that came later says of the rows before it, where that is anything. */
const defaults: Readonly<Record<string, unknown>> = { frame: 1 };

/** Every row is there as it was; columns that came since hold their default. Revisions may have come for new things. */
function expectKept(before: Map<string, Rows>, after: Map<string, Rows>): void {
  for (const [table, rows] of before) {
    const now = after.get(table) ?? [];
    const added = Object.fromEntries(Object.keys(now[0] ?? {}).map((column) => [column, defaults[column] ?? null]));
    const wanted = rows.map((row) => ({ ...added, ...row }));
    expect([table, now]).toEqual([table, table === "revisions" ? expect.arrayContaining(wanted) : wanted]);
  }
}

test("migrations are numbered from 1 without a gap", () => {
  expect(migrations.map((step) => step.number)).toEqual(migrations.map((_, place) => place + 1));
});

test.each(migrations)(
  "migration $number ($name) keeps every row of its predecessor and gives the recorded schema",
  (step) => {
    using folder = temporaryFolder();
    const db = filled(folder.path, step.number - 1);
    const before = contentOf(db);
    migrate(db, folder.path, migrations.slice(0, step.number));
    expect(schemaVersion(db)).toBe(step.number);
    expectKept(before, contentOf(db));
    if (rowsAfter[step.number] !== undefined) db.exec(rowsAfter[step.number] ?? "");
    expect(db.pragma("quick_check", { simple: true })).toBe("ok");
    expect(db.pragma("foreign_key_check")).toEqual([]);
    expect(schemaOf(db)).toBe(recorded[step.number]);
    db.close();
  },
);

const copyBefore = (number: number): string => `lightbox-before-${String(number).padStart(4, "0")}.db`;
const backupsIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith("lightbox-before"));

test("a workspace with rows is copied before every step, a new one is not, and three copies stay", () => {
  using folder = temporaryFolder();
  const fresh = empty(folder.path);
  migrate(fresh, folder.path, migrations.slice(0, 1));
  expect(backupsIn(folder.path)).toEqual([]);
  fresh.exec(rowsAfter[1] ?? "");
  const rows = contentOf(fresh);
  const today = migrations.length;
  const later = [today + 1, today + 2].map((number) => ({
    number,
    name: "later",
    sql: `CREATE TABLE t${String(number)} (a ANY) STRICT`,
  }));
  migrate(fresh, folder.path, [...migrations, ...later]);
  expect(schemaVersion(fresh)).toBe(today + 2);
  fresh.close();
  expect(backupsIn(folder.path)).toEqual([0, 1, 2].map((more) => copyBefore(today + more)));
  const copy = new Connection(join(folder.path, copyBefore(today)), { readonly: true });
  expect(schemaVersion(copy)).toBe(today - 1);
  expectKept(rows, contentOf(copy));
  copy.close();
});

test.each([
  ["a statement that fails", "CREATE TABLE half (a INTEGER) STRICT; DELETE FROM labels; SELECT nothing FROM nowhere"],
  ["rows that point at nothing", "PRAGMA defer_foreign_keys = ON; DELETE FROM findings"],
])("a migration with %s leaves the file as it was, and a copy", (_, sql) => {
  using folder = temporaryFolder();
  const last = migrations.length;
  const db = filled(folder.path, last);
  const schema = schemaOf(db);
  const content = contentOf(db);
  const broken = { number: last + 1, name: "broken", sql };
  const failure = expect.objectContaining({ code: "store/corrupt" }) as unknown;
  expect(() => {
    migrate(db, folder.path, [...migrations, broken]);
  }).toThrow(failure);
  expect([schemaVersion(db), schemaOf(db)]).toEqual([last, schema]);
  expect(contentOf(db)).toEqual(content);
  db.close();
  const copy = new Connection(join(folder.path, copyBefore(last + 1)), { readonly: true });
  expect(contentOf(copy)).toEqual(content);
  copy.close();
});

test("a workspace of today is neither changed nor copied", () => {
  using folder = temporaryFolder();
  const db = empty(folder.path);
  migrate(db, folder.path, migrations);
  migrate(db, folder.path, migrations);
  db.close();
  expect(backupsIn(folder.path)).toEqual([]);
});
