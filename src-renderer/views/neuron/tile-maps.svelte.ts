import { SvelteMap } from "svelte/reactivity";
import { toErrorReport } from "../../../src-preload/contract/errors.ts";
import type { ErrorReport, ImageDetail } from "../../../src-preload/contract/index.ts";
import type { MappedNeuron } from "../../state/index.ts";

/** A neuron on one film, with what is known of the film. */
export interface TileMap {
  readonly film: ImageDetail;
  readonly mapped: MappedNeuron;
}

type Answer = { readonly map: TileMap } | { readonly trouble: ErrorReport };

/** The maps of one neuron on the films in sight, a few asked for at a time, in the order in which they came into sight. */
export class TileMaps {
  readonly #answers = new SvelteMap<string, Answer>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #asked = new Set<string>();
  /** How many films in sight wait for a map: the same film may stand in several groups. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #wishes = new Map<string, number>();
  #running = 0;
  readonly #ask: (image: string) => Promise<TileMap>;
  readonly #atOnce: number;

  constructor(ask: (image: string) => Promise<TileMap>, atOnce = 3) {
    this.#ask = ask;
    this.#atOnce = atOnce;
  }

  /** The map of a film; null until it is there. */
  map(image: string): TileMap | null {
    const answer = this.#answers.get(image);
    return answer !== undefined && "map" in answer ? answer.map : null;
  }

  trouble(image: string): ErrorReport | null {
    const answer = this.#answers.get(image);
    return answer !== undefined && "trouble" in answer ? answer.trouble : null;
  }

  /** Wishes for the map of a film; returns the function that takes the wish back, as long as it has not been acted on. */
  want(image: string): () => void {
    if (this.#asked.has(image)) return () => undefined;
    this.#wishes.set(image, (this.#wishes.get(image) ?? 0) + 1);
    this.#next();
    return () => {
      const wishes = (this.#wishes.get(image) ?? 0) - 1;
      if (wishes > 0) this.#wishes.set(image, wishes);
      else this.#wishes.delete(image);
    };
  }

  #next(): void {
    while (this.#running < this.#atOnce) {
      const [image] = this.#wishes.keys();
      if (image === undefined) return;
      this.#wishes.delete(image);
      this.#running += 1;
      this.#asked.add(image);
      void this.#fetch(image);
    }
  }

  async #fetch(image: string): Promise<void> {
    try {
      this.#answers.set(image, { map: await this.#ask(image) });
    } catch (error) {
      this.#answers.set(image, { trouble: toErrorReport(error) });
      // Asked again when it comes into sight the next time.
      this.#asked.delete(image);
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }
}

/** The cells that are shown: centred where that is wanted and there is a mean, else plain. */
export function shownCells({ mapped }: TileMap, centred: boolean): Float32Array {
  return centred ? (mapped.centred ?? mapped.plain) : mapped.plain;
}
