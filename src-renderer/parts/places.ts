import { neuronNumber } from "../drawing/index.ts";
import { words } from "../messages/index.ts";
import type { Route, ViewName } from "../navigation/index.ts";

/** Where each view begins when it has not been visited yet. A neuron has no beginning of its own: the table is. */
export const beginnings = {
  library: { view: "library", filter: {} },
  film: { view: "film", image: null, neuron: "strongest", beside: null, filter: {} },
  // What says most first: by number most of a sparse model's neurons would be dead ones.
  neurons: { view: "neurons", query: { sort: "association", descending: true } },
  jobs: { view: "jobs" },
  settings: { view: "settings" },
  about: { view: "about" },
} as const satisfies Readonly<Record<Exclude<ViewName, "neuron">, Route>>;

/** What the window's title and the browser's history say of a place. */
export function placeTitle(route: Route): string {
  return route.view === "neuron" ? neuronNumber(route.neuron) : words.shell[route.view];
}
