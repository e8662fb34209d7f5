import { RecentPlaces } from "../../state/index.ts";
import type { Anchor } from "./geometry.ts";
import { sides } from "./geometry.ts";

/** How a list was left. */
export interface Place {
  /** What stood in the first row. */
  readonly top: Anchor;
  /** The film that the keyboard was on. */
  readonly active: number;
  /** The film that was opened from there. */
  readonly opened: string | null;
}

export const beginning: Place = { top: { film: 0, past: 0 }, active: 0, opened: null };

/** How each list was left, by its address, for as long as the window is open. */
class Places {
  readonly #places = new RecentPlaces<Place>();

  at(address: string): Place {
    return this.#places.at(address) ?? beginning;
  }

  keep(address: string, place: Partial<Place>): void {
    this.#places.keep(address, { ...this.at(address), ...place });
  }
}

export const places = new Places();

/** How the person has set the library up, for as long as the window is open. */
class SetUp {
  /** About how wide a tile is, CSS pixels. */
  side = $state(sides.usual as number);
  /** Whether the panel of filters is open; null: as the width of the window suggests. */
  panel = $state<boolean | null>(null);
}

export const setUp = new SetUp();
