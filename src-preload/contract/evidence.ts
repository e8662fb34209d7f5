import * as v from "valibot";
import { count, jobStarted, neuronIndex, packId, sha256 } from "./common.ts";
import { method } from "./method.ts";

export const association = v.strictObject({
  finding: v.string(),
  /** Pearson correlation of activation and label over labelled images; null where it is not defined. */
  correlation: v.nullable(v.number()),
  /** Area under the ROC curve of the activation as a score for the finding; null where it is not defined. */
  auroc: v.nullable(v.number()),
  positives: count,
  negatives: count,
});
export type Association = v.InferOutput<typeof association>;

export const neuronSummary = v.strictObject({
  neuron: neuronIndex,
  /** Images on which the neuron fires, and images coded. */
  fires: count,
  images: count,
  /** fires / images. */
  density: v.number(),
  /** Over the images on which it fires; null where it never does. */
  mean: v.nullable(v.number()),
  max: v.nullable(v.number()),
  /** The finding with the largest correlation by absolute value; null where there is none. */
  strongest: v.nullable(association),
});
export type NeuronSummary = v.InferOutput<typeof neuronSummary>;

export const neuronEvidence = v.strictObject({
  ...neuronSummary.entries,
  /** Films, codes or labels have changed since the statistics were made. */
  stale: v.boolean(),
  /** UTC, ISO 8601. */
  scoredAt: v.string(),
  associations: v.array(association),
  /** Strongest films, by falling activation. */
  strongestImages: v.array(v.strictObject({ image: sha256, activation: v.number(), name: v.string() })),
});
export type NeuronEvidence = v.InferOutput<typeof neuronEvidence>;

export const evidenceMethods = {
  "evidence.score": method(
    "Statistics of every neuron over the coded images.",
    v.strictObject({ sae: packId }),
    jobStarted,
  ),
  "evidence.neurons": method(
    "Every neuron of an SAE with its statistics.",
    v.strictObject({ sae: packId }),
    v.array(neuronSummary),
  ),
  "evidence.neuron": method(
    "One neuron: statistics, associations and strongest films.",
    v.strictObject({
      sae: packId,
      neuron: neuronIndex,
      limit: v.optional(v.pipe(count, v.maxValue(200)), 24),
    }),
    neuronEvidence,
  ),
  "evidence.findings": method(
    "For every finding the neuron with the largest correlation.",
    v.strictObject({ sae: packId }),
    v.array(v.strictObject({ neuron: neuronIndex, association })),
  ),
};
