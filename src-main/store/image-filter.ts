import { setImmediate } from "node:timers/promises";
import type { Database, Statement } from "better-sqlite3";
import type { ImageFilter } from "../../src-preload/contract/intake.ts";
import { firstIds, idList, intersection } from "./id-lists.ts";
import { createRevisionCache } from "./revision-cache.ts";

type Values = Readonly<Record<string, string | number>>;

/** A statement that gives a column `id`, run for one window of ids (@from, @to) after the other. */
interface Search {
  readonly sql: string;
  readonly values: Values;
  /** Ids looked through in one go, in less than 25 ms. */
  readonly window: number;
}

/** One thing that a filter asks for: what any of the searches finds. */
export type Condition = readonly Search[];

/** Lists kept, of up to 4 bytes for every image each. */
const kept = 24;
/** Windows of ids for what an index gives at once, and for text, which has to be put together from its trigrams. */
const [wide, narrow] = [65_536, 16_384];
const everything = "SELECT id FROM images WHERE id BETWEEN @from AND @to";

const present = "SELECT image AS id FROM labels WHERE value = 1 AND finding";
const byFindingText = `${present} IN (SELECT id FROM findings WHERE name LIKE @like ESCAPE '\\') AND image BETWEEN @from AND @to`;
/** The cast matters: numbers come in as real ones, and the index of words goes through everything for bounds that are. */
const byWords = `
  SELECT rowid AS id FROM image_words
  WHERE image_words MATCH @match AND rowid BETWEEN CAST(@from AS INTEGER) AND CAST(@to AS INTEGER)`;
/** Trigrams need three characters; shorter text is looked for in names, patients and findings only. */
const byShortText = `${everything} AND (name LIKE @like ESCAPE '\\' OR patient LIKE @like ESCAPE '\\')`;
const byFinding = `
  SELECT image AS id FROM labels
  WHERE finding = (SELECT id FROM findings WHERE name = @finding) AND image BETWEEN @from AND @to AND value = @label`;
const byWriting = `
  SELECT id FROM images INDEXED BY images_burned_in WHERE burned_in IS NOT NULL AND id BETWEEN @from AND @to`;
/** Some ages in their index at a time: there a window of ids would make nothing shorter. */
const byAge = "SELECT id FROM images INDEXED BY images_age WHERE age";
const decades = [20, 30, 40, 50, 60, 70, 80, 90];

/**
 * What a filter asks for; empty where it asks for nothing. Each condition goes through an index of its own, so that its
 * list can serve the next filter too.
 */
export function conditionsOf(filter: ImageFilter): Condition[] {
  const { finding, label = 1, ageFrom, ageTo, dataSet } = filter;
  const conditions: Condition[] = [];
  const text = searched(filter);
  if (text !== undefined) conditions.push(textCondition(text));
  if (finding !== undefined) conditions.push([{ sql: byFinding, values: { finding, label }, window: wide }]);
  for (const column of ["view", "projection", "sex", "patient"] as const) {
    const value = filter[column];
    if (value !== undefined) conditions.push([byColumn(column, "@value", value)]);
  }
  if (ageFrom !== undefined || ageTo !== undefined) conditions.push(ageCondition(ageFrom, ageTo));
  if (filter.burnedIn !== undefined) conditions.push([{ sql: byWriting, values: {}, window: wide }]);
  if (dataSet !== undefined)
    conditions.push([byColumn("data_set", "(SELECT id FROM data_sets WHERE name = @value)", dataSet)]);
  return conditions;
}

type Column = "view" | "projection" | "sex" | "patient" | "data_set";

function byColumn(column: Column, wanted: string, value: string): Search {
  const index = column === "patient" ? "images_patient_study" : `images_${column}`;
  const sql = `SELECT id FROM images INDEXED BY ${index} WHERE ${column} = ${wanted} AND id BETWEEN @from AND @to`;
  return { sql, values: { value }, window: wide };
}

