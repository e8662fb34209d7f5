import type { Database } from "better-sqlite3";
import type { EvidenceQueries, NeuronAssociation, NeuronStatistics } from "./evidence.ts";
import type { StoredAssociation, StoredNeuron } from "./evidence.ts";
import { unpackHistogram } from "./packed.ts";

interface NeuronRow extends Omit<NeuronStatistics, "histogram">, Omit<StoredAssociation, "finding"> {
  readonly histogram: Buffer | null;
  /** Row of the finding of the strongest association. */
  readonly strongest: number | null;
}

const neuronSql = `
  SELECT n.neuron, fires, sum, max, histogram, strongest, correlation, correlation_error AS correlationError, auroc,
    ifnull(positives, 0) AS positives, ifnull(negatives, 0) AS negatives
  FROM neurons AS n
  LEFT JOIN associations AS a ON a.generation = n.generation AND a.neuron = n.neuron AND a.finding = n.strongest
  WHERE n.generation = ?`;

const associationsSql = `
  SELECT name AS finding, correlation, correlation_error AS correlationError, auroc, positives, negatives FROM associations
  JOIN findings ON findings.id = finding WHERE generation = ? AND neuron = ? ORDER BY finding`;

const strongestSql = `
  SELECT s.neuron, name AS finding, correlation, correlation_error AS correlationError, auroc, positives, negatives
  FROM strongest_neurons AS s
  JOIN associations AS a ON a.generation = s.generation AND a.neuron = s.neuron AND a.finding = s.finding
  JOIN findings ON findings.id = s.finding
  WHERE s.generation = ? ORDER BY s.finding`;

/** Goes through the associations of these neurons by the primary key, faster than an index of findings would be. */
const columnSql = `
  SELECT neuron, @finding AS finding, correlation, correlation_error AS correlationError, auroc, positives, negatives FROM associations
  WHERE generation = @generation AND neuron >= @from AND neuron < @to
    AND finding = (SELECT id FROM findings WHERE name = @finding)
  ORDER BY neuron`;

type NeuronReader = Pick<
  EvidenceQueries,
  "neuron" | "associations" | "strongestPerFinding" | "neuronPage" | "associationPage" | "fires"
>;

/** Reading of neurons and what they go with; `current` gives the generation that readers of an SAE see. */
export function createNeuronReader(db: Database, current: (sae: number) => number): NeuronReader {
  const neuron = db.prepare<[number, number], NeuronRow>(`${neuronSql} AND n.neuron = ?`);
  const page = db.prepare<[number, number, number], NeuronRow>(
    `${neuronSql} AND n.neuron >= ? ORDER BY n.neuron LIMIT ?`,
  );
  const findings = db.prepare<[], [number, string]>("SELECT id, name FROM findings").raw();
  const associations = db.prepare<[number, number], StoredAssociation>(associationsSql);
  const column = db.prepare<[{ generation: number; finding: string; from: number; to: number }], NeuronAssociation>(
    columnSql,
  );
  const strongest = db.prepare<[number], NeuronAssociation>(strongestSql);
  const fires = db
    .prepare<[number], [number, number]>("SELECT neuron, fires FROM neurons WHERE generation = ? ORDER BY neuron")
    .raw();
  // Names are put in here: a join for every row would take longer than all the rest.
  const named = (rows: readonly NeuronRow[]): StoredNeuron[] => {
    const names = new Map(findings.all());
    return rows.map((row) => toNeuron(row, names));
  };
  return {
    neuron: (sae, index) => {
      const found = neuron.get(current(sae), index);
      return found && named([found])[0];
    },
    associations: (sae, index) => associations.all(current(sae), index),
    strongestPerFinding: (sae) => strongest.all(current(sae)),
    neuronPage: (generation, from, limit) => named(page.all(generation, from, limit)),
    associationPage: (generation, finding, from, to) => column.all({ generation, finding, from, to }),
    fires: (generation) => {
      const rows = fires.all(generation);
      const counts = new Uint32Array((rows.at(-1)?.[0] ?? -1) + 1);
      for (const [index, count] of rows) counts[index] = count;
      return counts;
    },
  };
}

function toNeuron(row: NeuronRow, findings: ReadonlyMap<number, string>): StoredNeuron {
  const { neuron, fires, sum, max, histogram, strongest, ...association } = row;
  const finding = strongest === null ? undefined : findings.get(strongest);
  return {
    ...{ neuron, fires, sum, max },
    histogram: histogram === null ? null : unpackHistogram(histogram),
    strongest: finding === undefined ? null : { finding, ...association },
  };
}
