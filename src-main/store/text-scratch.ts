import Connection from "better-sqlite3";

/** Texts by number, on disk while they are needed: reports of a whole data set would fill the memory. */
export interface TextScratch {
  put(number: number, text: string): void;
  get(number: number): string | undefined;
  /** Everything in it is gone. */
  close(): void;
}

/** Opens a scratch file of SQLite's own, which has no name and ends with its connection. */
export function openTextScratch(): TextScratch {
  const db = new Connection("");
  db.pragma("journal_mode = OFF");
  db.pragma("synchronous = OFF");
  db.pragma("cache_size = -16384");
  db.exec("CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; BEGIN");
  const put = db.prepare<[number, string]>("INSERT OR REPLACE INTO texts (number, text) VALUES (?, ?)");
  const get = db.prepare<[number], string>("SELECT text FROM texts WHERE number = ?").pluck();
  return {
    put: (number, text) => {
      put.run(number, text);
    },
    get: (number) => get.get(number),
    close: () => {
      if (db.open) db.close();
    },
  };
}
