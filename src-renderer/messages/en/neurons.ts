const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const some = (number: string, one: string, many: string) => `${number} ${number === "1" ? one : many}`;

/** Words of the neurons view. */
export const neurons = {
  title: "Neurons",
  unnamed: "unnamed",
  total: (total: string, all: string) => (total === all ? `${all} neurons` : `${total} of ${all} neurons`),
  over: (films: string) => `over ${some(films, "film", "films")}`,

  filters: "Which neurons, and in what order",
  search: "Search neurons",
  searchHint: "Number or finding",
  firing: "Which neurons",
  firingAll: "All",
  firingOnly: "Firing",
  deadOnly: "Dead",
  density: "Density",
  densityAny: "Any density",
  densityBetween: (from: string, to: string) => `${from} to ${to}`,
  densityFrom: (share: string) => `Fires on at least ${share} of the films`,
  densityTo: (share: string) => `Fires on at most ${share} of the films`,
  densityWhat: "Share of the films on which a neuron fires",
  densityClear: "Any density",
  finding: "Finding",
  findingAny: "Strongest finding",
  viewFiring: { firing: "firing", dead: "dead" },
  viewBy: {
    neuron: "All neurons",
    density: "Neurons by density",
    mean: "Neurons by mean activation",
    max: "Neurons by largest activation",
    association: "Neurons by association",
  },
  viewOf: (what: string) => `Neurons: ${what}`,
  clear: "Clear the filters",
  cleared: "Clear the filters of the neurons",
  rows: "Table of neurons",

  number: "Neuron",
  firesOn: "Fires on",
  activations: "Activations",
  activationsScale: "√ of films, own scale",
  mean: "Mean",
  max: "Max",
  strongest: "Goes most with",
  rho: "ρ, 95 %",
  rhoWith: (finding: string) => `ρ with ${finding}, 95 %`,
  auroc: "AUROC, 95 %",
  labels: "With finding",

  numberWhat: "The neuron's number in its SAE, from 0",
  firesOnWhat: "Density: the share of films on which the neuron fires, and how many of them",
  activationsWhat:
    "Films by activation from 0 to the neuron's largest, silent films left out. Heights go with the square root",
  meanWhat: "Mean activation over the films on which it fires",
  maxWhat: "Largest activation over all films",
  strongestWhat: "The finding with the largest correlation, by absolute value",
  rhoWhat:
    "Pearson correlation of activation and label over the labelled films, from −1 to 1, with its 95 % interval by Fisher's z. A hint, not a name",
  aurocWhat:
    "How well the activation alone ranks films with the finding above films without, .5 is chance. 95 % after Hanley and McNeil",
  labelsWhat: "Labelled films with the finding, of all labelled films",

  fires: (fires: string, films: string) => `${fires} of ${films}`,
  never: "never fires",
  neverOn: (films: string) => `0 of ${films}`,
  noValue: "none",
  noMark: "–",
  noHistogram: "score again to see it",
  noLabels: "no labels",
  notDefined: "not defined",
  notDefinedWhy: (positives: string, negatives: string) => `${positives} films with it, ${negatives} without`,
  positives: (positives: string, labelled: string) => `${positives} of ${labelled}`,
  rhoTip: (rho: string, interval: string) => `ρ ${rho} ${interval}`,
  aurocTip: (area: string, interval: string) => `AUROC ${area} ${interval}`,
  rhoIs: (rho: string) => `ρ ${rho}`,
  coming: "Reading …",

  unscored: "The neurons have not been scored yet",
  unscoredWhy:
    "Scoring goes once over all films: how often and how strongly each neuron fires, and with which findings. It takes seconds for some thousand films.",
  score: "Score the neurons",
  scoreAgain: "Score again",
  scoring: "Scoring …",
  stale: (at: string) =>
    `Films, codes or labels have changed since these numbers were made on ${moment.format(new Date(at))}.`,
  noHistograms: "These numbers were made before histograms were kept.",
  scoredAt: (at: string) => `Scored on ${moment.format(new Date(at))}`,

  none: "No neuron passes these filters",
  noneRemedy: "Search for a number or a finding, or clear the filters.",
  failed: "Try again",
};
