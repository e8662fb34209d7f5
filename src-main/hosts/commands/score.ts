import { uncertaintyPolicies } from "../../../src-preload/contract/index.ts";
import type { AppliedPolicy, Association, Interval } from "../../../src-preload/contract/index.ts";
import { duration } from "../progress-line.ts";
import type { Command } from "./command.ts";
import { oneOf, requiredPack, text, word } from "./values.ts";
import { call, followJob, jobSeconds, withWorkbench } from "./with-workbench.ts";

export const score: Command = {
  name: "score",
  summary: "Statistics of every neuron over the coded films: how often it fires, and what it goes with.",
  usage: "WORKSPACE --sae ID",
  positionals: [1, 1],
  options: {
    sae: { type: "string", value: "ID", help: "the SAE whose neurons are scored" },
    policy: { type: "string", value: "P", help: "uncertain labels in this score: ignore, zeros or ones" },
  },
  run: (given) => {
    const policy =
      text(given, "policy") === undefined ? undefined : oneOf(given, "policy", uncertaintyPolicies, "ignore");
    const sae = requiredPack(given, "sae");
    return withWorkbench(word(given, 0), async (bench) => {
      const { job } = await call(bench, "evidence.score", { sae, ...(policy === undefined ? {} : { policy }) });
      const seconds = jobSeconds(await followJob(bench, job, given.terminal));
      const counted = await call(bench, "evidence.neurons", { sae, firing: "firing", limit: 0 });
      const { all: neurons, total: firing, images, policies } = counted;
      const findings = await call(bench, "evidence.findings", { sae });
      const document = { neurons, firing, images, policies, findings, seconds };
      const line = `${String(firing)} of ${String(neurons)} neurons fire on ${String(images)} films (${duration(seconds)}).`;
      const heading = "Strongest neuron per finding, 95 % intervals over films in brackets:";
      return { document, lines: [line, ...policyLines(policies), heading, ...findingLines(findings)] };
    });
  },
};

const uncertainIs = { ignore: "left out", zeros: "counted as absent", ones: "counted as present" } as const;

/** What uncertain labels counted as; one line where that is the same for all data sets. */
function policyLines(policies: readonly AppliedPolicy[]): string[] {
  const [first, ...others] = policies;
  if (first === undefined) return [];
  if (others.every(({ policy }) => policy === first.policy)) return [`Uncertain labels: ${uncertainIs[first.policy]}.`];
  return policies.map(
    ({ dataSet, policy }) => `Uncertain labels of ${dataSet ?? "films of no data set"}: ${uncertainIs[policy]}.`,
  );
}

/**
 * One line per finding: its strongest neuron with 95 % intervals and how many films that rests on; N/A is said, not drawn as
 * a number.
 */
export function findingLines(found: readonly { neuron: number; association: Association }[]): string[] {
  return found.map(({ neuron, association }) => {
    const { finding, positives, negatives } = association;
    const correlation = measure(association.correlation, association.correlationInterval);
    const measures = `correlation ${correlation}, AUROC ${measure(association.auroc, association.aurocInterval)}`;
    return `  ${finding.padEnd(28)} neuron ${String(neuron).padStart(5)}  ${measures}  (${String(positives)} with, ${String(negatives)} without)`;
  });
}

function measure(value: number | null, interval: Interval | null): string {
  if (value === null) return "N/A";
  return interval === null
    ? value.toFixed(2)
    : `${value.toFixed(2)} (${interval[0].toFixed(2)} to ${interval[1].toFixed(2)})`;
}
