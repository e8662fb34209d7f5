const remembered = 100;

/** How lists and pages were left, by their addresses; of the many that one goes through, those left last. */
export class RecentPlaces<Place> {
  readonly #places = new Map<string, Place>();

  at(address: string): Place | undefined {
    return this.#places.get(address);
  }

  keep(address: string, place: Place): void {
    this.#places.delete(address);
    this.#places.set(address, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > remembered && oldest !== undefined) this.#places.delete(oldest);
  }
}
