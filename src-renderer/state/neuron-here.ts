import type { FilmRegion } from "../../src-preload/contract/index.ts";
import { mapOf, mapRange } from "../drawing/index.ts";
import type { Grid } from "../drawing/index.ts";
import type { ExplainedFilm } from "./film-data.ts";

/** One neuron on one film, firing or not, with its map [rows, columns]. */
export interface NeuronHere {
  readonly neuron: number;
  /** After the gate; 0 where it does not fire. */
  readonly activation: number;
  readonly preActivation: number;
  readonly constant: number;
  readonly grid: Grid;
  readonly region: FilmRegion;
  readonly plain: Float32Array;
  readonly centred: Float32Array | null;
}

/** A neuron among those that fire on a film; null where it does not. */
export function amongFiring(explained: ExplainedFilm, neuron: number): NeuronHere | null {
  const place = explained.neurons.findIndex((firing) => firing.neuron === neuron);
  const firing = explained.neurons[place];
  if (firing === undefined) return null;
  const { grid, region, plain, centred } = explained;
  const { activation, preActivation, constant } = firing;
  return {
    ...{ neuron, activation, preActivation, constant, grid, region },
    plain: mapOf(plain, grid, place),
    centred: centred === null ? null : mapOf(centred, grid, place),
  };
}

/** The map as it is laid over the film: centred where that is wanted and known. */
export function shownMap(
  here: NeuronHere,
  wantCentred: boolean,
): { readonly values: Float32Array; readonly centred: boolean } {
  const centred = wantCentred ? here.centred : null;
  return { values: centred ?? here.plain, centred: centred !== null };
}

/** What the cells add up to: with the constant, and for a centred map with the neuron's mean, the pre-activation. */
export function mapSum(values: Float32Array): number {
  return mapRange(values).sum;
}
