import type { FilmRenderer, Picture } from "./renderer.ts";

/** A picture that takes longer than this makes a drag jerk, milliseconds. */
const smooth = 30;
/** Changes that follow each other faster than this are one movement, milliseconds. */
const movement = 250;
/** Stillness after which a draft is drawn anew as a whole, milliseconds. */
const rest = 140;

/**
 * Draws at once and as well as there is time: where a whole picture takes too long on this machine, a movement is drawn in
 * drafts, and the whole picture follows when it comes to rest.
 */
export class Pace {
  readonly #renderer: Pick<FilmRenderer, "draw" | "finish">;
  readonly #told: (draft: boolean) => void;
  #slow = false;
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param told hears after each picture whether it is a draft */
  constructor(renderer: Pick<FilmRenderer, "draw" | "finish">, told: (draft: boolean) => void) {
    this.#renderer = renderer;
    this.#told = told;
  }

  draw(picture: Picture): void {
    clearTimeout(this.#timer);
    if (performance.now() - this.#last >= movement) {
      this.#measure(picture);
      return;
    }
    this.#renderer.draw(picture, this.#slow);
    this.#told(this.#slow);
    this.#last = performance.now();
    if (this.#slow)
      this.#timer = setTimeout(() => {
        this.#measure(picture);
      }, rest);
  }

  /** A whole picture, and how long it takes: waiting for the graphics card is only worth it when nothing moves. */
  #measure(picture: Picture): void {
    const begun = performance.now();
    this.#renderer.draw(picture, false);
    this.#renderer.finish();
    this.#last = performance.now();
    this.#slow = this.#last - begun > smooth;
    this.#told(false);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
