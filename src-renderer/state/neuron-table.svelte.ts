import { toErrorReport } from "../../src-preload/contract/errors.ts";
import type { ErrorReport } from "../../src-preload/contract/errors.ts";
import type { MethodOutput, NeuronRow } from "../../src-preload/contract/index.ts";
import { addressOf } from "../navigation/index.ts";
import type { NeuronTableQuery } from "../navigation/index.ts";
import type { Client } from "../platform/index.ts";
import { RecentPlaces } from "./recent-places.ts";

export const neuronPage = 100;
/** Pages that are held: those nearest to what was looked at last. */
const heldPages = 40;
/** Pages that are asked for at once when a neuron is looked for in the whole list. */
const scanPages = 5;

type Facts = Omit<MethodOutput<"evidence.neurons">, "neurons">;

interface Page {
  readonly rows: readonly NeuronRow[];
  /** A page of an older generation stays on screen until it has been asked for again. */
  readonly generation: number;
}

/** A list of neurons: an SAE with what is filtered and sorted by. */
interface List {
  readonly sae: string;
  readonly query: NeuronTableQuery;
}

/** Where a list was left: pixels from its top, and the row that has the keyboard. */
export interface Place {
  readonly offset: number;
  readonly row: number;
}

export const beginning: Place = { offset: 0, row: 0 };

/** The neurons of an SAE as they are filtered and sorted, by position, in pages as they come into sight. */
export class NeuronTable {
  /** Totals of the list on screen; null until it has been asked for. */
  facts = $state.raw<Facts | null>(null);
  /** Why there is no list: most often because nothing was scored yet. */
  trouble = $state.raw<ErrorReport | null>(null);
  /** The list on screen; null before the first. */
  list = $state.raw<List | null>(null);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced whole, never changed
  #pages = $state.raw<ReadonlyMap<number, Page>>(new Map());
  // Plain: an effect that asks must not wait for what asking changes.
  #generation = 0;
  #wanted: List | null = null;
  #scored = -1;
  /** The first page of the list that is wanted, on its way or here. */
  #first: Promise<void> | null = null;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it; an effect must not wait for it
  readonly #loading = new Map<number, Promise<void>>();
  readonly #places = new RecentPlaces<Place>();
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /**
   * Lists other neurons; the same list again changes nothing, unless it has been scored anew. What is on screen stays until
   * the answer comes.
   * @param scored counts scorings
   */
  async choose(sae: string, query: NeuronTableQuery, scored: number): Promise<void> {
    const same = this.#wanted !== null && nameOf(this.#wanted) === nameOf({ sae, query });
    if (same && scored === this.#scored) return this.#first ?? undefined;
    if (!same) this.#wanted = { sae, query };
    this.#scored = scored;
    this.#first = this.refresh();
    await this.#first;
  }

  /** Asks for everything again. */
  async refresh(): Promise<void> {
    const list = this.#wanted;
    if (list === null) return;
    this.#generation += 1;
    this.#loading.clear();
    await this.#load(list, 0, 1);
  }

  at(index: number): NeuronRow | undefined {
    return this.#pages.get(Math.floor(index / neuronPage))?.rows[index % neuronPage];
  }

  /** Brings the rows at these positions. */
  async want(first: number, last: number): Promise<void> {
    const list = this.list;
    if (list === null || this.#wanted !== list) return;
    const end = Math.min(last, (this.facts?.total ?? 1) - 1);
    const loads = [];
    for (let page = Math.floor(Math.max(0, first) / neuronPage); page <= Math.floor(end / neuronPage); page += 1) {
      if (!this.#has(page)) loads.push(this.#load(list, page, 1));
    }
    await Promise.all(loads);
  }

  /** Position of a neuron in the whole list; null where it is not in it. Rows that are not here yet are asked for. */
  async locate(neuron: number): Promise<number | null> {
    const here = this.#indexOf(neuron);
    const list = this.list;
    if (here !== null || list === null) return here;
    const pages = Math.ceil((this.facts?.total ?? 0) / neuronPage);
    for (let page = 0; page < pages; page += scanPages) {
      const some = Array.from({ length: Math.min(scanPages, pages - page) }, (_, step) => page + step);
      if (some.every((one) => this.#has(one))) continue;
      await this.#load(list, page, some.length);
      if (this.list !== list) return null;
      const found = this.#indexOf(neuron);
      if (found !== null) return found;
    }
    return null;
  }

  /** Where this list was left. */
  placeOf(sae: string, query: NeuronTableQuery): Place {
    return this.#places.at(nameOf({ sae, query })) ?? beginning;
  }

  /** Remembers where a list is left. */
  leaveAt(sae: string, query: NeuronTableQuery, place: Place): void {
    this.#places.keep(nameOf({ sae, query }), place);
  }

  #has(page: number): boolean {
    return this.#pages.get(page)?.generation === this.#generation;
  }

  #indexOf(neuron: number): number | null {
    for (const [page, { rows, generation }] of this.#pages) {
      const place = rows.findIndex((row) => row.neuron === neuron);
      if (place >= 0 && generation === this.#generation) return page * neuronPage + place;
    }
    return null;
  }

  #load(list: List, first: number, pages: number): Promise<void> {
    const underWay = pages === 1 ? this.#loading.get(first) : undefined;
    if (underWay !== undefined) return underWay;
    const load = this.#fetch(list, first, pages, this.#generation);
    if (pages === 1) this.#loading.set(first, load);
    return load;
  }

  async #fetch(list: List, first: number, pages: number, generation: number): Promise<void> {
    const request = { ...list.query, sae: list.sae, offset: first * neuronPage, limit: pages * neuronPage };
    try {
      const { neurons, ...facts } = await this.#client.call("evidence.neurons", request);
      if (generation === this.#generation) this.#take(list, facts, neurons, first, pages);
    } catch (error) {
      if (generation === this.#generation) this.trouble = toErrorReport(error);
    } finally {
      if (generation === this.#generation) this.#loading.delete(first);
    }
  }

  #take(list: List, facts: Facts, neurons: readonly NeuronRow[], first: number, pages: number): void {
    // Rows of the list before fall away with the first answer to the new one.
    const near = (page: number): number => Math.abs(page - first);
    const kept = this.list === list ? [...this.#pages].sort(([a], [b]) => near(a) - near(b)).slice(0, heldPages) : [];
    const fresh = Array.from({ length: pages }, (_, step): [number, Page] => {
      const rows = neurons.slice(step * neuronPage, (step + 1) * neuronPage);
      return [first + step, { rows, generation: this.#generation }];
    });
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced whole, never changed
    this.#pages = new Map([...kept, ...fresh.filter(([page]) => page * neuronPage < Math.max(1, facts.total))]);
    this.facts = facts;
    this.list = list;
    this.trouble = null;
  }
}

function nameOf({ sae, query }: List): string {
  return `${sae} ${addressOf({ view: "neurons", query })}`;
}
