import type { Database } from "better-sqlite3";
import type { Association } from "../../src-preload/contract/evidence.ts";
import { currentCodingSql } from "./codes.ts";
import { createEvidenceWriter } from "./evidence-writer.ts";
import { countSmaller, unpackHead } from "./packed.ts";

export interface NeuronStatistics {
  readonly neuron: number;
  /** Images on which it fires. */
  readonly fires: number;
  /** Sum and largest of its activations, from float32; 0 where it never fires. */
  readonly sum: number;
  readonly max: number;
}

export interface NeuronPosting {
  readonly neuron: number;
  /** Image ids and activations, in any order. */
  readonly images: Uint32Array;
  readonly values: Float32Array;
}

export interface NeuronAssociation extends Association {
  readonly neuron: number;
}

export interface ScoreResult {
  /** Coded images the statistics are over. */
  readonly images: number;
  readonly neurons: readonly NeuronStatistics[];
  readonly postings: readonly NeuronPosting[];
  readonly associations: readonly NeuronAssociation[];
}

export interface StoredNeuron extends NeuronStatistics {
  readonly images: number;
  /** The association with the largest correlation by absolute value; null where none is defined. */
  readonly strongest: Association | null;
}

export interface ScoredState {
  readonly images: number;
  /** UTC, ISO 8601. */
  readonly scoredAt: string;
  /** Codes were added, the encoder changed, or labels changed since. */
  readonly stale: boolean;
}

export interface StrongImage {
  readonly image: number;
  readonly sha256: string;
  readonly name: string;
  readonly activation: number;
}

export interface EvidenceQueries {
  /**
   * Puts new statistics in the place of the old: written in small transactions beside them, then one switch, so that a
   * reader sees all of the old or all of the new. Stopped half-way, the old stay; the next call clears the rest away.
   */
  replace(sae: number, result: ScoreResult): Promise<void>;
  scored(sae: number): ScoredState | undefined;
  /** Every neuron by index. */
  neurons(sae: number): StoredNeuron[];
  neuron(sae: number, neuron: number): StoredNeuron | undefined;
  /** In the order in which the workspace met the findings. */
  associations(sae: number, neuron: number): Association[];
  /** The images on which a neuron fires most, by falling activation (float16). */
  head(sae: number, neuron: number, limit: number): StrongImage[];
  /** Images in the neuron's posting list with a smaller activation, in float16. */
  rank(sae: number, neuron: number, activation: number): number;
  /** For every finding the neuron with the largest correlation; findings without one are left out. */
  strongestPerFinding(sae: number): NeuronAssociation[];
}

interface GenerationRow {
  readonly id: number;
  readonly coding: number | null;
  readonly images: number;
  readonly labelsRevision: number;
  readonly scoredAt: string;
}

interface NeuronRow extends NeuronStatistics, Omit<Association, "finding"> {
  readonly finding: string | null;
}

const neuronSql = `
  SELECT n.neuron, fires, sum, max, name AS finding, correlation, auroc,
    ifnull(positives, 0) AS positives, ifnull(negatives, 0) AS negatives
  FROM neurons AS n
  LEFT JOIN associations AS a ON a.generation = n.generation AND a.neuron = n.neuron AND a.finding = n.strongest
  LEFT JOIN findings ON findings.id = n.strongest
  WHERE n.generation = ?`;

const strongestSql = `
  SELECT s.neuron, name AS finding, correlation, auroc, positives, negatives
  FROM strongest_neurons AS s
  JOIN associations AS a ON a.generation = s.generation AND a.neuron = s.neuron AND a.finding = s.finding
  JOIN findings ON findings.id = s.finding
  WHERE s.generation = ? ORDER BY s.finding`;

/** Key of a posting list: 65,536 neurons to a generation. */
export function postingKey(generation: number, neuron: number): number {
  return generation * 65536 + neuron;
}

