import { createContext } from "svelte";
import type { FilmRoute, Leafing, PatientFilms, Reading } from "../../state/index.ts";

/** What the parts of the lightbox share. */
export interface LightboxContext {
  readonly route: FilmRoute;
  readonly reading: Reading;
  readonly leafing: Leafing;
  readonly patient: PatientFilms;
  /** Who is on the films stays off the screen. */
  readonly hidden: boolean;
  /** Opens a film, or puts it beside the open one, as a step that one can go back from. */
  open(image: string, beside?: boolean): void;
  /** Opens a neuron's row. */
  select(neuron: number): void;
}

export const [useLightbox, provideLightbox] = createContext<LightboxContext>();
