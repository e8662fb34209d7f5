import type { Database } from "better-sqlite3";
import { inTransaction } from "./connection.ts";

export interface SettingQueries {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

export function createSettingQueries(db: Database): SettingQueries {
  const get = db.prepare<[string], string>("SELECT value FROM settings WHERE key = ?").pluck();
  const set = db.prepare<[string, string]>(
    "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  return {
    get: (key) => get.get(key),
    set: (key, value) => {
      inTransaction(db, () => set.run(key, value));
    },
  };
}
