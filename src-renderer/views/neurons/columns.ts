import type { NeuronOrder } from "../../../src-preload/contract/index.ts";
import { words } from "../../messages/index.ts";
import type { NeuronTableQuery } from "../../navigation/index.ts";

export type ColumnId =
  "neuron" | "density" | "histogram" | "mean" | "max" | "strongest" | "association" | "auroc" | "labels";

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  /** What the column holds, in a sentence. */
  readonly what: string;
  /** What stands small beside the title. */
  readonly note?: string;
  /** What clicking the title sorts by; left out where nothing is sorted. */
  readonly order?: NeuronOrder;
  /** Figures stand to the right. */
  readonly figures?: boolean;
}

/** The columns of the table, from the left. */
export function columnsOf({ finding }: NeuronTableQuery): Column[] {
  const { neurons } = words;
  return [
    { id: "neuron", title: neurons.number, what: neurons.numberWhat, order: "neuron" },
    { id: "density", title: neurons.firesOn, what: neurons.firesOnWhat, order: "density", figures: true },
    { id: "histogram", title: neurons.activations, what: neurons.activationsWhat, note: neurons.activationsScale },
    { id: "mean", title: neurons.mean, what: neurons.meanWhat, order: "mean", figures: true },
    { id: "max", title: neurons.max, what: neurons.maxWhat, order: "max", figures: true },
    { id: "strongest", title: neurons.strongest, what: neurons.strongestWhat },
    {
      id: "association",
      title: finding === undefined ? neurons.rho : neurons.rhoWith(finding),
      what: neurons.rhoWhat,
      order: "association",
    },
    { id: "auroc", title: neurons.auroc, what: neurons.aurocWhat },
    { id: "labels", title: neurons.labels, what: neurons.labelsWhat, figures: true },
  ];
}

/** The query that a click on a column's title leads to: the largest first, but the numbers from 0; then the other way round. */
export function sortedBy(query: NeuronTableQuery, order: NeuronOrder): NeuronTableQuery {
  const { sort = "neuron", descending = false, ...rest } = query;
  const turned = sort === order ? !descending : order !== "neuron";
  return { ...rest, ...(order === "neuron" ? {} : { sort: order }), ...(turned ? { descending: true } : {}) };
}

/** The query with the association with a finding, strongest first; null: the strongest of each neuron. */
export function withFinding(query: NeuronTableQuery, finding: string | null): NeuronTableQuery {
  if (finding === null) return without(query, "finding");
  return { ...query, finding, sort: "association", descending: true };
}

/** Densities that the two thumbs stop at: few neurons fire on many films. */
export const densityStops = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;

/** The stops nearest to a query's densities. */
export function densityThumbs({ densityFrom = 0, densityTo = 1 }: NeuronTableQuery): [number, number] {
  return [nearestStop(densityFrom), nearestStop(densityTo)];
}

function nearestStop(density: number): number {
  const away = densityStops.map((stop) => Math.abs(stop - density));
  return away.indexOf(Math.min(...away));
}

/** The query with the densities between two stops; the outermost stops leave nothing out. */
export function withDensity(query: NeuronTableQuery, [from, to]: readonly [number, number]): NeuronTableQuery {
  const rest = without(query, "densityFrom", "densityTo");
  const [low = 0, high = 1] = [densityStops[from], densityStops[to]];
  return { ...rest, ...(low > 0 ? { densityFrom: low } : {}), ...(high < 1 ? { densityTo: high } : {}) };
}

/** A query without some of its parts. */
export function without(query: NeuronTableQuery, ...parts: readonly (keyof NeuronTableQuery)[]): NeuronTableQuery {
  const kept = Object.entries(query).filter(([name]) => !(parts as readonly string[]).includes(name));
  return Object.fromEntries(kept);
}

/** A name for what a query shows, to keep it under. */
export function viewName({ finding, text, firing = "all", sort = "neuron" }: NeuronTableQuery): string {
  const { neurons } = words;
  const parts = [finding, text, firing === "all" ? undefined : neurons.viewFiring[firing]];
  const named = parts.filter((part) => part !== undefined).join(", ");
  return named === "" ? neurons.viewBy[sort] : neurons.viewOf(named);
}

/** Whether a query leaves neurons out. */
export function leavesOut({ text, firing = "all", densityFrom, densityTo }: NeuronTableQuery): boolean {
  return text !== undefined || firing !== "all" || densityFrom !== undefined || densityTo !== undefined;
}

/** The same order with nothing left out and no finding chosen. */
export function withoutFilters({ sort, descending }: NeuronTableQuery): NeuronTableQuery {
  return { ...(sort === undefined ? {} : { sort }), ...(descending === true ? { descending } : {}) };
}
