import type { DragTool } from "../../src-preload/contract/index.ts";
import { useApp } from "../state/index.ts";
import type { App } from "../state/index.ts";
import { Draft } from "./draft.svelte.ts";
import type { Frame, View } from "./geometry.ts";
import { Measurements } from "./measurements.svelte.ts";
import type { OnStage } from "./on-stage.ts";
import type { WindowChoice } from "./presets.ts";
import { Viewport } from "./viewport.svelte.ts";

type Pair<Value> = [Value, Value];

/** What the stage keeps from film to film, and from one visit of the lightbox to the next. */
export class StageState {
  /** The map lies over the film, where there is one. */
  mapShown = $state.raw(true);
  /** What a drag with the left button does until Escape; null: what the person's settings say. */
  tool = $state.raw<DragTool | null>(null);
  /** The pane that commands are about: where the pointer or the keyboard was last. */
  active = $state.raw(0);
  /** How many films are on the stage. */
  count = $state.raw(1);
  /** Two films of the same view are seen alike unless the reader says otherwise. */
  ownLink = $state.raw<boolean | null>(null);
  alike = $state.raw(true);
  /** Both films hold the same kind of values, so that a window of numbers fits both. */
  sameKind = $state.raw(false);
  /** The last thing that a command did, for those who cannot see it. */
  said = $state.raw("");
  readonly viewports: Readonly<Pair<Viewport>> = [new Viewport(), new Viewport()];
  readonly draft = new Draft();
  readonly measurements: Measurements;
  /** The films, once they are on screen. */
  readonly shown: Pair<OnStage | null> = [null, null];
  readonly surfaces: Pair<HTMLElement | null> = [null, null];
  readonly #images: Pair<string | null> = [null, null];
  /** Takes back the question about a place; false where none was asked. */
  forgetPlace: () => boolean = () => false;

  constructor(measurements: Measurements) {
    this.measurements = measurements;
  }

  get linked(): boolean {
    return this.count === 2 && (this.ownLink ?? this.alike);
  }

  /** The film that commands are about, once it is on screen. */
  get front(): OnStage | null {
    return this.shown[this.#front];
  }

  get #front(): 0 | 1 {
    return this.active === 1 && this.count === 2 ? 1 : 0;
  }

  /** Takes the keyboard to the film in front. */
  focus(): void {
    this.surfaces[this.#front]?.focus({ preventScroll: true });
  }

  viewport(pane: number): Viewport {
    return pane === 1 ? this.viewports[1] : this.viewports[0];
  }

  #together(pane: number): readonly Viewport[] {
    return this.linked ? this.viewports : [this.viewport(pane)];
  }

  /** Another film comes up in a pane: it is seen whole, beside another one of its kind as that one is seen. */
  leaf(pane: 0 | 1, image: string | null): void {
    if (this.#images[pane] === image) return;
    this.#images[pane] = image;
    this.draft.drop();
    const [first, second] = this.viewports;
    for (const viewport of pane === 1 ? [second] : this.#together(0)) viewport.leaf();
    if (pane === 1 && image !== null && this.linked) {
      [second.view, second.inverted] = [first.view, first.inverted];
      if (fitsAll(first.window) || this.sameKind) second.window = first.window;
    }
  }

  changeView(pane: number, change: (view: View, frame: Frame) => View): void {
    const frame = this.shown[pane === 1 ? 1 : 0]?.frame;
    if (frame === undefined) return;
    const view = change(this.viewport(pane).view, frame);
    for (const viewport of this.#together(pane)) viewport.view = view;
  }

  /** Numbers go only to films whose values mean the same. */
  changeWindow(pane: number, choice: WindowChoice): void {
    for (const viewport of fitsAll(choice) || this.sameKind ? this.#together(pane) : [this.viewport(pane)])
      viewport.window = choice;
  }

  invert(pane: number): boolean {
    const inverted = !this.viewport(pane).inverted;
    for (const viewport of this.#together(pane)) viewport.inverted = inverted;
    return inverted;
  }

  /** All of the view as it was at first, in every pane. */
  reset(): void {
    for (const viewport of this.viewports) viewport.reset();
    this.draft.drop();
  }

  /** Links the panes, so that they are seen as the active one is, or lets them go apart. */
  toggleLink(): void {
    this.ownLink = !this.linked;
    if (!this.linked) return;
    const { view, inverted, window } = this.viewport(this.active);
    for (const viewport of this.viewports) [viewport.view, viewport.inverted] = [view, inverted];
    this.changeWindow(this.active, window);
  }

  /** Escape, one step at a time: the drawing, then the tool, then the asked place. False where there was nothing to leave. */
  escape(): boolean {
    if (this.draft.drop()) return true;
    if (this.tool !== null) {
      this.tool = null;
      return true;
    }
    return this.forgetPlace();
  }
}

/** A preset fits every film; numbers do not. */
function fitsAll({ kind }: WindowChoice): boolean {
  return kind === "file" || kind === "preset";
}

const stages = new WeakMap<App, StageState>();

/** The stage of this window. Called while a component is made. */
export function useStage(): StageState {
  const app = useApp();
  const known = stages.get(app);
  if (known !== undefined) return known;
  const made = new StageState(
    new Measurements((deed) => {
      app.undo.remember(deed);
    }),
  );
  stages.set(app, made);
  return made;
}
