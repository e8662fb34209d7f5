import type { FiringNeuron } from "../../src-preload/contract/index.ts";
import { cellAt, rankByCell } from "../drawing/index.ts";
import type { Cell, Grid, Share } from "../drawing/index.ts";
import type { NeuronChoice } from "../navigation/index.ts";
import type { FilmData } from "./film-data.ts";
import { ReadFilm } from "./read-film.svelte.ts";

/** A place that was asked, in pixels of the film on that pane. */
export interface Probed {
  readonly pane: number;
  readonly x: number;
  readonly y: number;
}

/** What a place of the film gave: its cell, and the neurons by what that cell adds. */
export interface Probe {
  readonly grid: Grid;
  /** Null outside what the encoder saw. */
  readonly cell: Cell | null;
  readonly shares: readonly Share[];
  readonly centred: boolean;
}

/** A firing neuron in the list; with a place asked, what its cell adds. */
export interface Row {
  readonly firing: FiringNeuron;
  readonly share: Share | null;
}

/** What the address and the person's preferences say. */
export interface Wishes {
  readonly neuron: NeuronChoice;
  readonly centred: boolean;
}

/** One film on the lightbox, perhaps another beside it, the neurons that fire, and the one whose map is seen. */
export class Reading {
  readonly first: ReadFilm;
  readonly second: ReadFilm;
  /** The neuron under the pointer or the keyboard's focus. */
  pointed = $state.raw<number | null>(null);
  probed = $state.raw<Probed | null>(null);
  /** The choice as it was when the place was asked: until there is another, the place decides which neuron is open. */
  #before = $state.raw<NeuronChoice | null>(null);
  readonly #wishes: () => Wishes;

  constructor(data: FilmData, wishes: () => Wishes) {
    this.first = new ReadFilm(data);
    this.second = new ReadFilm(data);
    this.#wishes = wishes;
  }

  /** The film whose neurons are listed: the second only while a place of it is asked. */
  get listed(): ReadFilm {
    return this.probed?.pane === 1 ? this.second : this.first;
  }

  /** Null while no place is asked, or while it is not known what fires. */
  readonly probe = $derived.by((): Probe | null => {
    const explained = this.listed.explained;
    if (this.probed === null || explained === null) return null;
    const { grid, region } = explained;
    const cell = cellAt(this.probed, region, grid);
    const centred = this.#wishes().centred ? explained.centred : null;
    const shares = cell === null ? [] : rankByCell(centred ?? explained.plain, grid, cell);
    return { grid, cell, shares, centred: centred !== null };
  });

  /** No place is asked, or one that the encoder did not see. */
  get #placeless(): boolean {
    return (this.probe?.cell ?? null) === null;
  }

  /** The firing neurons, strongest first; with a place asked, by what that place gave. */
  readonly rows = $derived.by((): readonly Row[] => {
    const neurons = this.listed.explained?.neurons ?? [];
    if (this.#placeless) return neurons.map((firing) => ({ firing, share: null }));
    return (this.probe?.shares ?? []).flatMap((share) => {
      const firing = neurons[share.place];
      return firing === undefined ? [] : [{ firing, share }];
    });
  });

  /** The neuron whose row is open, whether it fires on this film or not. */
  readonly selected = $derived.by((): number | null => {
    const { neuron } = this.#wishes();
    const placeDecides = !this.#placeless && neuron === this.#before;
    if (neuron === "strongest" || placeDecides) return this.rows[0]?.firing.neuron ?? null;
    return neuron === "none" ? null : neuron;
  });

  /** Asks a place of a film which neurons got most from there; null: no place any more. */
  ask(place: Probed | null): void {
    this.probed = place;
    this.#before = place === null ? null : this.#wishes().neuron;
    this.pointed = null;
  }

  /** A neuron was chosen: from now on the choice counts, also while a place is asked. */
  chosen(): void {
    this.#before = null;
    this.pointed = null;
  }

  /** The neuron whose map is seen. */
  get shown(): number | null {
    return this.pointed ?? this.selected;
  }

  /** The neuron of the row above (−1) or below (+1) the open one; the first or the last where none is open. */
  neighbour(by: 1 | -1): number | null {
    const here = this.rows.findIndex((row) => row.firing.neuron === this.selected);
    const place = here < 0 ? (by === 1 ? 0 : this.rows.length - 1) : here + by;
    return this.rows[Math.min(Math.max(place, 0), this.rows.length - 1)]?.firing.neuron ?? null;
  }
}
