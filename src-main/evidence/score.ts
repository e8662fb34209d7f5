import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { UncertaintyPolicy } from "../../src-preload/contract/tables.ts";
import type { JobContext } from "../jobs/index.ts";
import type { LabelValue, NeuronStatistics, Store } from "../store/index.ts";
import { associate, binaryLabels } from "./association.ts";
import type { BinaryLabels, NeuronAssociation } from "./association.ts";
import { histogram } from "./histogram.ts";
import { buildPostings } from "./postings.ts";
import type { CodedImage, Posting } from "./postings.ts";
import { createTurns } from "./turns.ts";
import { readUncertainty } from "./uncertainty.ts";
import type { Uncertainty } from "./uncertainty.ts";
import type { Turns } from "./turns.ts";

/**
 * Statistics of every neuron of an SAE over the coded images, written to the store in one go. Returns images counted. With
 * `policy` uncertain labels of all data sets count as it says, else those of each as its own policy does.
 */
export async function scoreNeurons(
  store: Store,
  sae: { readonly row: number; readonly neurons: number; readonly policy?: UncertaintyPolicy | undefined },
  context: Pick<JobContext, "signal" | "progress">,
): Promise<number> {
  // What changes while this runs makes the result stale.
  const labelsRevision = store.evidence.labelsRevision();
  const images = store.codes.count(sae.row);
  if (images === 0)
    throw new LightboxError(
      "evidence/not-scored",
      "No image has been coded with this SAE yet, so there is nothing to score.",
      "Encode the films first.",
    );
  const turns = createTurns(context.signal);
  const codes = await gather(store.codes.iterate(sae.row), turns);
  const postings = await buildPostings(codes, sae.neurons, turns);
  const uncertainty = await readUncertainty(store, sae.policy, turns);
  const labels = await labelTables(store, codes, uncertainty, turns);
  const associations = await associateAll(postings, labels, context, turns);
  const neurons = await summariseAll(postings, turns);
  await store.evidence.replace(sae.row, {
    images,
    neurons,
    postings,
    associations,
    policies: uncertainty.policies,
    labelsRevision,
  });
  return images;
}

async function gather<Item>(items: Iterable<Item>, turns: Turns): Promise<Item[]> {
  const all: Item[] = [];
  for (const item of items) {
    all.push(item);
    if (turns.due()) await turns.take();
  }
  return all;
}

/** Labels of every finding over the coded images that have any label. */
async function labelTables(
  store: Store,
  codes: readonly CodedImage[],
  { uncertain }: Uncertainty,
  turns: Turns,
): Promise<BinaryLabels[]> {
  const coded = new Set<number>();
  for (const { image } of codes) {
    coded.add(image);
    if (turns.due()) await turns.take();
  }
  const labelled = new Set<number>();
  const findings: { finding: string; values: Map<number, LabelValue> }[] = [];
  for (const finding of store.images.findings()) {
    const values = new Map<number, LabelValue>();
    for (const [image, value] of store.images.labels(finding)) {
      values.set(image, value);
      if (coded.has(image)) labelled.add(image);
      if (turns.due()) await turns.take();
    }
    findings.push({ finding, values });
  }
  const tables: BinaryLabels[] = [];
  for (const { finding, values } of findings) {
    tables.push(binaryLabels(finding, values, labelled, uncertain));
    if (turns.due()) await turns.take();
  }
  return tables;
}

async function associateAll(
  postings: readonly Posting[],
  labels: readonly BinaryLabels[],
  context: Pick<JobContext, "progress">,
  turns: Turns,
): Promise<NeuronAssociation[]> {
  const associations: NeuronAssociation[] = [];
  for (const [place, posting] of postings.entries()) {
    if (posting.images.length === 0) continue;
    for (const finding of labels) {
      associations.push(associate(posting, finding));
      if (!turns.due()) continue;
      context.progress(place, postings.length);
      await turns.take();
    }
  }
  context.progress(postings.length, postings.length);
  return associations;
}

async function summariseAll(postings: readonly Posting[], turns: Turns): Promise<NeuronStatistics[]> {
  const all: NeuronStatistics[] = [];
  for (const posting of postings) {
    all.push(summarise(posting));
    if (turns.due()) await turns.take();
  }
  return all;
}

/** Sum, maximum and histogram of a neuron's activations, from float32. */
function summarise({ neuron, values }: Posting): NeuronStatistics {
  const max = values[0] ?? 0;
  let sum = 0;
  for (const value of values) sum += value;
  return { neuron, fires: values.length, sum, max, histogram: histogram(values, max) };
}
