import * as v from "valibot";
import { count, interval, jobStarted, neuronIndex, packId, sha256 } from "./common.ts";
import { method } from "./method.ts";
import { appliedPolicy, uncertaintyPolicy } from "./tables.ts";

export const association = v.strictObject({
  finding: v.string(),
  /** Pearson correlation of activation and label over labelled images; null where it is not defined. */
  correlation: v.nullable(v.number()),
  /** 95 % interval of the correlation by Fisher's z over images; null where it is not defined. */
  correlationInterval: v.nullable(interval),
  /** Area under the ROC curve of the activation as a score for the finding; null where it is not defined. */
  auroc: v.nullable(v.number()),
  /** 95 % interval of the area after Hanley and McNeil (1982), over images; null where it is not defined. */
  aurocInterval: v.nullable(interval),
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
  /** Images by activation: equal bins from 0 to the largest; null where scored before histograms were kept. */
  histogram: v.nullable(v.array(count)),
});
export type NeuronSummary = v.InferOutput<typeof neuronSummary>;

export const neuronEvidence = v.strictObject({
  ...neuronSummary.entries,
  /** Films, codes or labels have changed since the statistics were made. */
  stale: v.boolean(),
  /** UTC, ISO 8601. */
  scoredAt: v.string(),
  /** What uncertain labels counted as; empty where scored before there were policies: they were left out. */
  policies: v.array(appliedPolicy),
  associations: v.array(association),
  /** Strongest films, by falling activation. */
  strongestImages: v.array(v.strictObject({ image: sha256, activation: v.number(), name: v.string() })),
});
export type NeuronEvidence = v.InferOutput<typeof neuronEvidence>;

/** A row of the table of neurons. */
export const neuronRow = v.strictObject({
  ...neuronSummary.entries,
  /** With the finding that was asked for; null where none was, or where none is defined. */
  withFinding: v.nullable(association),
});
export type NeuronRow = v.InferOutput<typeof neuronRow>;

/** What the table of neurons can be sorted by; "association" is that with the finding asked for, else the strongest. */
export const neuronOrders = ["neuron", "density", "mean", "max", "association"] as const;
export type NeuronOrder = (typeof neuronOrders)[number];

export const neuronQuery = v.strictObject({
  sae: packId,
  sort: v.optional(v.picklist(neuronOrders), "neuron"),
  descending: v.optional(v.boolean(), false),
  /** Only neurons whose number, or the finding of whose strongest association, holds this text. */
  text: v.optional(v.string()),
  /** Show and sort by the association with this finding. */
  finding: v.optional(v.string()),
  firing: v.optional(v.picklist(["all", "firing", "dead"]), "all"),
  /** Share of images on which it fires, 0–1. */
  densityFrom: v.optional(v.number()),
  densityTo: v.optional(v.number()),
  offset: v.optional(count, 0),
  limit: v.optional(v.pipe(count, v.maxValue(500)), 100),
});

/** How the films of a group were chosen. Bands are quarters of the largest activation, the uppermost first. */
export const filmGroupKinds = ["strongest", "band", "random", "silent"] as const;
export type FilmGroupKind = (typeof filmGroupKinds)[number];

export const filmGroup = v.strictObject({
  kind: v.picklist(filmGroupKinds),
  /** Activations in the group: above `from`, up to `to`; null where it does not fire. */
  from: v.nullable(v.number()),
  to: v.nullable(v.number()),
  /** Films in the group, of which the examples are some; one per patient, where patients are known. */
  films: count,
  examples: v.array(
    v.strictObject({ image: sha256, name: v.string(), patient: v.nullable(v.string()), activation: v.number() }),
  ),
});
export type FilmGroup = v.InferOutput<typeof filmGroup>;

export const neighbours = v.strictObject({
  /** By cosine of the decoder's columns, falling; the neuron itself is left out. */
  decoder: v.array(v.strictObject({ neuron: neuronIndex, cosine: v.number() })),
  /** By the correlation of firing (φ), falling. */
  coActivation: v.array(
    v.strictObject({
      neuron: neuronIndex,
      correlation: v.number(),
      /** Of the films that were looked at, those on which both fire. */
      together: count,
    }),
  ),
  /** Films on which the neuron fires, and how many of them were looked at for co-activation. */
  fires: count,
  lookedAt: count,
});
export type Neighbours = v.InferOutput<typeof neighbours>;

export const evidenceMethods = {
  "evidence.score": method(
    "Statistics of every neuron over the coded images.",
    v.strictObject({
      sae: packId,
      /** For uncertain labels of all data sets, in this score; without it each data set's own. */
      policy: v.optional(uncertaintyPolicy),
    }),
    jobStarted,
  ),
  "evidence.neurons": method(
    "A page of the neurons of an SAE with their statistics, filtered and sorted.",
    neuronQuery,
    v.strictObject({
      /** Neurons that pass the filter, and neurons in all. */
      total: count,
      all: count,
      /** Images the statistics are over. */
      images: count,
      stale: v.boolean(),
      scoredAt: v.string(),
      policies: v.array(appliedPolicy),
      neurons: v.array(neuronRow),
    }),
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
  "evidence.films": method(
    "Films that show what a neuron answers to: strongest, four bands, random firing and random silent, one per patient.",
    v.strictObject({
      sae: packId,
      neuron: neuronIndex,
      perGroup: v.optional(v.pipe(count, v.maxValue(48)), 8),
      /** The same seed chooses the same films from the same statistics. */
      seed: v.optional(count, 1),
    }),
    v.strictObject({ groups: v.array(filmGroup), seed: count }),
  ),
  "evidence.neighbours": method(
    "Neurons whose decoder column points the same way, and neurons that fire on the same films.",
    v.strictObject({ sae: packId, neuron: neuronIndex, limit: v.optional(v.pipe(count, v.maxValue(100)), 8) }),
    neighbours,
  ),
};
