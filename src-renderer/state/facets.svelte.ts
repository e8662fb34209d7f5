import type { ImageFacets } from "../../src-preload/contract/index.ts";
import type { Client } from "../platform/index.ts";
import { delayed } from "./delayed.ts";
import type { Notices } from "./notices.svelte.ts";

/** What there is to filter films by; null until it has been asked for. */
export class Facets {
  current = $state.raw<ImageFacets | null>(null);
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #soon = delayed(300);
  #newest = 0;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  async refresh(): Promise<void> {
    const mine = ++this.#newest;
    const facets = await this.#notices.attempt(() => this.#client.call("images.facets", {}));
    if (facets !== null && mine === this.#newest) this.current = facets;
  }

  /** A moment later, once for many changes. */
  refreshSoon(): void {
    this.#soon(() => this.refresh());
  }
}
