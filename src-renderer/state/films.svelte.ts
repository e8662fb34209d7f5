import { SvelteMap } from "svelte/reactivity";
import type { ImageFilter, ImageRow } from "../../src-preload/contract/index.ts";
import { sameFilter } from "../navigation/index.ts";
import type { Client } from "../platform/index.ts";
import { delayed } from "./delayed.ts";
import type { Notices } from "./notices.svelte.ts";

const pageSize = 100;
/** Rows held, about 0.5 kB each: what is far out of sight is asked for again. */
const heldPages = 60;

interface Page {
  readonly rows: readonly ImageRow[];
  /** A page of an older generation stays on screen until it has been asked for again. */
  readonly generation: number;
}

/** The films of the workspace that pass the filter, by position, in pages as they come into sight. */
export class Films {
  total = $state.raw(0);
  /** False until the list has been asked for once with this filter. */
  known = $state.raw(false);
  filter = $state.raw<ImageFilter>({});
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

  /** Counts how often everything was asked for again: what is in sight has to be wanted anew then. */
  get generation(): number {
    return this.#generation;
  }

  at(index: number): ImageRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  /** Position of an image among the rows that are here; null where it is in none of them. */
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

  /** Position of an image in the whole list, with the films about it; null where it is not in the list. */
  async locate(image: string): Promise<number | null> {
    const here = this.indexOf(image);
    if (here !== null) return here;
    const answer = await this.#notices.attempt(() => this.#client.call("images.locate", { ...this.filter, image }));
    if (answer === null || answer.index === null) return null;
    await this.want(answer.index - 2, answer.index + 2);
    return answer.index;
  }

  /** Lists other films; the same filter again changes nothing. */
  async choose(filter: ImageFilter): Promise<void> {
    if (this.known && sameFilter(filter, this.filter)) return;
    this.filter = filter;
    this.#pages.clear();
    this.known = false;
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
    const request = { ...this.filter, offset: page * pageSize, limit: pageSize };
    const answer = await this.#notices.attempt(() => this.#client.call("images.list", request));
    if (generation !== this.#generation) return;
    this.#loading.delete(page);
    if (answer === null) return;
    this.total = answer.total;
    this.known = true;
    this.#pages.delete(page);
    this.#pages.set(page, { rows: answer.images, generation });
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > heldPages && oldest !== undefined) this.#pages.delete(oldest);
  }
}
