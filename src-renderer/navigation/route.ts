import type { ImageFilter, MethodInput } from "../../src-preload/contract/index.ts";
import { filterFromWords, filterToWords } from "./filter-words.ts";
import { neuronQueryFromWords, neuronQueryToWords } from "./neuron-words.ts";

/** What the table of neurons shows, apart from its SAE and its page. */
export type NeuronTableQuery = Omit<MethodInput<"evidence.neurons">, "sae" | "offset" | "limit">;

/** Which neuron is open beside a film: one by number, the strongest of each film, or none. */
export type NeuronChoice = number | "strongest" | "none";

/** A place in the window. Every place has an address, and every address that is not known leads to the library. */
export type Route =
  | { readonly view: "library"; readonly filter: ImageFilter }
  | {
      readonly view: "film";
      /** Null: the first film of the list. */
      readonly image: string | null;
      readonly neuron: NeuronChoice;
      /** A second film beside the first. */
      readonly beside: string | null;
      /** The list that the film is read in. */
      readonly filter: ImageFilter;
    }
  | { readonly view: "neurons"; readonly query: NeuronTableQuery }
  | {
      readonly view: "neuron";
      /** Null: the SAE in use. */
      readonly sae: string | null;
      readonly neuron: number;
      /** Which random films are shown. */
      readonly seed: number;
    }
  | { readonly view: "jobs" }
  | { readonly view: "settings" }
  | { readonly view: "about" };

export type ViewName = Route["view"];

const sha = /^[0-9a-f]{64}$/;
const whole = /^\d{1,5}$/;
/** A name that no film has. */
const noFilm = "0".repeat(64);
const mostNeurons = 65_536;

/** The place that a path with its query names. */
export function parseAddress(address: string): Route {
  // Not by URL: it throws for "//" and takes "//film" for a host.
  const [, path = "", query = ""] = /^([^?#]*)(?:\?([^#]*))?/.exec(address) ?? [];
  const [view = "", ...rest] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decode);
  const words = new URLSearchParams(query);
  switch (view) {
    case "":
    case "film":
      return filmRoute(rest[0], words);
    case "neurons":
      return { view, query: neuronQueryFromWords(words) };
    case "neuron":
      return neuronRoute(rest, words);
    case "jobs":
    case "settings":
    case "about":
      return { view };
    default:
      return { view: "library", filter: filterFromWords(words) };
  }
}

function filmRoute(image: string | undefined, words: URLSearchParams): Route {
  const beside = words.get("beside");
  const neuron = words.get("neuron") ?? "strongest";
  return {
    view: "film",
    // A mangled name is the name of no film, and must not show another.
    image: image === undefined ? null : sha.test(image) ? image : noFilm,
    neuron: whole.test(neuron) ? Number(neuron) : neuron === "none" ? "none" : "strongest",
    beside: beside !== null && sha.test(beside) ? beside : null,
    filter: filterFromWords(words),
  };
}

function neuronRoute([sae, neuron]: readonly string[], words: URLSearchParams): Route {
  const seed = Number(words.get("seed") ?? "1");
  if (neuron === undefined || !whole.test(neuron) || Number(neuron) >= mostNeurons)
    return { view: "neurons", query: {} };
  return {
    view: "neuron",
    sae: sae === undefined || sae === "-" ? null : sae,
    neuron: Number(neuron),
    seed: Number.isSafeInteger(seed) && seed >= 0 ? seed : 1,
  };
}

/** The path and query of a place; `parseAddress` gives the same place back. */
export function addressOf(route: Route): string {
  switch (route.view) {
    case "library":
      return withWords("/library", filterToWords(route.filter));
    case "film": {
      const words = new URLSearchParams();
      if (route.neuron !== "strongest") words.set("neuron", String(route.neuron));
      if (route.beside !== null) words.set("beside", route.beside);
      for (const [name, value] of filterToWords(route.filter)) words.set(name, value);
      return withWords(route.image === null ? "/film" : `/film/${route.image}`, words);
    }
    case "neurons":
      return withWords("/neurons", neuronQueryToWords(route.query));
    case "neuron": {
      const words = new URLSearchParams(route.seed === 1 ? {} : { seed: String(route.seed) });
      return withWords(`/neuron/${encodeURIComponent(route.sae ?? "-")}/${String(route.neuron)}`, words);
    }
    case "jobs":
    case "settings":
    case "about":
      return `/${route.view}`;
  }
}

function withWords(path: string, words: URLSearchParams): string {
  const text = words.toString();
  return text === "" ? path : `${path}?${text}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
