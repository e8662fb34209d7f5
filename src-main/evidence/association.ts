import { addActivation, correlationError, emptySums } from "./correlation-error.ts";
import type { Posting } from "./postings.ts";

/** Labels of one finding over the images that have any label: image id → 1 or 0. */
export interface BinaryLabels {
  readonly finding: string;
  readonly labels: ReadonlyMap<number, 0 | 1>;
  readonly positives: number;
}

/** How one neuron's activation goes with one finding. */
export interface NeuronAssociation {
  readonly neuron: number;
  readonly finding: string;
  readonly correlation: number | null;
  /** Standard error of the correlation; null where too few images carry it. */
  readonly correlationError: number | null;
  readonly auroc: number | null;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Labels as zeros and ones. An uncertain image is what `uncertain` says, and left out where it says nothing (U-Zeros,
 * U-Ones and U-Ignore, Irvin et al. 2019, §3); a finding that is not mentioned on a labelled image counts as absent (the
 * CheXpert convention). `labelled` are the images with any label.
 */
export function binaryLabels(
  finding: string,
  values: ReadonlyMap<number, 1 | 0 | -1>,
  labelled: ReadonlySet<number>,
  uncertain: (image: number) => 0 | 1 | undefined = () => undefined,
): BinaryLabels {
  const labels = new Map<number, 0 | 1>();
  let positives = 0;
  for (const image of labelled) {
    const given = values.get(image) ?? 0;
    const value = given === -1 ? uncertain(image) : given;
    if (value === undefined) continue;
    labels.set(image, value);
    positives += value;
  }
  return { finding, labels, positives };
}

/** Positives, negatives and firing images that a standard error needs: below ten its interval holds far less than 95 %. */
const fewest = 10;

/**
 * Pearson correlation of activation and label (MedSAE, arXiv 2510.26411) and AUROC of the activation as a score, over the
 * labelled images; an image on which the neuron does not fire has activation 0. Linear in the posting list. Null where
 * one class is empty or, for the correlation, where the activation does not vary.
 */
export function associate(posting: Posting, labels: BinaryLabels): NeuronAssociation {
  const count = labels.labels.size;
  const { positives } = labels;
  const negatives = count - positives;
  const base = { neuron: posting.neuron, finding: labels.finding, positives, negatives };
  if (positives === 0 || negatives === 0) return { ...base, correlation: null, correlationError: null, auroc: null };
  const [positive, negative] = [emptySums(positives), emptySums(negatives)];
  let fires = 0;
  posting.images.forEach((image, place) => {
    const label = labels.labels.get(image);
    if (label === undefined) return;
    fires += 1;
    addActivation(label === 1 ? positive : negative, posting.values[place] ?? 0);
  });
  const [sum, squares] = [positive.sums[0] + negative.sums[0], positive.sums[1] + negative.sums[1]];
  const products = positive.sums[0];
  const covariance = products / count - (sum / count) * (positives / count);
  const spread = (squares / count - (sum / count) ** 2) * (positives / count) * (negatives / count);
  const correlation = spread > 0 ? covariance / Math.sqrt(spread) : null;
  const known = correlation !== null && Math.min(positives, negatives, fires) >= fewest;
  return {
    ...base,
    correlation,
    correlationError: known ? correlationError(correlation, positive, negative) : null,
    auroc: rankArea(posting, labels, negatives),
  };
}

/** AUROC = P(score of a positive > score of a negative) + ½ P(equal) (Hanley & McNeil 1982), from a falling list. */
function rankArea(posting: Posting, labels: BinaryLabels, negatives: number): number {
  let [negativesAbove, positivesSeen, wins] = [0, 0, 0];
  let place = 0;
  while (place < posting.images.length) {
    const value = posting.values[place];
    let [tiedPositives, tiedNegatives] = [0, 0];
    for (; place < posting.images.length && posting.values[place] === value; place++) {
      const label = labels.labels.get(posting.images[place] ?? -1);
      if (label === 1) tiedPositives++;
      else if (label === 0) tiedNegatives++;
    }
    wins += tiedPositives * (negatives - negativesAbove - tiedNegatives) + (tiedPositives * tiedNegatives) / 2;
    negativesAbove += tiedNegatives;
    positivesSeen += tiedPositives;
  }
  const silentPositives = labels.positives - positivesSeen;
  wins += (silentPositives * (negatives - negativesAbove)) / 2;
  return wins / (labels.positives * negatives);
}
