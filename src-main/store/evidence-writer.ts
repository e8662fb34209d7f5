import { setImmediate } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import { codeVersion } from "./code-version.ts";
import { currentCodingSql } from "./codes.ts";
import { inTransaction } from "./connection.ts";
import type { EvidenceQueries, NeuronAssociation, ScoreResult } from "./evidence.ts";
import { createFindings } from "./findings.ts";
import { createGenerationRemover } from "./generation-remover.ts";
import { packHistogram, packPosting } from "./packed.ts";
import { postingKey } from "./posting-reader.ts";
import { strongestByFinding, strongestByNeuron } from "./strongest.ts";

/** Milliseconds of work in one transaction, before its commit; the main process promises to answer within 50. */
const chunkMilliseconds = 15;

/** Runs small steps in transactions of a bounded time each, and lets other work pass in between. */
async function inChunks(db: Database, steps: Iterator<unknown>): Promise<void> {
  while (!inTransaction(db, () => ended(steps, chunkMilliseconds))) await setImmediate();
}

/** Takes steps for so many milliseconds; true when there are no more. */
function ended(steps: Iterator<unknown>, milliseconds: number): boolean {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) if (steps.next().done === true) return true;
  return false;
}

/** The function behind `EvidenceQueries.replace`. */
export function createEvidenceWriter(db: Database): EvidenceQueries["replace"] {
  const currentCoding = db.prepare<[number], number>(currentCodingSql).pluck();
  const begin = db
    .prepare<[Record<string, number | string | null>], number>(
      `INSERT INTO generations
         (sae, coding, images, labels_revision, code_version, scored_at, first_image, last_image, policies)
       VALUES (
         @sae, @coding, @images, ifnull(@revision, (SELECT number FROM revisions WHERE what = 'labels')), @codeVersion, @scoredAt,
         (SELECT min(image) FROM codes WHERE coding = @coding), (SELECT max(image) FROM codes WHERE coding = @coding), @policies
       ) RETURNING id`,
    )
    .pluck();
  const change = db.prepare<[number, number]>(
    "INSERT INTO scores (sae, generation) VALUES (?, ?) ON CONFLICT (sae) DO UPDATE SET generation = excluded.generation",
  );
  const rows = createRowWriter(db);
  const unused = createGenerationRemover(db);

  return async (sae, result) => {
    const generation = inTransaction(db, () => {
      const coding = currentCoding.get(sae) ?? null;
      const scoredAt = new Date().toISOString();
      const policies = JSON.stringify(result.policies);
      const revision = result.labelsRevision ?? null;
      const id = begin.get({ sae, coding, images: result.images, revision, codeVersion, scoredAt, policies });
      if (id === undefined) throw new Error("the insert of a generation gave no id");
      return id;
    });
    await inChunks(db, rows(generation, result));
    inTransaction(db, () => change.run(sae, generation));
    await inChunks(db, unused(sae));
  };
}

/** A generator that writes one row per step. */
function createRowWriter(db: Database): (generation: number, result: ScoreResult) => Iterator<unknown> {
  const findings = createFindings(db);
  const neuron = db.prepare<[number, number, number, number, number, number | null, Uint8Array | null]>(
    "INSERT INTO neurons (generation, neuron, fires, sum, max, strongest, histogram) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const posting = db.prepare<[number, number, Uint8Array]>("INSERT INTO postings (id, n, list) VALUES (?, ?, ?)");
  const strongest = db.prepare<[number, number, number]>(
    "INSERT INTO strongest_neurons (generation, finding, neuron) VALUES (?, ?, ?)",
  );
  const association = createAssociationWriter(db);
  return function* rows(generation, result) {
    const idOf = new Map<string, number>();
    for (const name of new Set(result.associations.map((row) => row.finding)))
      yield idOf.set(name, findings.idOf(name));
    const best = strongestByNeuron(result.associations);
    for (const row of result.neurons) {
      const finding = idOf.get(best.get(row.neuron)?.finding ?? "") ?? null;
      const histogram = row.histogram === null ? null : packHistogram(row.histogram);
      yield neuron.run(generation, row.neuron, row.fires, row.sum, row.max, finding, histogram);
    }
    for (const row of result.associations) yield association(generation, idOf.get(row.finding) ?? 0, row);
    for (const [finding, row] of strongestByFinding(result.associations)) {
      yield strongest.run(generation, idOf.get(finding) ?? 0, row.neuron);
    }
    for (const row of result.postings) {
      // A neuron that never fires needs no list: reading one that is not there says the same.
      if (row.images.length > 0)
        yield posting.run(postingKey(generation, row.neuron), row.images.length, packPosting(row.images, row.values));
    }
  };
}

function createAssociationWriter(
  db: Database,
): (generation: number, finding: number, row: NeuronAssociation) => unknown {
  const add = db.prepare<[Omit<NeuronAssociation, "finding"> & { generation: number; finding: number }]>(
    `INSERT INTO associations
       (generation, neuron, finding, correlation, correlation_error, auroc, positives, negatives)
     VALUES (@generation, @neuron, @finding, @correlation, @correlationError, @auroc, @positives, @negatives)`,
  );
  return (generation, finding, row) => add.run({ ...row, generation, finding });
}
