import type { Association } from "../../../src-preload/contract/index.ts";
import { duration } from "../progress-line.ts";
import type { Command } from "./command.ts";
import { requiredPack, word } from "./values.ts";
import { call, followJob, jobSeconds, withWorkbench } from "./with-workbench.ts";

export const score: Command = {
  name: "score",
  summary: "Statistics of every neuron over the coded films: how often it fires, and what it goes with.",
  usage: "WORKSPACE --sae ID",
  positionals: [1, 1],
  options: { sae: { type: "string", value: "ID", help: "the SAE whose neurons are scored" } },
  run: (given) => {
    const sae = requiredPack(given, "sae");
    return withWorkbench(word(given, 0), async (bench) => {
      const { job } = await call(bench, "evidence.score", { sae });
      const seconds = jobSeconds(await followJob(bench, job, given.terminal));
      const neurons = await call(bench, "evidence.neurons", { sae });
      const findings = await call(bench, "evidence.findings", { sae });
      const firing = neurons.filter((neuron) => neuron.fires > 0).length;
      const document = { neurons: neurons.length, firing, images: neurons[0]?.images ?? 0, findings, seconds };
      const line = `${String(firing)} of ${String(neurons.length)} neurons fire on ${String(document.images)} films (${duration(seconds)}).`;
      return { document, lines: [line, ...findingLines(findings)] };
    });
  },
};

/** One line per finding: its strongest neuron, with how many films that rests on; N/A is said, not drawn as a number. */
export function findingLines(found: readonly { neuron: number; association: Association }[]): string[] {
  return found.map(({ neuron, association }) => {
    const { finding, correlation, auroc, positives, negatives } = association;
    const measures = `correlation ${decimals(correlation)}, AUROC ${decimals(auroc)}`;
    return `  ${finding.padEnd(28)} neuron ${String(neuron).padStart(5)}  ${measures}  (${String(positives)} with, ${String(negatives)} without)`;
  });
}

function decimals(value: number | null): string {
  return value === null ? "N/A" : value.toFixed(2);
}
