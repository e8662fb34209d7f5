import type * as v from "valibot";
import type { neuronQuery } from "../../src-preload/contract/evidence.ts";
import type { StoredAssociation, StoredNeuron } from "../store/index.ts";

/** The statistics of an SAE's neurons, and the images they are over. */
export interface NeuronTable {
  readonly images: number;
  readonly neurons: readonly StoredNeuron[];
}

/** The associations with one finding, by neuron. */
export type FindingColumn = ReadonlyMap<number, StoredAssociation>;

/** What the table is asked to show, without the place of the page. */
export type TableQuery = Omit<v.InferOutput<typeof neuronQuery>, "sae" | "finding" | "offset" | "limit">;

/**
 * The neurons that pass a filter, sorted; `column` is that of the finding asked for. Neurons without a value come last in
 * both directions, equal values stand by neuron.
 */
export function arrange(table: NeuronTable, query: TableQuery, column?: FindingColumn): StoredNeuron[] {
  const keyOf = sortKey(query.sort, column);
  const direction = query.descending ? -1 : 1;
  const passing = table.neurons.filter(passes(table.images, query));
  const keyed = passing.map((neuron) => {
    const key = keyOf(neuron);
    return { neuron, key: key === null ? Infinity : direction * key };
  });
  keyed.sort((a, b) => (a.key === b.key ? a.neuron.neuron - b.neuron.neuron : a.key - b.key));
  return keyed.map(({ neuron }) => neuron);
}

type SortKey = (neuron: StoredNeuron) => number | null;

/** What neurons are sorted by; null where it is not defined. */
function sortKey(sort: TableQuery["sort"], column: FindingColumn | undefined): SortKey {
  switch (sort) {
    case "neuron":
      return ({ neuron }) => neuron;
    case "density":
      return ({ fires }) => fires;
    case "mean":
      return ({ fires, sum }) => (fires === 0 ? null : sum / fires);
    case "max":
      return ({ fires, max }) => (fires === 0 ? null : max);
    case "association":
      if (column !== undefined) return ({ neuron }) => column.get(neuron)?.correlation ?? null;
      return ({ strongest }) => {
        const correlation = strongest?.correlation ?? null;
        return correlation === null ? null : Math.abs(correlation);
      };
  }
}

function passes(images: number, query: TableQuery): (neuron: StoredNeuron) => boolean {
  const { firing, densityFrom = -Infinity, densityTo = Infinity } = query;
  const matches = textMatch(query.text ?? "");
  return (neuron) => {
    if (firing !== "all" && (firing === "firing") !== neuron.fires > 0) return false;
    const density = neuron.fires / images;
    return density >= densityFrom && density <= densityTo && matches(neuron);
  };
}

/** "250" and "#250" ask for neurons whose number begins like that, other text for a strongest finding that holds it. */
function textMatch(text: string): (neuron: StoredNeuron) => boolean {
  const wanted = text.trim().toLowerCase();
  const digits = /^#?(\d*)$/.exec(wanted)?.[1];
  if (digits === "") return () => true;
  if (digits !== undefined) return ({ neuron }) => String(neuron).startsWith(digits);
  return ({ strongest }) => strongest?.finding.toLowerCase().includes(wanted) === true;
}
