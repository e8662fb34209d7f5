import { toErrorReport } from "../../src-preload/contract/errors.ts";
import type { ImageRow } from "../../src-preload/contract/index.ts";
import type { App } from "./app.svelte.ts";

/** Milliseconds: a film leafed past faster than this is not asked for its patient. */
const settle = 60;

/** A film that is not in the workspace has no patient; the stage says that it is not there. */
function noneOfUnknown(error: unknown): readonly ImageRow[] {
  if (toErrorReport(error).code === "image/not-found") return [];
  throw error;
}

/** The films of the open film's patient, study by study. Made with its component. */
export class PatientFilms {
  #all = $state.raw<readonly ImageRow[]>([]);
  readonly #image: () => string | null;

  /** All of them, the open one included; none while it is not known whose film it is. */
  readonly films = $derived.by(() => (this.#all.some(({ image }) => image === this.#image()) ? this.#all : []));
  /** Place of the open film among them, from 0; −1 where there are none. */
  readonly position = $derived.by(() => this.films.findIndex(({ image }) => image === this.#image()));

  constructor(app: App, image: () => string | null) {
    this.#image = image;
    const open = $derived(image());
    const images = $derived(app.workspace.info?.images ?? 0);
    $effect(() => {
      if (open === null || images === 0) return undefined;
      const asked = open;
      let wanted = true;
      const timer = setTimeout(() => {
        void app.notices
          .attempt(() => app.data.ofPatient(asked).catch(noneOfUnknown))
          .then((films) => {
            if (wanted && films !== null) this.#all = films;
          });
      }, settle);
      return () => {
        wanted = false;
        clearTimeout(timer);
      };
    });
  }

  get prior(): ImageRow | undefined {
    return this.films[this.position - 1];
  }

  get next(): ImageRow | undefined {
    return this.position < 0 ? undefined : this.films[this.position + 1];
  }
}
