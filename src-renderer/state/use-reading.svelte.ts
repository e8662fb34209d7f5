import { untrack } from "svelte";
import type { Route } from "../navigation/index.ts";
import type { App } from "./app.svelte.ts";
import type { ReadFilm } from "./read-film.svelte.ts";
import { Reading } from "./reading.svelte.ts";

export type FilmRoute = Extract<Route, { view: "film" }>;

/** A reading that follows the address, the SAE in use and the last scoring. Called while its component is made. */
export function useReading(app: App, route: () => FilmRoute): Reading {
  const reading = new Reading(app.data, () => ({
    neuron: route().neuron,
    centred: app.preferences.kept.mapCentred,
  }));
  const sae = $derived(app.workspace.info?.sae ?? null);
  const image = $derived(route().image);
  const beside = $derived(route().beside);
  const asksSecond = $derived(reading.probed?.pane === 1);

  const follow = (work: () => unknown): void => {
    untrack(() => void work());
  };
  const forgetMaps = (): void => {
    for (const film of [reading.first, reading.second]) film.forgetMaps();
  };
  $effect(() => {
    const wanted = image;
    follow(() => reading.first.open(wanted));
  });
  $effect(() => {
    const wanted = beside;
    follow(() => reading.second.open(wanted));
  });
  $effect(() => {
    const question = [image, sae, app.scoring] as const;
    follow(() => reading.first.explain(question[0], question[1]));
  });
  $effect(() => {
    const question = [asksSecond ? beside : null, sae, app.scoring] as const;
    follow(() => reading.second.explain(question[0], question[1]));
  });
  $effect(() => {
    if (app.scoring > 0) follow(forgetMaps);
  });
  $effect(() => {
    if (app.workspace.info !== null) follow(() => Promise.all([reading.first.renew(), reading.second.renew()]));
  });
  // A place of one film says nothing of the next.
  $effect(() => {
    if (image !== null || beside !== null)
      follow(() => {
        reading.ask(null);
      });
  });
  followNeuron(reading.first, () => [image, sae, reading.first.explained === null ? null : reading.shown]);
  followNeuron(reading.second, () => [beside, sae, reading.shown]);
  return reading;
}

/** Asks for the neuron that is seen wherever it is not among those that are known to fire. */
function followNeuron(film: ReadFilm, question: () => [string | null, string | null, number | null]): void {
  $effect(() => {
    const [image, sae, neuron] = question();
    if (image === null || sae === null || neuron === null || film.neuron(neuron) !== null) return undefined;
    let wanted = true;
    untrack(() => void film.map(image, sae, neuron, () => wanted));
    return () => {
      wanted = false;
    };
  });
}