/** One search to a decade, as many as there are between the two ends; both of them belong to it. */
function ageCondition(youngest = -Infinity, oldest = Infinity): Condition {
  const searches: Search[] = [];
  let low = youngest;
  for (const high of decades) {
    if (high <= low || high > oldest) continue;
    searches.push({ sql: `${byAge} >= @low AND age < @high`, values: { low, high }, window: Infinity });
    low = high;
  }
  return [...searches, { sql: `${byAge} BETWEEN @low AND @oldest`, values: { low, oldest }, window: Infinity }];
}

function textCondition(text: string): Condition {
  const like = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const match = `"${text.replaceAll('"', '""')}"`;
  const isShort = Array.from(text).length < 3;
  const words = isShort
    ? { sql: byShortText, values: { like }, window: wide }
    : { sql: byWords, values: { match }, window: narrow };
  return [words, { sql: byFindingText, values: { like }, window: wide }];
}

/** The text to look for, or undefined; SQLite ends a text at a NUL character, so there is none in it. */
function searched(filter: ImageFilter): string | undefined {
  const text = filter.text?.replaceAll("\0", "").trim();
  return text === "" ? undefined : text;
}

/**
 * The function that gives the ids of all images that pass a filter, by rising id. Work is cut into pieces between which
 * others get a turn; where images are changed meanwhile, the answer lies between the old and the new one. The last lists
 * are kept until images or labels change. Nobody may write into what it returns.
 */
export function createImageFilter(db: Database): (filter: ImageFilter) => Promise<Uint32Array> {
  const cache = createRevisionCache<Uint32Array>(db, kept);
  const reader = createReader(db);
  const idsOf = (condition: Condition): Promise<Uint32Array> =>
    cache.get(keyOf(condition), () => reader.ids(condition));
  return (filter) => {
    const conditions = conditionsOf(filter);
    const [first, second] = conditions;
    if (first === undefined) return cache.get("", () => reader.all());
    if (second === undefined) return idsOf(first);
    return cache.get(keyOf(conditions), async () => {
      const lists: Uint32Array[] = [];
      for (const condition of conditions) lists.push(await idsOf(condition));
      await setImmediate();
      return lists.sort((a, b) => a.length - b.length).reduce(intersection);
    });
  };
}

/** Numbers are written as text, since JSON knows no infinite ones. */
function keyOf(asked: Condition | readonly Condition[]): string {
  return JSON.stringify(asked, (_, value: unknown) => (typeof value === "number" ? String(value) : value));
}

interface Reader {
  all(): Promise<Uint32Array>;
  ids(condition: Condition): Promise<Uint32Array>;
}

function createReader(db: Database): Reader {
  const count = db.prepare<[], number>("SELECT count(*) FROM images").pluck();
  const largest = db.prepare<[], number | null>("SELECT max(id) FROM images").pluck();
  const prepared = new Map<string, Statement<[Values], string>>();
  const statement = (sql: string): Statement<[Values], string> => {
    // Ids come out of SQLite faster in one text than in as many rows.
    const asText = `SELECT json_group_array(id) FROM (${sql})`;
    const known = prepared.get(sql) ?? db.prepare<[Values], string>(asText).pluck();
    prepared.set(sql, known);
    return known;
  };
  const ids = async (condition: Condition): Promise<Uint32Array> => {
    const found: Uint32Array[] = [];
    for (const { sql, values, window } of condition) {
      for (let from = 1; from <= (largest.get() ?? 0); from += window) {
        const text = statement(sql).get({ ...values, from, to: from + window - 1 });
        found.push(new Uint32Array(JSON.parse(text ?? "[]") as number[]));
        await setImmediate();
      }
    }
    return idList(found);
  };
  return {
    ids,
    all: async () => {
      const n = count.get() ?? 0;
      // Ids from 1 to n without a gap need not be read.
      return largest.get() === n ? firstIds(n) : ids([{ sql: everything, values: {}, window: wide }]);
    },
  };
}
