import { untrack } from "svelte";
import type { ImageFilter, ImageRow } from "../../src-preload/contract/index.ts";
import { pause } from "./delayed.ts";
import { sameFilter } from "../navigation/index.ts";
import type { App } from "./app.svelte.ts";
import type { FilmRoute } from "./use-reading.svelte.ts";

/** Milliseconds that a film is open before those beside it are fetched. */
const rest = 120;

/** Where the open film stands in the list that the address names, and the way to the others. Made with its component. */
export class Leafing {
  readonly #app: App;
  readonly #route: () => FilmRoute;
  #located = $state.raw<{ readonly image: string; readonly index: number | null } | null>(null);
  /** Where the list was left, for a film that is not in it. */
  #place = 0;
  /** Its component is no more, and with it what is derived here. */
  #gone = false;
  /** The list is another one, and the film on screen should be one of those that are asked for. */
  #narrowed = false;

  /** Position of the open film in the list, from 0; null while it is not known and where it is not in the list. */
  readonly position = $derived.by((): number | null => {
    const { image } = this.#route();
    if (image === null) return null;
    return this.#app.films.indexOf(image) ?? (this.#located?.image === image ? this.#located.index : null);
  });

  constructor(app: App, route: () => FilmRoute) {
    this.#app = app;
    this.#route = route;
    const { films } = app;
    const filter = $derived(route().filter);
    const image = $derived(route().image);
    $effect(() => {
      const wanted = filter;
      untrack(() => void films.choose(wanted));
    });
    $effect(() => {
      if (films.known && sameFilter(films.filter, filter)) follow(image, films.total);
    });
    const follow = (open: string | null, total: number): void => {
      untrack(() => void (open === null ? this.#openFirst(total) : this.#locate(open)));
    };
    $effect(() => () => {
      this.#gone = true;
    });
    $effect(() => {
      const here = this.position;
      if (here !== null) untrack(() => void this.#prepare(here));
    });
  }

  /** The film of the list after (1) or before (−1) the open one. */
  near(by: number): ImageRow | undefined {
    return this.position === null ? undefined : this.#app.films.at(this.position + by);
  }

  /** Opens the next (1) or previous (−1) film of the list in place of the open one. */
  async leaf(by: 1 | -1): Promise<void> {
    const { films } = this.#app;
    const next = this.position === null ? Math.min(this.#place, films.total - 1) : this.position + by;
    if (next < 0 || next >= films.total) return;
    const before = this.#route().image;
    await films.want(next, next);
    const film = films.at(next);
    if (film !== undefined && this.#route().image === before) this.#replace({ image: film.image });
  }

  /** Lists other films; a film that is not among them gives way to the first that is. */
  narrow(filter: ImageFilter): void {
    if (sameFilter(filter, this.#route().filter)) return;
    this.#narrowed = true;
    this.#replace({ filter });
  }

  #replace(change: Partial<FilmRoute>): void {
    // An answer may come when the window is somewhere else already.
    if (this.#app.router.route.view === "film") this.#app.router.replace({ ...this.#route(), ...change });
  }

  async #openFirst(total: number): Promise<void> {
    this.#narrowed = false;
    if (total === 0) return;
    await this.#app.films.want(0, 0);
    const first = this.#app.films.at(0);
    if (first !== undefined && this.#route().image === null) this.#replace({ image: first.image });
  }

  async #locate(image: string): Promise<void> {
    const { filter } = this.#app.films;
    const index = await this.#app.films.locate(image);
    if (this.#route().image !== image || !sameFilter(filter, this.#route().filter)) return;
    this.#located = { image, index };
    const first = this.#app.films.at(0);
    if (index === null && this.#narrowed && first !== undefined) this.#replace({ image: first.image });
    this.#narrowed = false;
  }

  /** Fetches what is likely to be seen next, once the open film is there. */
  async #prepare(here: number): Promise<void> {
    this.#place = here;
    const { films, data } = this.#app;
    const { image: open } = this.#route();
    await Promise.allSettled([films.want(here - 2, here + 2), open === null ? null : data.film(open)]);
    // What fires on the open film is asked for first.
    await pause(rest);
    if (this.#gone) return;
    for (const near of [here + 1, here - 1]) {
      const image = films.at(near)?.image;
      if (image === undefined || this.position !== here) continue;
      void data.film(image).catch(() => undefined);
      void data.detail(image).catch(() => undefined);
    }
  }
}
