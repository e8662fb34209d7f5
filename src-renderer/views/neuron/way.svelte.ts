import { draggedWindow, wholeWindow } from "../../drawing/index.ts";
import type { GreyWindow } from "../../drawing/index.ts";
import { RecentPlaces } from "../../state/index.ts";

export const mapModes = ["on", "hover", "off"] as const;
export type MapMode = (typeof mapModes)[number];
export type Measure = "rho" | "auroc";

/** Where a neuron's page was left. */
interface Place {
  /** Pixels from the top. */
  readonly offset: number;
  /** The film that has the keyboard: group and place in it. */
  readonly tile: readonly [group: number, place: number];
}

/** How films and charts are looked at, from neuron to neuron, for as long as the window is open. */
class Way {
  window = $state.raw<GreyWindow>(wholeWindow);
  maps = $state.raw<MapMode>("on");
  measure = $state.raw<Measure>("rho");
  byValue = $state.raw(true);
  readonly #places = new RecentPlaces<Place>();

  drag(across: number, down: number): void {
    this.window = draggedWindow(this.window, across, down);
  }

  get isWhole(): boolean {
    return this.window.centre === wholeWindow.centre && this.window.width === wholeWindow.width;
  }

  nextMapMode(): void {
    this.maps = mapModes[(mapModes.indexOf(this.maps) + 1) % mapModes.length] ?? "on";
  }

  knows(address: string): boolean {
    return this.#places.at(address) !== undefined;
  }

  placeOf(address: string): Place {
    return this.#places.at(address) ?? { offset: 0, tile: [0, 0] };
  }

  leaveAt(address: string, place: Place): void {
    this.#places.keep(address, place);
  }
}

export const way = new Way();
