import type { Database } from "better-sqlite3";

/** Keeps what was made from images and labels until either changes, whichever process changes it. */
export interface RevisionCache<Value> {
  /** The value under a key; asking again while it is still being made waits for that one. */
  get(key: string, make: () => Promise<Value>): Promise<Value>;
}

/** A cache of the `limit` values asked for last. */
export function createRevisionCache<Value>(db: Database, limit: number): RevisionCache<Value> {
  const numbers = db
    .prepare<[], number>("SELECT number FROM revisions WHERE what IN ('images', 'labels') ORDER BY what")
    .pluck();
  const kept = new Map<string, Promise<Value>>();
  let revision = "";
  return {
    get: (key, make) => {
      // What is seen inside a transaction may be rolled back.
      if (db.inTransaction) return make();
      const now = numbers.all().join();
      if (now !== revision) kept.clear();
      revision = now;
      const value = kept.get(key) ?? make();
      kept.delete(key);
      kept.set(key, value);
      value.catch(() => {
        if (kept.get(key) === value) kept.delete(key);
      });
      for (const oldest of kept.keys()) {
        if (kept.size <= limit) break;
        kept.delete(oldest);
      }
      return value;
    },
  };
}
