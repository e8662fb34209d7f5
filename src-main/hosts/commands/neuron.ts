import type { Association } from "../../../src-preload/contract/index.ts";
import type { Command } from "./command.ts";
import { findingLines } from "./score.ts";
import { readWhole, requiredPack, wholeNumber, word } from "./values.ts";
import { call, withWorkbench } from "./with-workbench.ts";

export const neuron: Command = {
  name: "neuron",
  summary: "One neuron: how often it fires, what it goes with, its strongest films.",
  usage: "WORKSPACE NEURON --sae ID",
  positionals: [2, 2],
  options: {
    sae: { type: "string", value: "ID", help: "the SAE the neuron belongs to" },
    limit: { type: "string", value: "N", help: "strongest films to list (default 24, at most 200)" },
  },
  run: (given) => {
    const sae = requiredPack(given, "sae");
    const number = readWhole(word(given, 1), "NEURON", 0, 65535);
    const limit = wholeNumber(given, "limit", 24, 1, 200);
    return withWorkbench(word(given, 0), async (bench) => {
      const found = await call(bench, "evidence.neuron", { sae, neuron: number, limit });
      const fires = `fires on ${String(found.fires)} of ${String(found.images)} films`;
      const max = found.max === null ? "" : `, at most ${found.max.toFixed(3)}`;
      const lines = [
        `Neuron ${String(number)} of ${sae} ${fires}${max}.`,
        ...section(
          "With each finding, 95 % intervals over films in brackets:",
          findingLines(byStrength(found.associations).map((association) => ({ neuron: number, association }))),
        ),
        ...section(
          "Strongest films:",
          found.strongestImages.map(
            (image) => `  ${image.activation.toFixed(3)}  ${image.name}  ${image.image.slice(0, 12)}…`,
          ),
        ),
      ];
      return { document: found, lines };
    });
  },
};

/** Lines under their heading; nothing where there are none. */
function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}

/** The finding it goes with most, or most against, first; those without a correlation last. */
function byStrength(associations: readonly Association[]): Association[] {
  const strength = (association: Association): number => Math.abs(association.correlation ?? 0);
  return associations.toSorted((a, b) => strength(b) - strength(a));
}
