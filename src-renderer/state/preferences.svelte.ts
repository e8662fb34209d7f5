import * as v from "valibot";
import { MediaQuery } from "svelte/reactivity";
import { preferences as schema } from "../../src-preload/contract/index.ts";
import type { Preferences as Kept } from "../../src-preload/contract/index.ts";
import type { Client } from "../platform/index.ts";
import type { Notices } from "./notices.svelte.ts";

/** Changes within this time are kept in one go. */
const settle = 250;

/** How this person likes Lightbox; changes are seen at once and kept a moment later. */
export class Preferences {
  kept = $state.raw<Kept>(v.parse(schema, {}));
  readonly #systemDark = new MediaQuery("(prefers-color-scheme: dark)", true);
  readonly #systemContrast = new MediaQuery("(prefers-contrast: more)", false);
  readonly #client: Client;
  readonly #notices: Notices;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What has changed and is not kept yet; the rest may have been changed in another window. */
  #waiting: Partial<Kept> = {};

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  /** Asked for before the first paint, so that the window never changes its theme before one's eyes. */
  async load(): Promise<void> {
    const kept = await this.#notices.attempt(() => this.#client.call("preferences.get", {}));
    if (kept !== null) this.kept = kept;
  }

  get theme(): "dark" | "light" {
    if (this.kept.theme !== "system") return this.kept.theme;
    return this.#systemDark.current ? "dark" : "light";
  }

  get contrast(): "more" | "usual" {
    return this.kept.contrast === "more" || this.#systemContrast.current ? "more" : "usual";
  }

  change(part: Partial<Kept>): void {
    this.kept = { ...this.kept, ...part };
    this.#waiting = { ...this.#waiting, ...part };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), settle);
  }

  toggleTheme(): void {
    this.change({ theme: this.theme === "dark" ? "light" : "dark" });
  }

  /** Opacity of the map over the film, 0.1–1. */
  setOpacity(opacity: number): void {
    this.change({ mapOpacity: Math.min(1, Math.max(0.1, Math.round(100 * opacity) / 100)) });
  }

  /** Share of the largest cell below which the map stays clear, 0–0.95. */
  setThreshold(threshold: number): void {
    this.change({ mapThreshold: Math.min(0.95, Math.max(0, Math.round(100 * threshold) / 100)) });
  }

  /** Keeps a change that is still waiting, before the window goes. */
  settle(): void {
    if (this.#timer !== undefined) void this.#keep();
  }

  async #keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const change = this.#waiting;
    this.#waiting = {};
    await this.#notices.attempt(() => this.#client.call("preferences.set", change));
  }
}
