import type { ImageFacets } from "../../src-preload/contract/index.ts";
import type { Client } from "../platform/index.ts";
import type { Notices } from "./notices.svelte.ts";

/** What there is to filter films by; null until it has been asked for. */
export class Facets {
  current = $state.raw<ImageFacets | null>(null);
  readonly #client: Client;
  readonly #notices: Notices;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  async refresh(): Promise<void> {
    const facets = await this.#notices.attempt(() => this.#client.call("images.facets", {}));
    if (facets !== null) this.current = facets;
  }
}
