import { mapRange } from "../../drawing/index.ts";
import { shownMap } from "../../state/index.ts";
import type { NeuronHere, ReadFilm } from "../../state/index.ts";
import type { Pane, PaneMap } from "../../viewer/index.ts";
import { troubleOf } from "./film-name.ts";

interface Wishes {
  readonly neuron: number | null;
  readonly centred: boolean;
  readonly hidden: boolean;
}

function paneMap(here: NeuronHere, wantCentred: boolean): PaneMap {
  const { values, centred } = shownMap(here, wantCentred);
  const { neuron, grid, region } = here;
  return { neuron, values, grid, region, range: mapRange(values), centred };
}

/** A film as it stands on the stage; null while there is none. */
function paneOf(film: ReadFilm, { neuron, centred, hidden }: Wishes): Pane | null {
  if (film.image === null) return null;
  const here = neuron === null ? null : film.neuron(neuron);
  const trouble = troubleOf(film.detail, film.trouble, hidden);
  return {
    image: film.image,
    // What is known to have gone is not shown from memory.
    film: film.detail?.missing === true ? null : film.film,
    detail: film.detail,
    trouble,
    map: here === null ? null : paneMap(here, centred),
  };
}

/** The films on the stage. Two maps of one neuron share their colours: what is as bright adds as much. */
export function panesOf(films: readonly ReadFilm[], wishes: Wishes): Pane[] {
  const panes = films.map((film) => paneOf(film, wishes)).filter((pane) => pane !== null);
  const maps = panes.map((pane) => pane.map).filter((map) => map !== null);
  if (maps.length < 2 || maps.some((map) => map.centred !== maps[0]?.centred)) return panes;
  const maximum = Math.max(...maps.map((map) => map.range.maximum));
  return panes.map((pane) =>
    pane.map === null ? pane : { ...pane, map: { ...pane.map, range: { ...pane.map.range, maximum } } },
  );
}
