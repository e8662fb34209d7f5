import type { Database } from "better-sqlite3";
import type { Association } from "../../src-preload/contract/evidence.ts";
import type { AppliedPolicy } from "../../src-preload/contract/tables.ts";
import { currentCodingSql } from "./codes.ts";
import { createEvidenceWriter } from "./evidence-writer.ts";
import { createNeuronReader } from "./neuron-reader.ts";
import type { PackedPosting } from "./packed.ts";
import { createPostingReader } from "./posting-reader.ts";

export interface NeuronStatistics {
  readonly neuron: number;
  /** Images on which it fires. */
  readonly fires: number;
  /** Sum and largest of its activations, from float32; 0 where it never fires. */
  readonly sum: number;
  readonly max: number;
  /** Images by activation, in equal bins over (0, max]; null where scored before histograms were kept. */
  readonly histogram: Uint32Array | null;
}

export interface NeuronPosting {
  readonly neuron: number;
  /** Image ids and activations, in any order. */
  readonly images: Uint32Array;
  readonly values: Float32Array;
}

/** An association as it is stored: intervals follow from it and are computed when it is read. */
export interface StoredAssociation extends Omit<Association, "correlationInterval" | "aurocInterval"> {
  /** Standard error of the correlation; null where too few images carry it, and where scored before it was kept. */
  readonly correlationError: number | null;
}

export interface NeuronAssociation extends StoredAssociation {
  readonly neuron: number;
}

export interface ScoreResult {
  /** Coded images the statistics are over. */
  readonly images: number;
  readonly neurons: readonly NeuronStatistics[];
  readonly postings: readonly NeuronPosting[];
  readonly associations: readonly NeuronAssociation[];
  /** What uncertain labels counted as. */
  readonly policies: readonly AppliedPolicy[];
  /** The labels they were made from; those of now where it is left out. */
  readonly labelsRevision?: number;
}

export interface StoredNeuron extends NeuronStatistics {
  /** The association with the largest correlation by absolute value; null where none is defined. */
  readonly strongest: StoredAssociation | null;
}

export interface ScoredState {
  /** Names these statistics: a new score, by whichever process, has another number. */
  readonly generation: number;
  /** The set of codes they were made from; null where there was none. */
  readonly coding: number | null;
  readonly images: number;
  /** The smallest and the largest image that was coded then; null where scored before that was kept. */
  readonly ids: readonly [smallest: number, largest: number] | null;
  /** What uncertain labels counted as, by data set; empty where scored before there were policies: all were left out. */
  readonly policies: readonly AppliedPolicy[];
  /** UTC, ISO 8601. */
  readonly scoredAt: string;
  /** Codes were added, the encoder changed, labels changed, or Lightbox itself counts more since. */
  readonly stale: boolean;
}

/** What is shown of a film among others. */
export interface FilmName {
  readonly sha256: string;
  readonly name: string;
  readonly patient: string | null;
}

export interface StrongImage extends FilmName {
  readonly image: number;
  readonly activation: number;
}

export interface EvidenceQueries {
  /**
   * Puts new statistics in the place of the old: written in small transactions beside them, then one switch, so that a
   * reader sees all of the old or all of the new. Stopped half-way, the old stay; the next call clears the rest away.
   */
  replace(sae: number, result: ScoreResult): Promise<void>;
  scored(sae: number): ScoredState | undefined;
  /** Rises with every change of a label, and of what uncertain ones count as. */
  labelsRevision(): number;
  neuron(sae: number, neuron: number): StoredNeuron | undefined;
  /** In the order in which the workspace met the findings. */
  associations(sae: number, neuron: number): StoredAssociation[];
  /** For every finding the neuron with the largest correlation; findings without one are left out. */
  strongestPerFinding(sae: number): NeuronAssociation[];
  /** Neurons of a generation from an index on, by index. */
  neuronPage(generation: number, from: number, limit: number): StoredNeuron[];
  /** Associations of one finding with the neurons of a generation from an index up to another (left out), by neuron. */
  associationPage(generation: number, finding: string, from: number, to: number): NeuronAssociation[];
  /** Images on which each neuron of a generation fires, [neurons]. */
  fires(generation: number): Uint32Array;
  /** The images on which a neuron fires most, by falling activation (float16). */
  head(sae: number, neuron: number, limit: number): StrongImage[];
  /** Images in the neuron's posting list with a smaller activation, in float16. */
  rank(sae: number, neuron: number, activation: number): number;
  /** All images on which a neuron fires, by falling activation (float16), equal activations by image id. */
  posting(generation: number, neuron: number): PackedPosting;
  film(image: number): FilmName | undefined;
}

interface GenerationRow {
  readonly id: number;
  readonly coding: number | null;
  readonly images: number;
  readonly labelsRevision: number;
  readonly scoredAt: string;
  readonly firstImage: number | null;
  readonly lastImage: number | null;
  /** JSON. */
  readonly policies: string | null;
}

export function createEvidenceQueries(db: Database): EvidenceQueries {
  const generation = db.prepare<[number], GenerationRow>(
    `SELECT g.id, coding, images, labels_revision AS labelsRevision, scored_at AS scoredAt,
       first_image AS firstImage, last_image AS lastImage, policies
     FROM scores JOIN generations AS g ON g.id = generation WHERE scores.sae = ?`,
  );
  const isStale = createStaleness(db);
  const revision = db.prepare<[], number>("SELECT number FROM revisions WHERE what = 'labels'").pluck();
  const current = (sae: number): number => generation.get(sae)?.id ?? 0;
  return {
    replace: createEvidenceWriter(db),
    scored: (sae) => {
      const row = generation.get(sae);
      if (row === undefined) return undefined;
      const { id, coding, images, scoredAt, firstImage, lastImage } = row;
      const ids = firstImage === null || lastImage === null ? null : ([firstImage, lastImage] as const);
      const policies = JSON.parse(row.policies ?? "[]") as AppliedPolicy[];
      return { generation: id, coding, images, ids, policies, scoredAt, stale: isStale(sae, row) };
    },
    labelsRevision: () => revision.get() ?? 0,
    ...createNeuronReader(db, current),
    ...createPostingReader(db, current),
  };
}

function createStaleness(db: Database): (sae: number, row: GenerationRow) => boolean {
  const coding = db.prepare<[number], number>(currentCodingSql).pluck();
  const coded = db.prepare<[number], number>("SELECT images FROM codings WHERE id = ?").pluck();
  const revision = db.prepare<[], number>("SELECT number FROM revisions WHERE what = 'labels'").pluck();
  return (sae, row) => {
    const now = coding.get(sae);
    if (now !== undefined && (now !== row.coding || coded.get(now) !== row.images)) return true;
    // Scored by a Lightbox that did not know standard errors.
    if (row.firstImage === null && row.images > 0) return true;
    return revision.get() !== row.labelsRevision;
  };
}
