import { MediaQuery } from "svelte/reactivity";

interface Kept {
  readonly theme: "dark" | "light" | null;
  readonly centred: boolean;
  readonly opacity: number;
}

const key = "lightbox.display";

/** What was kept of the last window; nothing where the browser keeps nothing. */
function recall(): Partial<Kept> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Kept>;
  } catch {
    return {};
  }
}

/** How things are shown; kept from one window to the next. */
export class Display {
  readonly #systemDark = new MediaQuery("(prefers-color-scheme: dark)", true);
  #chosenTheme = $state<"dark" | "light" | null>(null);
  mapShown = $state(true);
  centred = $state(true);
  /** Of the map over the film, 0–1. */
  opacity = $state(0.7);

  constructor() {
    const kept = recall();
    if (kept.theme === "dark" || kept.theme === "light") this.#chosenTheme = kept.theme;
    if (typeof kept.centred === "boolean") this.centred = kept.centred;
    if (typeof kept.opacity === "number") this.setOpacity(kept.opacity);
  }

  get theme(): "dark" | "light" {
    return this.#chosenTheme ?? (this.#systemDark.current ? "dark" : "light");
  }

  toggleTheme(): void {
    this.#chosenTheme = this.theme === "dark" ? "light" : "dark";
    this.#keep();
  }

  toggleMap(): void {
    this.mapShown = !this.mapShown;
  }

  toggleCentred(): void {
    this.centred = !this.centred;
    this.#keep();
  }

  setOpacity(opacity: number): void {
    this.opacity = Math.min(1, Math.max(0.1, opacity));
    this.#keep();
  }

  #keep(): void {
    const kept: Kept = { theme: this.#chosenTheme, centred: this.centred, opacity: this.opacity };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing shows the same window, only with the defaults next time.
    }
  }
}
