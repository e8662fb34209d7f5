import type { NeuronTable } from "../../state/neuron-table.svelte.ts";

/** Where a neuron stands in the table as it was last seen. */
export class ListPlace {
  /** From 0; null where it is not in the list, undefined while that is not known. */
  index = $state.raw<number | null | undefined>(undefined);
  readonly #table: NeuronTable;
  #asked = 0;

  constructor(table: NeuronTable) {
    this.#table = table;
  }

  get total(): number {
    return this.#table.facts?.total ?? 0;
  }

  /** Looks for a neuron; without a table of its SAE all of them are listed. `scored`: see `NeuronTable.choose`. */
  async find(sae: string, neuron: number, scored: number): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const { list } = this.#table;
    await this.#table.choose(sae, list?.sae === sae ? list.query : {}, scored);
    const index = await this.#table.locate(neuron);
    if (mine === this.#asked) this.index = this.#table.list === null ? undefined : index;
  }

  /** The neuron before or after; null at the ends, and where there is no place in the list. */
  async beside(by: 1 | -1): Promise<number | null> {
    if (this.index === null || this.index === undefined) return null;
    const to = this.index + by;
    if (to < 0 || to >= this.total) return null;
    await this.#table.want(to, to);
    return this.#table.at(to)?.neuron ?? null;
  }
}