export function createEvidenceQueries(db: Database): EvidenceQueries {
  const generation = db.prepare<[number], GenerationRow>(
    `SELECT g.id, coding, images, labels_revision AS labelsRevision, scored_at AS scoredAt
     FROM scores JOIN generations AS g ON g.id = generation WHERE scores.sae = ?`,
  );
  const neurons = db.prepare<[number], NeuronRow>(`${neuronSql} ORDER BY n.neuron`);
  const neuron = db.prepare<[number, number], NeuronRow>(`${neuronSql} AND n.neuron = ?`);
  const associations = db.prepare<[number, number], Association>(
    `SELECT name AS finding, correlation, auroc, positives, negatives FROM associations
     JOIN findings ON findings.id = finding WHERE generation = ? AND neuron = ? ORDER BY finding`,
  );
  const strongest = db.prepare<[number], NeuronAssociation>(strongestSql);
  const isStale = createStaleness(db);
  const current = (sae: number): number => generation.get(sae)?.id ?? 0;
  return {
    replace: createEvidenceWriter(db),
    scored: (sae) => {
      const row = generation.get(sae);
      return row && { images: row.images, scoredAt: row.scoredAt, stale: isStale(sae, row) };
    },
    neurons: (sae) => {
      const row = generation.get(sae);
      return row === undefined ? [] : neurons.all(row.id).map((found) => toNeuron(found, row.images));
    },
    neuron: (sae, index) => {
      const row = generation.get(sae);
      const found = row && neuron.get(row.id, index);
      return found && toNeuron(found, row.images);
    },
    associations: (sae, index) => associations.all(current(sae), index),
    strongestPerFinding: (sae) => strongest.all(current(sae)),
    ...createPostingReader(db, current),
  };
}

function createPostingReader(db: Database, current: (sae: number) => number): Pick<EvidenceQueries, "head" | "rank"> {
  // Only the pages of the two heads are read, not the whole list.
  const head = db.prepare<[{ id: number; limit: number }], { ids: Buffer | null; activations: Buffer | null }>(
    `SELECT substr(list, 1, 4 * min(n, @limit)) AS ids, substr(list, 4 * n + 1, 2 * min(n, @limit)) AS activations
     FROM postings WHERE id = @id`,
  );
  const activations = db
    .prepare<[number], Buffer | null>("SELECT substr(list, 4 * n + 1, 2 * n) FROM postings WHERE id = ?")
    .pluck();
  const image = db.prepare<[number], { sha256: string; name: string }>("SELECT sha256, name FROM images WHERE id = ?");
  return {
    head: (sae, neuron, limit) => {
      const row = head.get({ id: postingKey(current(sae), neuron), limit });
      // A neuron that never fires has an empty list, and substr() of an empty blob is NULL.
      if (row === undefined || row.ids === null || row.activations === null) return [];
      const { images, values } = unpackHead(row.ids, row.activations);
      return Array.from(images).flatMap((id, place) => {
        const known = image.get(id);
        return known === undefined ? [] : [{ image: id, ...known, activation: values[place] ?? 0 }];
      });
    },
    rank: (sae, neuron, activation) => {
      const blob = activations.get(postingKey(current(sae), neuron));
      return blob === undefined || blob === null ? 0 : countSmaller(blob, activation);
    },
  };
}

function createStaleness(db: Database): (sae: number, row: GenerationRow) => boolean {
  const coding = db.prepare<[number], number>(currentCodingSql).pluck();
  const coded = db.prepare<[number], number>("SELECT images FROM codings WHERE id = ?").pluck();
  const revision = db.prepare<[], number>("SELECT number FROM revisions WHERE what = 'labels'").pluck();
  return (sae, row) => {
    const now = coding.get(sae);
    if (now !== undefined && (now !== row.coding || coded.get(now) !== row.images)) return true;
    return revision.get() !== row.labelsRevision;
  };
}

function toNeuron(row: NeuronRow, images: number): StoredNeuron {
  const { neuron, fires, sum, max, finding, ...association } = row;
  return { neuron, images, fires, sum, max, strongest: finding === null ? null : { finding, ...association } };
}
