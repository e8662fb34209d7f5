import { drawFilm } from "./draw.ts";
import { labelFilm, truthOf } from "./labels.ts";
import { planFilm } from "./plan.ts";
import { writeReport } from "./report.ts";
import type { Phantom } from "./types.ts";

/**
 * Film `index` of the set `seed`: pixels, planted findings with masks, labels and report.
 * A pure function of its two numbers; the film does not depend on how many films the set has.
 */
export function drawPhantom(seed: number, index: number): Phantom {
  const plan = planFilm(seed, index);
  const { pixels, findings } = drawFilm(plan);
  const truth = truthOf(plan);
  const labels = labelFilm(plan, truth);
  const { patient, study, view, visible } = plan;
  return { plan, pixels, findings, visible, patient, study, view, truth, labels, report: writeReport(plan, labels) };
}
