import type { NeuronAssociation } from "./evidence.ts";

/** Per neuron the association with the largest correlation by absolute value; the first of equals. */
export function strongestByNeuron(associations: readonly NeuronAssociation[]): Map<number, NeuronAssociation> {
  return best(
    associations,
    (row) => row.neuron,
    (row) => (row.correlation === null ? null : Math.abs(row.correlation)),
  );
}

/** Per finding the neuron with the largest correlation; the first of equals. */
export function strongestByFinding(associations: readonly NeuronAssociation[]): Map<string, NeuronAssociation> {
  return best(
    associations,
    (row) => row.finding,
    (row) => row.correlation,
  );
}

function best<Key>(
  rows: readonly NeuronAssociation[],
  key: (row: NeuronAssociation) => Key,
  score: (row: NeuronAssociation) => number | null,
): Map<Key, NeuronAssociation> {
  const found = new Map<Key, NeuronAssociation>();
  for (const row of rows) {
    const value = score(row);
    if (value === null) continue;
    const before = found.get(key(row));
    if (before === undefined || value > (score(before) ?? -Infinity)) found.set(key(row), row);
  }
  return found;
}
