import { toErrorReport } from "../../src-preload/contract/errors.ts";
import type { ErrorReport, ImageDetail } from "../../src-preload/contract/index.ts";
import type { ExplainedFilm, FilmData, MappedNeuron, ShownFilm } from "./film-data.ts";
import { pause } from "./delayed.ts";
import { amongFiring } from "./neuron-here.ts";
import type { NeuronHere } from "./neuron-here.ts";

/** Milliseconds: a film or a neuron left faster than this is not asked about. */
const settle = 60;
/** Milliseconds that the film before, whole, stands in for one that is on its way; then the stage is empty. */
const patience = 100;

const heldMaps = 32;

/** One film on the lightbox: how it is shown, its record, what fires on it. All of it is of `image`, always. */
export class ReadFilm {
  image = $state.raw<string | null>(null);
  detail = $state.raw<ImageDetail | null>(null);
  film = $state.raw<ShownFilm | null>(null);
  /** Why the film cannot be shown. */
  trouble = $state.raw<ErrorReport | null>(null);
  /** Why the neuron that was asked for last has no map. */
  mapTrouble = $state.raw<ErrorReport | null>(null);
  #explained = $state.raw<ExplainedFilm | null>(null);
  #explainTrouble = $state.raw<{ readonly image: string; readonly report: ErrorReport } | null>(null);
  /** Single neurons that were asked for, the newest last. */
  #mapped = $state.raw<readonly MappedNeuron[]>([]);
  readonly #data: FilmData;
  #wanted: string | null = null;
  /** Counts questions: only the newest is answered. */
  #question = 0;

  constructor(data: FilmData) {
    this.#data = data;
  }

  /** What fires on the film; null until it is known. */
  get explained(): ExplainedFilm | null {
    return this.#explained?.image === this.image ? this.#explained : null;
  }

  /** Why it is not known what fires on the film. */
  get explainTrouble(): ErrorReport | null {
    return this.#explainTrouble?.image === this.image ? this.#explainTrouble.report : null;
  }

  /** One neuron on the film, firing or not; null until it is known. */
  neuron(neuron: number): NeuronHere | null {
    const firing = this.explained === null ? null : amongFiring(this.explained, neuron);
    if (firing !== null) return firing;
    return this.#mapped.findLast((mapped) => mapped.neuron === neuron && mapped.image === this.image) ?? null;
  }

  /** Shows a film. The one before stays for a moment, with its own name and map, so that leafing does not flash. */
  async open(image: string | null): Promise<void> {
    if (image === this.#wanted) return;
    this.#wanted = image;
    if (image === null) {
      this.#clear(null);
      return;
    }
    const asked = Promise.allSettled([this.#data.detail(image), this.#data.film(image)]);
    const soon = this.image === null ? null : await Promise.race([asked, pause(patience).then(() => null)]);
    if (this.#wanted !== image) return;
    if (soon === null) this.#clear(image);
    const [detail, film] = soon ?? (await asked);
    if (this.#wanted !== image) return;
    // One film for the other in one go: the canvas and its place on the graphics card stay.
    this.#clear(image);
    // A film whose file is gone still has its name and its labels.
    if (detail.status === "fulfilled") this.detail = detail.value;
    if (film.status === "fulfilled") this.film = film.value;
    const failed = [detail, film].find((answer) => answer.status === "rejected");
    if (failed !== undefined) this.trouble = toErrorReport(failed.reason);
  }

  /** Asks again for what may have changed behind the window: labels, and a film that could not be shown. */
  async renew(): Promise<void> {
    const image = this.image;
    if (image === null || image !== this.#wanted) return;
    const again = this.film === null ? this.#data.film(image) : Promise.resolve(this.film);
    const [detail, film] = await Promise.allSettled([this.#data.detail(image), again]);
    if (this.image !== image) return;
    if (detail.status === "fulfilled") this.detail = detail.value;
    if (film.status === "fulfilled") [this.film, this.trouble] = [film.value, null];
  }

  #clear(image: string | null): void {
    [this.detail, this.film, this.trouble, this.mapTrouble] = [null, null, null, null];
    this.image = image;
  }

  /** Asks what fires on the film that is wanted; asked again, the old answer stays until the new one is there. */
  async explain(image: string | null, sae: string | null): Promise<void> {
    const question = ++this.#question;
    if (image === null || sae === null) return;
    if (!this.#data.hasExplanation(image, sae)) await pause(settle);
    if (this.#question !== question) return;
    try {
      const explained = await this.#data.explanation(image, sae);
      if (this.#question !== question) return;
      [this.#explained, this.#explainTrouble] = [explained, null];
    } catch (error) {
      if (this.#question === question) this.#explainTrouble = { image, report: toErrorReport(error) };
    }
  }

  /** A map centred on fewer films is not today's any more. */
  forgetMaps(): void {
    this.#mapped = [];
  }

  /** Asks for one neuron on a film, firing or not; `wanted` says whether the answer is still looked for. */
  async map(image: string, sae: string, neuron: number, wanted: () => boolean): Promise<void> {
    await pause(settle);
    if (!wanted()) return;
    try {
      const mapped = await this.#data.neuronOnFilm(image, sae, neuron);
      if (wanted()) [this.#mapped, this.mapTrouble] = [[...this.#mapped, mapped].slice(-heldMaps), null];
    } catch (error) {
      if (wanted()) this.mapTrouble = toErrorReport(error);
    }
  }
}
