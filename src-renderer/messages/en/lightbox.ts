import { numbered } from "./numbered.ts";
import { count, share } from "../../drawing/index.ts";

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const endings: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinal = (place: number): string => `${String(place)}${endings[ordinals.select(place)] ?? "th"}`;

/** Words of the lightbox: the film, what fires on it, the films beside it and around it. */
export const lightbox = {
  title: "Reading",
  film: "Film",
  films: "Films",

  // what fires
  fires: "What fires here",
  firesBeside: "What fires on the film beside",
  firing: (some: string, all: string | null) => (all === null ? some : `${some} of ${all}`),
  byActivation: "Strongest first; a full bar is its own record",
  byShare: "Ordered by what this cell adds; a full bar is the most",
  standing: "Not tested, not reviewed",
  standingMore: "No neuron has a name yet that was tested on other films or judged by readers",
  unnamed: "unnamed",
  activation: "Activation",
  density: (share: string) => `fires on ${share}`,
  /** A correlation is not a name: the word says which way it goes. */
  goes: (finding: string, against: boolean) => `${against ? "without" : "with"} ${finding}`,
  correlation: (value: string) => `ρ ${value}`,
  notScored: "not scored yet",
  factsMore:
    "Density: the share of films on which it fires. ρ: how its activation goes with the finding over all films, from −1 to 1; a weak hint, not a name",
  unusualMore: "Share of films on which it fires as strongly or more",
  /** How unusual an activation is: 0.991 → "top 0.9 %". `percentile`: share of images on which it is weaker. */
  top: (percentile: number) => `top ${share(Math.max(0, 1 - percentile))}`,
  barMore: "Activation against the largest of this neuron",
  barMoreMean: (mean: string, films: string) =>
    `Activation against the largest of this neuron; the tick is the mean, ${mean}, of the ${films} films on which it fires`,
  shareBarMore: "What the cell adds, against the most that it adds to any of these neurons",
  adds: (here: string, sum: string) => `adds ${here} of ${sum} from here`,
  readingFilm: "Reading the film …",
  nothingFires: "Nothing fires on this film",
  demoModels: "Demo models, trained on synthetic films: what they say of a real film means nothing.",
  stale: "Statistics are from before the last import",
  unread: (films: number) =>
    films === 1
      ? "1 film has not been encoded yet; no number here counts it"
      : `${count(films)} films have not been encoded yet; no number here counts them`,
  scoreAgain: "Score again",
  tryAgain: "Try again",
  encode: "Encode and score",
  rebuilt: (cosine: string, unexplained: string | null) =>
    `Together they rebuild the embedding to a cosine of ${cosine}${
      unexplained === null ? "" : `; ${unexplained} of its variance stays unexplained`
    }.`,
  silent: "does not fire on this film",
  showStrongest: "Show strongest",

  // one neuron on the film
  map: "map",
  constant: "constant",
  preActivation: "pre-activation",
  gate: (open: boolean) => `gate ${open ? "open" : "closed"}`,
  centredSum: (sum: string) => `Shown centred: the cells add up to ${sum}, what sets this film off from the mean film.`,
  cell: (tokens: number) =>
    `A cell is what one of ${String(tokens)} tokens adds to the pre-activation. It is no patch of tissue: tokens also see their neighbours.`,
  onBeside: (activation: string, preActivation: string) =>
    `On the film beside: ${activation} (pre-activation ${preActivation})`,
  onBesideSilent: (preActivation: string) => `On the film beside it does not fire (pre-activation ${preActivation})`,
  neuronPage: (neuron: string) => `All about ${neuron}`,
  strongestFilms: "Strongest films",
  firesOn: (some: string, all: string) => `fires on ${some} of ${all}`,
  openStrongest: (film: string, activation: string) => `Open ${film}, activation ${activation}`,

  // a place of the film
  from: (row: number, column: number, rows: number, columns: number) =>
    `From row ${String(row)}, column ${String(column)} of ${String(rows)} × ${String(columns)}`,
  fromCentred: "centred",
  most: (neuron: string) => `most to ${neuron}`,
  outside: "This place is outside what the encoder saw",
  clearPlace: "Ask the whole film again",

  // labels and report
  labelsAndReport: "Labels and report",
  labelsAndReportBeside: "Labels and report of the film beside",
  labels: "Labels of this film",
  dataSet: (name: string) => `Data set: ${name}`,
  noLabels: "No labels for this film",
  label: { present: "present", uncertain: "uncertain", absent: "absent" },
  labelText: { present: "", uncertain: "", absent: "no " },
  labelAfter: { present: "", uncertain: "?", absent: "" },

  // the patient
  thisPatient: "Films of this patient",
  ofPatient: (place: number, all: number) => `${String(place)} of ${String(all)} films of this patient`,
  prior: "Prior film of this patient",
  next: "Next film of this patient",
  patient: (patient: string) => numbered("patient", patient),
  study: (study: string) => numbered("study", study),
  nthStudy: (place: number) => `${ordinal(place)} study`,
  someFilm: "film",
  missing: "The file of this film is no longer where it was.",
  missingRemedy: "Put it back, or import it from where it is now.",

  // the list
  place: (place: string, all: string, filtered: boolean) => `Film ${place} of ${all}${filtered ? " matching" : ""}`,
  count: (all: string, filtered: boolean) => `${all} ${filtered ? "matching" : "films"}`,
  noMatch: "No film matches",
  noFilms: "No films",
  notAmongThem: "this film is not among them",
  showAll: "Show all",
  filters: (some: number) => (some === 1 ? "1 filter" : `${String(some)} filters`),
  clearFilters: "Show all films",
  inLibrary: "Show this list in the library",
  remove: (filter: string) => `Remove ${filter}`,
  filmName: (place: string, film: string) => `Film ${place}, ${film}`,
  finding: "Finding present",
  anyFinding: "Any finding",
  search: "Search films",
  searchHint: "Patient, finding, report",
  add: "Add films",
  hideStrip: "Hide the films of the list",
  showStrip: "Show the films of the list",

  // two films
  compare: "Put another film beside",
  besideNow: "Change the film beside",
  chooseBeside: "Beside this film",
  besidePrior: "Prior film of this patient",
  besideNext: "Next film of this patient",
  besideBefore: "Film before in the list",
  besideAfter: "Film after in the list",
  besideStrongest: (neuron: string) => `Strongest film of ${neuron}`,
  besideStrongestMore: (activation: string) => `activation ${activation}`,
  besideNone: "There is no other film to put beside it.",
  besideShift: "or Shift-click a film below",
  swap: "Swap the two films",
  closeBeside: "Take the film beside away",
};
