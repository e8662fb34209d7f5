import type { DrawnFinding, FilmPlan } from "./types.ts";

/**
 * Name of a film without its folder and ending. CheXpert keeps patient, study and view in folders; here they are in the
 * name, so that all films lie in one folder: patient00001_study1_view1_frontal.
 */
export function filmName(plan: FilmPlan): string {
  return `patient${String(plan.patient.number).padStart(5, "0")}_study${String(plan.study)}_view1_frontal`;
}

/** Path of a film relative to the set, with forward slashes. */
export function filmPath(plan: FilmPlan): string {
  return `films/${filmName(plan)}.dcm`;
}

/** Path of the mask of the film's finding number `order`, counted from 1. */
export function maskPath(plan: FilmPlan, finding: DrawnFinding, order: number): string {
  const side = finding.side === null ? "" : `_${finding.side}`;
  return `masks/${filmName(plan)}_${String(order)}_${finding.kind}${side}.png`;
}
