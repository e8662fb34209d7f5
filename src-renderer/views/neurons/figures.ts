import type { Association } from "../../../src-preload/contract/index.ts";
import { correlation, count, intervalText } from "../../drawing/index.ts";
import { words } from "../../messages/index.ts";

/** An activation over many films: kept in half precision, so two digits are as many as there are. */
export function activation(value: number | null): string {
  return value === null ? words.neurons.noValue : value.toFixed(2);
}

/** The correlation and its interval, ".68" and "[.61, .74]"; null where it is not defined. */
export function rhoFigures(association: Association | null): [rho: string, interval: string] | null {
  if (association === null || association.correlation === null) return null;
  const { correlation: rho, correlationInterval } = association;
  return [correlation(rho), correlationInterval === null ? "" : intervalText(correlationInterval)];
}

/** The area under the curve and its interval, ".86" and "[.81, .91]"; null where it is not defined. */
export function aurocFigures(association: Association | null): [area: string, interval: string] | null {
  if (association === null || association.auroc === null) return null;
  const { auroc, aurocInterval } = association;
  return [correlation(auroc), aurocInterval === null ? "" : intervalText(aurocInterval)];
}

/** "36 of 96": labelled films with the finding, of all that are labelled. */
export function labelled({ positives, negatives }: Association): string {
  return words.neurons.positives(count(positives), count(positives + negatives));
}
