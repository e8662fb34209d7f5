/** Draws once in each frame of the screen at most: of what is to be drawn until then only the newest is. */
export class OnceAFrame {
  #frame = 0;

  ask(draw: () => void): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(draw);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}
