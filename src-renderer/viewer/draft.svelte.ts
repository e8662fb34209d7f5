import type { Place } from "./geometry.ts";
import { placesOf } from "./measure.ts";
import type { Measure, MeasureKind } from "./measure.ts";

/** A measurement while it is being drawn. */
export interface DraftMeasure extends Omit<Measure, "id"> {
  readonly image: string;
}

/** The measurement that is being drawn, place by place. */
export class Draft {
  /** With the places put so far. */
  put = $state.raw<DraftMeasure | null>(null);
  /** Where the next place would be. */
  next = $state.raw<Place | null>(null);

  /** With the place that would be next, as it looks now. */
  get seen(): DraftMeasure | null {
    if (this.put === null) return null;
    return this.next === null ? this.put : { ...this.put, places: [...this.put.places, this.next] };
  }

  /** Puts a place; returns the whole measurement with its last one. */
  place(image: string, kind: MeasureKind, across: "x" | "y", place: Place): Omit<Measure, "id"> | null {
    const begun = this.put?.image === image && this.put.kind === kind ? this.put : null;
    const places = [...(begun?.places ?? []), place];
    const measure = { kind, across: begun?.across ?? across, places };
    const whole = places.length === placesOf[kind];
    this.put = whole ? null : { image, ...measure };
    this.next = null;
    return whole ? measure : null;
  }

  /** Forgets it; false where there was none. */
  drop(): boolean {
    const begun = this.put !== null;
    [this.put, this.next] = [null, null];
    return begun;
  }
}
