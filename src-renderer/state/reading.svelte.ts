import { toErrorReport } from "../../src-preload/contract/errors.ts";
import type { ErrorReport, FiringNeuron, ImageDetail, NeuronEvidence } from "../../src-preload/contract/index.ts";
import type { ExplainedFilm, FilmData, FilmPixels } from "./film-data.ts";

/** Films leafed past faster than this are not explained. */
const settle = 60;

/** The neuron whose row is open: one by number, the strongest of each film, or none. */
export type Selection = number | "strongest" | "none";

/** One film on the lightbox with the neurons that fire on it. */
export class Reading {
  image = $state.raw<string | null>(null);
  detail = $state.raw<ImageDetail | null>(null);
  pixels = $state.raw<FilmPixels | null>(null);
  explained = $state.raw<ExplainedFilm | null>(null);
  filmTrouble = $state.raw<ErrorReport | null>(null);
  explainTrouble = $state.raw<ErrorReport | null>(null);
  selection = $state.raw<Selection>("strongest");
  /** The neuron under the pointer or the keyboard's focus. */
  pointed = $state.raw<number | null>(null);
  /** Counts scorings, so that evidence on screen is asked for again. */
  scoring = $state.raw(0);
  readonly #data: FilmData;
  #sae: string | null = null;

  constructor(data: FilmData) {
    this.#data = data;
  }

  get neurons(): readonly FiringNeuron[] {
    return this.explained?.neurons ?? [];
  }

  /** The neuron whose row is open, whether it fires on this film or not. */
  readonly selected = $derived.by(() => {
    if (this.selection === "none") return null;
    return this.selection === "strongest" ? (this.neurons[0]?.neuron ?? null) : this.selection;
  });

  /** Place among the firing neurons of the one whose map is shown; null where there is none. */
  readonly shown = $derived.by(() => {
    const place = (neuron: number | null) => this.neurons.findIndex((firing) => firing.neuron === neuron);
    const [pointed, selected] = [place(this.pointed), place(this.selected)];
    return pointed >= 0 ? pointed : selected >= 0 ? selected : null;
  });

  async open(image: string, sae: string): Promise<void> {
    this.image = image;
    this.#sae = sae;
    this.pointed = null;
    this.filmTrouble = null;
    // A new film never stands under the name or the map of the one before.
    [this.detail, this.pixels, this.explained] = [null, null, null];
    await Promise.all([this.#show(image), this.#explain(image, sae)]);
  }

  async #show(image: string): Promise<void> {
    // A film whose file is gone still has its name and its labels.
    const [detail, pixels] = await Promise.allSettled([this.#data.detail(image), this.#data.pixels(image)]);
    if (this.image !== image) return;
    if (detail.status === "fulfilled") this.detail = detail.value;
    if (pixels.status === "fulfilled") this.pixels = pixels.value;
    const failed = [detail, pixels].find((answer) => answer.status === "rejected");
    if (failed !== undefined) this.filmTrouble = toErrorReport(failed.reason);
  }

  async #explain(image: string, sae: string): Promise<void> {
    this.explainTrouble = null;
    if (!this.#data.hasExplanation(image, sae)) await new Promise((resolve) => setTimeout(resolve, settle));
    if (this.image !== image) return;
    try {
      const explained = await this.#data.explanation(image, sae);
      if (this.image === image) this.explained = explained;
    } catch (error) {
      if (this.image === image) this.explainTrouble = toErrorReport(error);
    }
  }

  /** Fetches the pixels of a film that is likely to be next. */
  prepare(image: string): void {
    void this.#data.pixels(image).catch(() => undefined);
    void this.#data.detail(image).catch(() => undefined);
  }

  /** New statistics: the film stays, the numbers are asked for again. */
  async scored(): Promise<void> {
    this.#data.forgetStatistics();
    this.scoring += 1;
    if (this.image !== null && this.#sae !== null) await this.#explain(this.image, this.#sae);
  }

  evidence(neuron: number, sae: string): Promise<NeuronEvidence> {
    return this.#data.evidence(sae, neuron);
  }

  /** Opens a row, or closes it where it is open. */
  toggle(neuron: number): void {
    this.selection = this.selected === neuron ? "none" : neuron;
  }

  /** Opens the row above (−1) or below (+1); returns its neuron. */
  step(by: 1 | -1): number | null {
    const here = this.neurons.findIndex((firing) => firing.neuron === this.selected);
    const place = here < 0 ? (by === 1 ? 0 : this.neurons.length - 1) : here + by;
    const neuron = this.neurons[Math.min(Math.max(place, 0), this.neurons.length - 1)]?.neuron ?? null;
    if (neuron !== null) [this.selection, this.pointed] = [neuron, null];
    return neuron;
  }
}
