import type { Association, Interval } from "../../../src-preload/contract/index.ts";
import { correlation, count, intervalText } from "../../drawing/index.ts";
import { words } from "../../messages/index.ts";
import type { Measure } from "./way.svelte.ts";

/** A finding with what the neuron has to do with it. */
export interface AssociationLine {
  readonly finding: string;
  /** ρ or the area under the curve; null where it is not defined. */
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Films with the finding and without: "12 / 83". */
  readonly labels: string;
  /** Why there is no value; empty where there is one. */
  readonly why: string;
  /** All of it in words. */
  readonly spoken: string;
}

/** A line for every finding: by falling value with the undefined ones last, or in the order in which they came. */
export function linesOf(associations: readonly Association[], measure: Measure, byValue: boolean): AssociationLine[] {
  const lines = associations.map((association) => lineOf(association, measure));
  if (!byValue) return lines;
  return lines.toSorted((one, other) => (other.value ?? -Infinity) - (one.value ?? -Infinity));
}

function lineOf(association: Association, measure: Measure): AssociationLine {
  const { finding, positives, negatives } = association;
  const value = measure === "rho" ? association.correlation : association.auroc;
  const interval = measure === "rho" ? association.correlationInterval : association.aurocInterval;
  const [withIt, without] = [count(positives), count(negatives)];
  const ends = interval === null ? words.neuron.undefinedMore : intervalText(interval);
  return {
    ...{ finding, value, interval },
    labels: `${withIt} / ${without}`,
    why: value === null ? reason(association) : "",
    spoken: value === null ? "" : words.neuron.associationSpoken(correlation(value), ends, withIt, without),
  };
}

function reason({ positives, negatives }: Association): string {
  if (positives === 0) return words.neuron.noPositives;
  return negatives === 0 ? words.neuron.noNegatives : words.neuron.undefinedMore;
}
