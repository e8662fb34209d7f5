import type { Database } from "better-sqlite3";
import type { EvidenceQueries, FilmName } from "./evidence.ts";
import { countSmaller, unpackHead, unpackPosting } from "./packed.ts";

/** Key of a posting list: 65,536 neurons to a generation. */
export function postingKey(generation: number, neuron: number): number {
  return generation * 65536 + neuron;
}

type PostingReader = Pick<EvidenceQueries, "head" | "rank" | "posting" | "film">;

/** Reading of posting lists and their films; `current` gives the generation that readers of an SAE see. */
export function createPostingReader(db: Database, current: (sae: number) => number): PostingReader {
  // SQLite goes through the whole list, about 0.3 ms for 200,000 images, but only the two heads are copied out of it.
  const head = db.prepare<[{ id: number; limit: number }], { ids: Buffer | null; activations: Buffer | null }>(
    `SELECT substr(list, 1, 4 * min(n, @limit)) AS ids, substr(list, 4 * n + 1, 2 * min(n, @limit)) AS activations
     FROM postings WHERE id = @id`,
  );
  const activations = db
    .prepare<[number], Buffer | null>("SELECT substr(list, 4 * n + 1, 2 * n) FROM postings WHERE id = ?")
    .pluck();
  const list = db.prepare<[number], Buffer>("SELECT list FROM postings WHERE id = ?").pluck();
  const film = db.prepare<[number], FilmName>("SELECT sha256, name, patient FROM images WHERE id = ?");
  return {
    head: (sae, neuron, limit) => {
      const row = head.get({ id: postingKey(current(sae), neuron), limit });
      // A neuron that never fires has an empty list, and substr() of an empty blob is NULL.
      if (row === undefined || row.ids === null || row.activations === null) return [];
      const { images, values } = unpackHead(row.ids, row.activations);
      return Array.from(images).flatMap((id, place) => {
        const known = film.get(id);
        return known === undefined ? [] : [{ image: id, ...known, activation: values[place] ?? 0 }];
      });
    },
    rank: (sae, neuron, activation) => {
      const blob = activations.get(postingKey(current(sae), neuron));
      return blob === undefined || blob === null ? 0 : countSmaller(blob, activation);
    },
    posting: (generation, neuron) => unpackPosting(list.get(postingKey(generation, neuron)) ?? new Uint8Array(0)),
    film: (image) => film.get(image),
  };
}
