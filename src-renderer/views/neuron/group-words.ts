import type { FilmGroup } from "../../../src-preload/contract/index.ts";
import { count } from "../../drawing/index.ts";
import { words } from "../../messages/index.ts";

export interface GroupWords {
  readonly title: string;
  /** Which activations it holds. */
  readonly range: string;
  /** How many films are in it. */
  readonly films: string;
}

/** Names of the groups of films; the bands come with the uppermost first. */
export function groupWords(groups: readonly FilmGroup[]): GroupWords[] {
  const { neuron } = words;
  let band = 0;
  return groups.map(({ kind, from, to, films }) => {
    const all = neuron.inGroup(count(films));
    switch (kind) {
      case "strongest":
        return { title: neuron.strongest, range: to === null ? "" : neuron.upTo(to.toFixed(2)), films: all };
      case "band": {
        const title = neuron.bands[band] ?? "";
        band += 1;
        const range = from === null || to === null ? "" : neuron.range(from.toFixed(2), to.toFixed(2));
        return { title, range, films: all };
      }
      case "random":
        return { title: neuron.random, range: neuron.anyStrength, films: all };
      case "silent":
        return { title: neuron.silent, range: neuron.zero, films: all };
    }
  });
}
