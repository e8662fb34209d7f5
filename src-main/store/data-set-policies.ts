import type { Database } from "better-sqlite3";
import type { DataSetInfo, UncertaintyPolicy } from "../../src-preload/contract/tables.ts";
import { inTransaction } from "./connection.ts";

export interface DataSetQueries {
  /** In the order in which they came in. */
  list(): DataSetInfo[];
  /** False where there is no such data set. Labels count as changed where the policy does. */
  setPolicy(dataSet: string, policy: UncertaintyPolicy): boolean;
  /** Images of a data set by rising id; read page by page, so writing in between is allowed. */
  images(dataSet: string): Iterable<number>;
}

/** Images read at once, in a millisecond or two. */
const page = 4096;

export function createDataSetQueries(db: Database): DataSetQueries {
  const list = db.prepare<[], DataSetInfo>(
    `SELECT name, (SELECT count(*) FROM images WHERE data_set = data_sets.id) AS images,
       imported_at AS importedAt, ifnull(policy, 'ignore') AS policy
     FROM data_sets ORDER BY id`,
  );
  const known = db.prepare<[string], number>("SELECT 1 FROM data_sets WHERE name = ?").pluck();
  const change = db.prepare<[string, string, string]>(
    "UPDATE data_sets SET policy = ? WHERE name = ? AND ifnull(policy, 'ignore') <> ?",
  );
  const revise = db.prepare("UPDATE revisions SET number = number + 1 WHERE what = 'labels'");
  const images = db
    .prepare<[string, number, number], number>(
      `SELECT id FROM images INDEXED BY images_data_set
       WHERE data_set = (SELECT id FROM data_sets WHERE name = ?) AND id > ? ORDER BY id LIMIT ?`,
    )
    .pluck();
  return {
    list: () => list.all(),
    setPolicy: (dataSet, policy) =>
      inTransaction(db, () => {
        if (change.run(policy, dataSet, policy).changes > 0) revise.run();
        return known.get(dataSet) !== undefined;
      }),
    *images(dataSet) {
      for (let ids = images.all(dataSet, 0, page); ids.length > 0;) {
        yield* ids;
        ids = images.all(dataSet, ids.at(-1) ?? 0, page);
      }
    },
  };
}
