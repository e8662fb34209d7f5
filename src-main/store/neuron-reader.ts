import type { Database } from "better-sqlite3";
import type { AssociationTuple, EvidenceQueries, NeuronAssociation, NeuronStatistics } from "./evidence.ts";
import type { StoredAssociation, StoredNeuron } from "./evidence.ts";
import { unpackHistogram } from "./packed.ts";

interface StatisticsRow extends Omit<NeuronStatistics, "histogram"> {
  readonly histogram: Buffer | null;
}

interface ListedRow extends StatisticsRow {
  readonly strongest: number | null;
}

interface NeuronRow extends StatisticsRow, Omit<StoredAssociation, "finding"> {
  readonly finding: string | null;
}

const neuronSql = `
  SELECT n.neuron, fires, sum, max, histogram, name AS finding, correlation, auroc,
    ifnull(positives, 0) AS positives, ifnull(negatives, 0) AS negatives
  FROM neurons AS n
  LEFT JOIN associations AS a ON a.generation = n.generation AND a.neuron = n.neuron AND a.finding = n.strongest
  LEFT JOIN findings ON findings.id = n.strongest
  WHERE n.generation = ? AND n.neuron = ?`;

const associationsSql = `
  SELECT name AS finding, correlation, auroc, positives, negatives FROM associations
  JOIN findings ON findings.id = finding WHERE generation = ? AND neuron = ? ORDER BY finding`;

const strongestSql = `
  SELECT s.neuron, name AS finding, correlation, auroc, positives, negatives
  FROM strongest_neurons AS s
  JOIN associations AS a ON a.generation = s.generation AND a.neuron = s.neuron AND a.finding = s.finding
  JOIN findings ON findings.id = s.finding
  WHERE s.generation = ? ORDER BY s.finding`;

type NeuronReader = Pick<
  EvidenceQueries,
  "neuron" | "associations" | "strongestPerFinding" | "neuronPage" | "associationPage" | "fires"
>;

/** Reading of neurons and what they go with; `current` gives the generation that readers of an SAE see. */
export function createNeuronReader(db: Database, current: (sae: number) => number): NeuronReader {
  const neuron = db.prepare<[number, number], NeuronRow>(neuronSql);
  const associations = db.prepare<[number, number], StoredAssociation>(associationsSql);
  const strongest = db.prepare<[number], NeuronAssociation>(strongestSql);
  const fires = db
    .prepare<[number], [number, number]>("SELECT neuron, fires FROM neurons WHERE generation = ? ORDER BY neuron")
    .raw();
  return {
    neuron: (sae, index) => {
      const found = neuron.get(current(sae), index);
      return found && toNeuron(found);
    },
    associations: (sae, index) => associations.all(current(sae), index),
    strongestPerFinding: (sae) => strongest.all(current(sae)),
    ...createPages(db),
    fires: (generation) => {
      const rows = fires.all(generation);
      const counts = new Uint32Array((rows.at(-1)?.[0] ?? -1) + 1);
      for (const [index, count] of rows) counts[index] = count;
      return counts;
    },
  };
}

/** Pages of long lists. Names of findings are put in here: a join for every row would take longer than all the rest. */
function createPages(db: Database): Pick<EvidenceQueries, "neuronPage" | "associationPage"> {
  const neurons = db.prepare<[number, number, number], ListedRow>(
    `SELECT neuron, fires, sum, max, histogram, strongest FROM neurons
     WHERE generation = ? AND neuron >= ? ORDER BY neuron LIMIT ?`,
  );
  type Row = [neuron: number, finding: number, number | null, number | null, positives: number, negatives: number];
  const associations = db
    .prepare<[number, number, number], Row>(
      `SELECT neuron, finding, correlation, auroc, positives, negatives FROM associations
       WHERE generation = ? AND neuron >= ? AND neuron < ? ORDER BY neuron, finding`,
    )
    .raw();
  const findings = db.prepare<[], [number, string]>("SELECT id, name FROM findings").raw();
  return {
    neuronPage: (generation, from, limit) => {
      const names = new Map(findings.all());
      return neurons.all(generation, from, limit).map(({ histogram, strongest, ...row }) => ({
        ...row,
        histogram: histogram === null ? null : unpackHistogram(histogram),
        strongest: strongest === null ? null : (names.get(strongest) ?? null),
      }));
    },
    associationPage: (generation, from, to) => {
      const names = new Map(findings.all());
      const named = ([neuron, finding, correlation, auroc, positives, negatives]: Row): AssociationTuple => {
        return [neuron, names.get(finding) ?? "", correlation, auroc, positives, negatives];
      };
      return associations.all(generation, from, to).map(named);
    },
  };
}

function toNeuron(row: NeuronRow): StoredNeuron {
  const { neuron, fires, sum, max, histogram, finding, ...association } = row;
  return {
    ...{ neuron, fires, sum, max },
    histogram: histogram === null ? null : unpackHistogram(histogram),
    strongest: finding === null ? null : { finding, ...association },
  };
}
