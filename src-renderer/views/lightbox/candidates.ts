import type { ImageRow, NeuronEvidence } from "../../../src-preload/contract/index.ts";
import { neuronNumber } from "../../drawing/index.ts";
import { words } from "../../messages/index.ts";
import { filmName, studyName } from "./film-name.ts";

/** A film that could stand beside the open one. */
export interface Candidate {
  readonly image: string;
  /** Why this one. */
  readonly reason: string;
  readonly film: string;
  /** The neuron that is to be seen on both; null: as it is. */
  readonly neuron: number | null;
}

interface Around {
  /** Films that are on the stage already. */
  readonly taken: readonly (string | null)[];
  /** All films of the patient, with the prior and the next of them. */
  readonly patient: readonly ImageRow[];
  readonly prior: ImageRow | undefined;
  readonly next: ImageRow | undefined;
  readonly before: ImageRow | undefined;
  readonly after: ImageRow | undefined;
  readonly evidence: NeuronEvidence | null;
  readonly hidden: boolean;
}

/**
 * Films to put beside the open one, the patient's own first, then those of the list that are not the patient's, then the
 * neuron's strongest, which may be one of the others: it brings the neuron along.
 */
export function candidatesOf(around: Around): Candidate[] {
  const { hidden, evidence } = around;
  const say = words.lightbox;
  const own = (film: ImageRow | undefined, reason: string): Candidate[] =>
    film === undefined
      ? []
      : [{ image: film.image, reason, film: studyName(film, around.patient, hidden), neuron: null }];
  const listed = (film: ImageRow | undefined, reason: string): Candidate[] =>
    film === undefined ? [] : [{ image: film.image, reason, film: filmName(film, hidden), neuron: null }];
  const all = [
    ...own(around.prior, say.besidePrior),
    ...own(around.next, say.besideNext),
    ...listed(around.before, say.besideBefore),
    ...listed(around.after, say.besideAfter),
  ];
  const seen = new Set(around.taken);
  const once = all.filter(({ image }) => {
    if (seen.has(image)) return false;
    seen.add(image);
    return true;
  });
  return [...once, ...strongest(evidence, around.taken)];
}

/** The film on which the neuron fires most strongly, of those that are not on the stage. */
function strongest(evidence: NeuronEvidence | null, taken: readonly (string | null)[]): Candidate[] {
  const film = evidence?.strongestImages.find(({ image }) => !taken.includes(image));
  if (evidence === null || film === undefined) return [];
  const say = words.lightbox;
  return [
    {
      image: film.image,
      reason: say.besideStrongest(neuronNumber(evidence.neuron)),
      film: say.besideStrongestMore(film.activation.toFixed(1)),
      neuron: evidence.neuron,
    },
  ];
}
