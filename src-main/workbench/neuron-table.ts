import type { Association, MethodOutput, NeuronSummary } from "../../src-preload/contract/index.ts";
import { arrange, associationAt, createTurns, fillColumns, withIntervals } from "../evidence/index.ts";
import type { FindingColumn, NeuronTable, TableQuery } from "../evidence/index.ts";
import type { ListedNeuron, Store, StoredAssociation, StoredNeuron } from "../store/index.ts";
import { keepRecent } from "./recent.ts";
import type { Scored } from "./scored.ts";

/** Tables kept, about 7 MB each for 8,192 neurons and 14 findings. */
const tablesKept = 2;
/** Neurons read in one go, with their associations in a few milliseconds. */
const readAtOnce = 256;

interface PageQuery extends TableQuery {
  readonly offset: number;
  readonly limit: number;
}

/**
 * The function that answers a page of the table of neurons. The table is read from the store once for each set of
 * statistics, in pieces between which others get a turn, and then kept.
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
    const table = await tableOf(scored);
    const passing = arrange(table, query);
    const { images, stale, scoredAt } = scored;
    const neurons = passing.slice(offset, offset + limit).map((known) => ({
      ...summary(known, images),
      withFinding: finding === undefined ? null : read(associationAt(table.findings, finding, known.neuron)),
    }));
    return { total: passing.length, all: table.neurons.length, images, stale, scoredAt, neurons };
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

async function readTable({ evidence }: Store, { generation, images }: Scored): Promise<NeuronTable> {
  const turns = createTurns();
  const listed: ListedNeuron[] = [];
  for (let page; page === undefined || page.length === readAtOnce;) {
    page = evidence.neuronPage(generation, (listed.at(-1)?.neuron ?? -1) + 1, readAtOnce);
    listed.push(...page);
    if (turns.due()) await turns.take();
  }
  const count = (listed.at(-1)?.neuron ?? -1) + 1;
  const findings = new Map<string, FindingColumn>();
  for (let from = 0; from < count; from += readAtOnce) {
    fillColumns(findings, evidence.associationPage(generation, from, from + readAtOnce), count);
    if (turns.due()) await turns.take();
  }
  const neurons = listed.map(({ strongest, ...row }) => ({
    ...row,
    strongest: strongest === null ? null : associationAt(findings, strongest, row.neuron),
  }));
  return { images, neurons, findings };
}
