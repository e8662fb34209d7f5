import { SvelteMap } from "svelte/reactivity";
import type { ImageRow } from "../../src-preload/contract/index.ts";
import type { Client } from "../platform/index.ts";
import { delayed } from "./delayed.ts";
import type { Notices } from "./notices.svelte.ts";

const pageSize = 100;
/** A film that was opened from elsewhere is looked for in so many pages; beyond, it stands outside the strip. */
const searchPages = 50;

interface Page {
  readonly rows: readonly ImageRow[];
  /** A page of an older generation stays on screen until it has been asked for again. */
  readonly generation: number;
}

/** The films of the workspace that pass the filter, by position, in pages as they come into sight. */
export class Films {
  total = $state.raw(0);
  text = $state.raw("");
  finding = $state.raw("");
  readonly #pages = new SvelteMap<number, Page>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it; an effect must not wait for it
  readonly #loading = new Map<number, Promise<void>>();
  readonly #client: Client;
  readonly #notices: Notices;
  #generation = $state.raw(0);
  readonly #soon = delayed(300);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  at(index: number): ImageRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  /** Position of an image among the pages that are here; null where it is in none of them. */
  indexOf(image: string | null): number | null {
    for (const [page, { rows }] of this.#pages) {
      const place = rows.findIndex((row) => row.image === image);
      if (place >= 0) return page * pageSize + place;
    }
    return null;
  }

  /** Brings the films at these positions. */
  async want(first: number, last: number): Promise<void> {
    const pages = [];
    const end = Math.min(last, Math.max(0, this.total - 1));
    for (let page = Math.floor(Math.max(0, first) / pageSize); page <= Math.floor(end / pageSize); page += 1) {
      if (this.#pages.get(page)?.generation !== this.#generation) pages.push(this.#load(page));
    }
    await Promise.all(pages);
  }

  /** Looks for an image page by page. */
  async find(image: string): Promise<number | null> {
    const generation = this.#generation;
    for (let page = 0; page < searchPages && page * pageSize < this.total; page += 1) {
      const known = this.indexOf(image);
      if (known !== null || generation !== this.#generation) return known;
      await this.want(page * pageSize, page * pageSize);
    }
    return this.indexOf(image);
  }

  async filter(change: { text?: string; finding?: string }): Promise<void> {
    this.text = change.text ?? this.text;
    this.finding = change.finding ?? this.finding;
    this.#pages.clear();
    await this.refresh();
  }

  /** Asks for everything again; what is on screen stays there until the answer comes. */
  async refresh(): Promise<void> {
    this.#generation += 1;
    this.#loading.clear();
    await this.#load(0);
  }

  refreshSoon(): void {
    this.#soon(() => this.refresh());
  }

  #load(page: number): Promise<void> {
    const underWay = this.#loading.get(page);
    if (underWay !== undefined) return underWay;
    const load = this.#fetch(page, this.#generation);
    this.#loading.set(page, load);
    return load;
  }

  async #fetch(page: number, generation: number): Promise<void> {
    const text = this.text.trim();
    const answer = await this.#notices.attempt(() =>
      this.#client.call("images.list", {
        offset: page * pageSize,
        limit: pageSize,
        ...(text === "" ? {} : { text }),
        ...(this.finding === "" ? {} : { finding: this.finding }),
      }),
    );
    if (answer === null || generation !== this.#generation) {
      this.#loading.delete(page);
      return;
    }
    this.total = answer.total;
    this.#pages.set(page, { rows: answer.images, generation });
    this.#loading.delete(page);
  }
}
