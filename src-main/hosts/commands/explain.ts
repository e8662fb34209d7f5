import type { Command } from "./command.ts";
import { requiredPack, wholeNumber, word } from "./values.ts";
import { withWorkbench } from "./with-workbench.ts";

export const explain: Command = {
  name: "explain",
  summary:
    "Which neurons fire on one film and where; IMAGE is a file (imported or not) or the SHA-256 of an imported film.",
  usage: "WORKSPACE IMAGE --sae ID",
  positionals: [2, 2],
  options: {
    sae: { type: "string", value: "ID", help: "the SAE to explain with" },
    frame: { type: "string", value: "N", help: "the frame of a file with several, from 1 (1)" },
  },
  run: (given) => {
    const sae = requiredPack(given, "sae");
    const frame = wholeNumber(given, "frame", 1, 1);
    return withWorkbench(word(given, 0), async (bench) => {
      const document = await bench.explain(word(given, 1), sae, frame);
      const { cosine, fvu } = document.reconstruction;
      const lines = [
        `${document.file}: ${String(document.neurons.length)} neurons of ${document.sae} fire.`,
        ...document.neurons.map(neuronLine),
        `Reconstruction: cosine ${cosine.toFixed(3)}, FVU ${fvu === null ? "N/A" : fvu.toFixed(3)}. Maps: add --json.`,
      ];
      return { document, lines };
    });
  },
};

function neuronLine(neuron: { neuron: number; activation: number; preActivation: number; constant: number }): string {
  const map = neuron.preActivation - neuron.constant;
  const sum = `map ${map.toFixed(3)} + constant ${neuron.constant.toFixed(3)} = ${neuron.preActivation.toFixed(3)}`;
  return `  neuron ${String(neuron.neuron).padStart(5)}  activation ${neuron.activation.toFixed(3)}  (${sum})`;
}
