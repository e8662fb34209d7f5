import type { Association, MethodOutput, NeuronSummary } from "../../src-preload/contract/index.ts";
import { arrange, createTurns, withIntervals } from "../evidence/index.ts";
import type { FindingColumn, NeuronTable, TableQuery } from "../evidence/index.ts";
import type { Store, StoredAssociation, StoredNeuron } from "../store/index.ts";
import { keepRecent } from "./recent.ts";
import type { Scored } from "./scored.ts";

/** Tables kept, about 5 MB each for 8,192 neurons, and columns of findings with each, about 1 MB. */
const tablesKept = 2;
const columnsKept = 16;
/** Neurons read in one go, in a few milliseconds. */
const readAtOnce = 512;

interface PageQuery extends TableQuery {
  readonly finding?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

interface HeldTable extends NeuronTable {
  readonly column: (finding: string) => Promise<FindingColumn>;
}

/**
 * The function that answers a page of the table of neurons. The table is read from the store once for each set of
 * statistics, in pieces between which others get a turn, and then kept; so are the columns of the findings asked for.
 */
export function openNeuronTable(
  store: Store,
): (scored: Scored, query: PageQuery) => Promise<MethodOutput<"evidence.neurons">> {
  const tableOf = keepRecent(
    tablesKept,
    (scored: Scored) => readTable(store, scored),
    ({ generation, scoredAt }) => `${String(generation)} ${scoredAt}`,
  );
  return async (scored, query) => {
    const { finding, offset, limit } = query;
    const { images, stale, scoredAt } = scored;
    const policies = [...scored.policies];
    const table = await tableOf(scored);
    const column = finding === undefined ? undefined : await table.column(finding);
    const passing = arrange(table, query, column);
    const neurons = passing.slice(offset, offset + limit).map((known) => ({
      ...summary(known, images),
      withFinding: read(column?.get(known.neuron) ?? null),
    }));
    return { total: passing.length, all: table.neurons.length, images, stale, scoredAt, policies, neurons };
  };
}

/** What lists show of a neuron. */
export function summary(
  { neuron, fires, sum, max, strongest, histogram }: StoredNeuron,
  images: number,
): NeuronSummary {
  return {
    ...{ neuron, fires, images },
    density: fires / images,
    mean: fires === 0 ? null : sum / fires,
    max: fires === 0 ? null : max,
    strongest: read(strongest),
    histogram: histogram === null ? null : Array.from(histogram),
  };
}

function read(stored: StoredAssociation | null): Association | null {
  return stored === null ? null : withIntervals(stored);
}

async function readTable({ evidence }: Store, { generation, images }: Scored): Promise<HeldTable> {
  const turns = createTurns();
  const neurons: StoredNeuron[] = [];
  for (let page; page === undefined || page.length === readAtOnce;) {
    page = evidence.neuronPage(generation, (neurons.at(-1)?.neuron ?? -1) + 1, readAtOnce);
    neurons.push(...page);
    if (turns.due()) await turns.take();
  }
  const end = (neurons.at(-1)?.neuron ?? -1) + 1;
  const readColumn = async (finding: string): Promise<FindingColumn> => {
    const column = new Map<number, StoredAssociation>();
    const pieces = createTurns();
    for (let from = 0; from < end; from += readAtOnce) {
      for (const row of evidence.associationPage(generation, finding, from, from + readAtOnce))
        column.set(row.neuron, row);
      if (pieces.due()) await pieces.take();
    }
    return column;
  };
  return { images, neurons, column: keepRecent(columnsKept, readColumn) };
}
