import type { Database } from "better-sqlite3";
import { postingKey } from "./posting-reader.ts";

/**
 * A generator that removes every generation of an SAE that readers do not see, a few rows per step: the old one after a
 * switch, and what a stopped write has left behind.
 */
export function createGenerationRemover(db: Database): (sae: number) => Iterator<unknown> {
  const unused = db
    .prepare<[number], number>(
      "SELECT id FROM generations AS g WHERE sae = ? AND NOT EXISTS (SELECT 1 FROM scores WHERE generation = g.id)",
    )
    .pluck();
  const postings = db.prepare<[number, number]>(
    "DELETE FROM postings WHERE id IN (SELECT id FROM postings WHERE id BETWEEN ? AND ? LIMIT 8)",
  );
  const children = [
    "DELETE FROM strongest_neurons WHERE generation = @id",
    `DELETE FROM associations WHERE generation = @id AND neuron IN (
       SELECT DISTINCT neuron FROM associations WHERE generation = @id LIMIT 8)`,
    `DELETE FROM neurons WHERE generation = @id AND neuron IN (
       SELECT neuron FROM neurons WHERE generation = @id LIMIT 64)`,
  ].map((sql) => db.prepare<[{ id: number }]>(sql));
  const remove = db.prepare<[number]>("DELETE FROM generations WHERE id = ?");
  return function* removal(sae) {
    for (const id of unused.all(sae)) {
      while (postings.run(postingKey(id, 0), postingKey(id, 65535)).changes > 0) yield;
      for (const child of children) while (child.run({ id }).changes > 0) yield;
      yield remove.run(id);
    }
  };
}
