import Connection from "better-sqlite3";

/** Version of SQLite that workspaces are kept with: "3.51.0". */
export function sqliteVersion(): string {
  const db = new Connection(":memory:");
  try {
    return String(db.prepare("SELECT sqlite_version()").pluck().get());
  } finally {
    db.close();
  }
}
