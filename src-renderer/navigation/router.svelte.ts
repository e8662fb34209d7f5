import { addressOf, parseAddress } from "./route.ts";
import type { Route } from "./route.ts";

/** Where the window is. Each place is an entry of the browser's history, so back and forward work. */
export class Router {
  route = $state.raw<Route>({ view: "film", image: null, neuron: "strongest", beside: null, filter: {} });
  /** Where the list was left: what "go to the library" or "go to the neurons" comes back to. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #left = new Map<Route["view"], Route>();

  /** Takes the place from the address bar and follows it; returns the function that stops. */
  start(): () => void {
    const follow = (): void => {
      this.#take(parseAddress(location.pathname + location.search));
    };
    follow();
    window.addEventListener("popstate", follow);
    return () => {
      window.removeEventListener("popstate", follow);
    };
  }

  /** Goes to a place as a new entry of the history; the same place again is none. */
  go(route: Route): void {
    if (addressOf(route) === this.address) return;
    history.pushState(null, "", addressOf(route));
    this.#take(route);
  }

  /** The same entry of the history under a new address: for what changes often, such as typing and leafing. */
  replace(route: Route): void {
    history.replaceState(null, "", addressOf(route));
    this.#take(route);
  }

  /** Goes to a view as it was left, or to its beginning. */
  visit(view: Route["view"], beginning: Route): void {
    this.go(this.#left.get(view) ?? beginning);
  }

  /** Path and query of the place. */
  get address(): string {
    return addressOf(this.route);
  }

  #take(route: Route): void {
    this.route = route;
    this.#left.set(route.view, route);
  }
}
