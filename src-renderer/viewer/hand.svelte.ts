import type { DragTool, Preferences } from "../../src-preload/contract/index.ts";
import type { ShownFilm } from "../state/index.ts";
import { apply, inverse, panned, transformOf, zoomedAbout } from "./geometry.ts";
import type { Frame, Place, View } from "./geometry.ts";
import { measureKinds } from "./measure.ts";
import type { MeasureKind } from "./measure.ts";
import { dragged, dragStep, wholeRange, windowOf } from "./presets.ts";
import type { Window } from "./windows.ts";
import type { StageState } from "./stage-state.svelte.ts";

/** What a hand works on, as it is now. */
export interface Ground {
  readonly pane: number;
  readonly image: string;
  readonly film: ShownFilm | null;
  readonly frame: Frame;
  /** Pixels of the screen in a CSS pixel. */
  readonly ratio: number;
  readonly mouse: Preferences["mouse"];
  /** A place has been asked for, in pixels of the film. */
  readonly ask: (place: Place) => void;
  /** −1: the film before, 1: the next one. */
  readonly leaf: (by: -1 | 1) => void;
}

interface Grip {
  readonly tool: DragTool;
  readonly pointer: number;
  /** In pixels of the screen. */
  readonly from: Place;
  readonly view: View;
  readonly window: Window | null;
  /** A press that puts a place of a measurement: a drag puts the next one where it ends. */
  moved: boolean;
}

/** A press that moves less than this is a click, CSS pixels. */
const clickSlack = 4;
/** Turns of a wheel that leaf one film further, CSS pixels. */
const leafDistance = 60;

export function isMeasureKind(tool: DragTool): tool is MeasureKind {
  return measureKinds.some((kind) => kind === tool);
}

/** Pointer and wheel over one film. */
export class Hand {
  /** Where the pointer is over the film, in pixels of the screen; null elsewhere. */
  over = $state.raw<Place | null>(null);
  /** What the pressed button does. */
  held = $state.raw<DragTool | null>(null);
  readonly #stage: StageState;
  readonly #ground: () => Ground;
  #grip: Grip | null = null;
  #turned = 0;

  constructor(stage: StageState, ground: () => Ground) {
    this.#stage = stage;
    this.#ground = ground;
  }

  get #left(): DragTool {
    return this.#stage.tool ?? this.#ground().mouse.left;
  }

  /** A magnifying glass is wanted at `over`. */
  get magnifies(): boolean {
    return this.held === "magnify" || (this.held === null && this.#left === "magnify");
  }

  down(event: PointerEvent): void {
    const { mouse, pane, frame, film } = this.#ground();
    const tool = [this.#left, mouse.middle, mouse.right][event.button];
    this.#stage.active = pane;
    if (tool === undefined || this.#grip !== null || film === null) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const from = this.#place(event);
    const { view, window } = this.#stage.viewport(pane);
    const start = windowOf(window, film) ?? wholeRange(film.display);
    this.#grip = { tool, pointer: event.pointerId, from, view, window: start, moved: false };
    this.held = tool;
    this.over = from;
    if (isMeasureKind(tool)) this.put(tool, apply(inverse(transformOf(view, frame)), from));
  }

  move(event: PointerEvent): void {
    const place = this.#place(event);
    this.over = place;
    const grip = this.#grip;
    if (grip === null) {
      if (this.#stage.draft.put !== null) this.#stage.draft.next = this.#filmPlace(place);
      return;
    }
    if (grip.pointer !== event.pointerId) return;
    if (event.buttons === 0) {
      // The release was heard by nobody: the film changed under the hand.
      this.cancel();
      return;
    }
    const slack = clickSlack * this.#ground().ratio;
    grip.moved ||= Math.hypot(place.x - grip.from.x, place.y - grip.from.y) >= slack;
    if (grip.moved) this.#drag(grip, place);
  }

  up(event: PointerEvent): void {
    const grip = this.#grip;
    if (grip === null || grip.pointer !== event.pointerId) return;
    [this.#grip, this.held] = [null, null];
    const place = this.#filmPlace(this.#place(event));
    if (isMeasureKind(grip.tool)) {
      if (grip.moved && this.#stage.draft.put !== null) this.put(grip.tool, place);
    } else if (!grip.moved && event.button === 0 && (grip.tool === "window" || grip.tool === "probe")) {
      this.ask(place);
    }
  }

  /** The drag is over without a release: nothing more happens. */
  cancel(): void {
    [this.#grip, this.held, this.over] = [null, null, null];
  }

  leave(): void {
    if (this.#grip === null) this.over = null;
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const { mouse, pane, leaf } = this.#ground();
    const turned = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1);
    this.#stage.active = pane;
    if (mouse.wheel === "zoom" || event.ctrlKey) {
      // A pinch on a touchpad comes as a wheel with Control, in smaller steps.
      const by = Math.exp(-turned * (event.ctrlKey ? 0.01 : 0.0015));
      const place = this.#place(event);
      this.#stage.changeView(pane, (view, frame) => zoomedAbout(view, frame, place, by));
      return;
    }
    this.#turned += turned;
    if (Math.abs(this.#turned) < leafDistance) return;
    leaf(this.#turned > 0 ? 1 : -1);
    this.#turned = 0;
  }

  /** Puts a place of a measurement, in pixels of the film. */
  put(kind: MeasureKind, place: Place): void {
    const { image, pane, frame } = this.#ground();
    const { a } = this.#stage.viewport(pane).view.orientation;
    const whole = this.#stage.draft.place(image, kind, a === 0 ? "y" : "x", within(place, frame));
    if (whole !== null) this.#stage.measurements.add(image, whole);
  }

  /** Asks for a place of the film; what is beside the film is no place. */
  ask(place: Place): void {
    const { frame, ask } = this.#ground();
    const inside = place.x >= 0 && place.y >= 0 && place.x < frame.film.width && place.y < frame.film.height;
    if (inside) ask(place);
  }

  #drag(grip: Grip, place: Place): void {
    const { pane, ratio, film } = this.#ground();
    const [across, down] = [place.x - grip.from.x, place.y - grip.from.y];
    switch (grip.tool) {
      case "window":
        if (film !== null && grip.window !== null) {
          const window = dragged(grip.window, across / ratio, down / ratio, dragStep(film));
          this.#stage.changeWindow(pane, { kind: "own", window });
        }
        break;
      case "pan":
        this.#stage.changeView(pane, (_view, frame) => panned(grip.view, frame, { x: across, y: down }));
        break;
      case "zoom": {
        const by = Math.exp((-down / ratio) * 0.006);
        this.#stage.changeView(pane, (_view, frame) => zoomedAbout(grip.view, frame, grip.from, by));
        break;
      }
      case "length":
      case "angle":
      case "ratio":
        this.#stage.draft.next = this.#filmPlace(place);
        break;
      case "magnify":
      case "probe":
        break;
    }
  }

  #place(event: MouseEvent): Place {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const { ratio } = this.#ground();
    return { x: (event.clientX - left) * ratio, y: (event.clientY - top) * ratio };
  }

  #filmPlace(place: Place): Place {
    const { pane, frame } = this.#ground();
    return apply(inverse(transformOf(this.#stage.viewport(pane).view, frame)), place);
  }
}

/** The nearest place of the film: nothing is measured beside it. */
function within({ x, y }: Place, { film }: Frame): Place {
  return { x: Math.min(Math.max(x, 0), film.width), y: Math.min(Math.max(y, 0), film.height) };
}
