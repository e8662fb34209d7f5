import { SvelteMap } from "svelte/reactivity";
import { words } from "../messages/index.ts";
import type { Deed } from "../state/undo.svelte.ts";
import type { Place } from "./geometry.ts";
import type { Measure } from "./measure.ts";

/** Measurements by image, kept for the session; what is done to them can be undone. */
export class Measurements {
  readonly #all = new SvelteMap<string, readonly Measure[]>();
  readonly #remember: (deed: Deed) => void;
  #next = 1;

  constructor(remember: (deed: Deed) => void) {
    this.#remember = remember;
  }

  of(image: string): readonly Measure[] {
    return this.#all.get(image) ?? [];
  }

  add(image: string, drawn: Omit<Measure, "id">): void {
    const measure = { ...drawn, id: this.#next };
    this.#next += 1;
    this.#change(image, [...this.of(image), measure], words.viewer.undo.added(measure.kind));
  }

  remove(image: string, id: number): void {
    const gone = this.of(image).find((measure) => measure.id === id);
    if (gone === undefined) return;
    const rest = this.of(image).filter((measure) => measure !== gone);
    this.#change(image, rest, words.viewer.undo.removed(gone.kind));
  }

  /** Removes the newest one; false where there is none. */
  removeLast(image: string): boolean {
    const last = this.of(image).at(-1);
    if (last !== undefined) this.remove(image, last.id);
    return last !== undefined;
  }

  /** Moves one of the places of a measurement, without remembering each step of the way. */
  move(image: string, id: number, index: number, place: Place): void {
    const moved = this.of(image).map((measure) =>
      measure.id === id ? { ...measure, places: measure.places.with(index, place) } : measure,
    );
    this.#all.set(image, moved);
  }

  /** A measurement has been moved, in however many steps: remembers how it was before, unless it is where it was. */
  moved(image: string, before: Measure): void {
    const after = this.of(image);
    const now = after.find((measure) => measure.id === before.id);
    if (now === undefined || now.places === before.places) return;
    const was = after.map((measure) => (measure.id === before.id ? before : measure));
    this.#note(image, was, after, words.viewer.undo.moved(before.kind));
  }

  #change(image: string, after: readonly Measure[], title: string): void {
    const before = this.of(image);
    this.#all.set(image, after);
    this.#note(image, before, after, title);
  }

  #note(image: string, before: readonly Measure[], after: readonly Measure[], title: string): void {
    const set = (measures: readonly Measure[]) => () => {
      this.#all.set(image, measures);
    };
    // A line that has just been drawn is seen; one that is gone is told, with a way back.
    this.#remember({ title, undo: set(before), redo: set(after), quiet: after.length >= before.length });
  }
}
