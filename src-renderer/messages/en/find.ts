import { numbered } from "./numbered.ts";
import { count, neuronNumber } from "../../drawing/index.ts";

/** Words of the palette. */
export const find = {
  title: "Find or do",
  field: "Find a film or a neuron, or do something",
  placeholder: "A film, #250, an address, or what to do",
  results: "What there is",
  groups: {
    finding: "Neurons of a finding",
    recent: "Recent",
    address: "Address",
    neuron: "Neuron",
    place: "Places",
    command: "Do",
    view: "Saved views",
    film: "Films",
  },
  neuron: (number: string) => `Neuron ${number}`,
  finding: (finding: string) => `Neurons of ${finding}`,
  findingMore: "those that go with it most first",
  patient: (patient: string) => numbered("Patient", patient),
  film: "Chest film",
  nothing: (typed: string) => `Nothing is called “${typed}”, and no film holds it.`,
  noNeuron: (neurons: number) =>
    neurons === 0
      ? "There is no SAE here yet whose neurons could be opened."
      : `The SAE in use has ${count(neurons)} neurons, from #0 to ${neuronNumber(neurons - 1)}.`,
  looking: "Looking for films …",
  /** For those who hear it. */
  found: (n: number) => (n === 1 ? "1 result" : `${count(n)} results`),
  hints: { move: "move", choose: "choose", close: "close" },
};
