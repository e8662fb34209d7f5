import { setImmediate as nextTurn } from "node:timers/promises";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { JobContext } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import { associate, binaryLabels } from "./association.ts";
import type { BinaryLabels, NeuronAssociation } from "./association.ts";
import { buildPostings } from "./postings.ts";
import type { CodedImage, Posting } from "./postings.ts";

/** Milliseconds that one synchronous piece may take before others get a turn. */
const pieceMilliseconds = 25;

/** Statistics of every neuron of an SAE over the coded images, written to the store in one go. Returns images counted. */
export async function scoreNeurons(
  store: Store,
  sae: { readonly row: number; readonly neurons: number },
  context: Pick<JobContext, "signal" | "progress">,
): Promise<number> {
  const images = store.codes.count(sae.row);
  if (images === 0)
    throw new LightboxError(
      "evidence/not-scored",
      "No image has been coded with this SAE yet, so there is nothing to score.",
      "Encode the films first.",
    );
  const codes = await gather(store.codes.iterate(sae.row), context.signal);
  const postings = buildPostings(codes, sae.neurons);
  const labels = labelTables(store, codes);
  const associations: NeuronAssociation[] = [];
  await inPieces(postings, context, (posting) => {
    if (posting.images.length > 0) for (const finding of labels) associations.push(associate(posting, finding));
  });
  await store.evidence.replace(sae.row, { images, neurons: postings.map(summarise), postings, associations });
  return images;
}

async function gather(codes: Iterable<CodedImage>, signal: AbortSignal): Promise<CodedImage[]> {
  const all: CodedImage[] = [];
  let started = performance.now();
  for (const code of codes) {
    all.push(code);
    if (performance.now() - started < pieceMilliseconds) continue;
    await nextTurn();
    signal.throwIfAborted();
    started = performance.now();
  }
  return all;
}

function labelTables(store: Store, codes: readonly CodedImage[]): BinaryLabels[] {
  const coded = new Set(codes.map((code) => code.image));
  const findings = store.images.findings().map((finding) => ({ finding, values: store.images.labels(finding) }));
  const labelled = new Set<number>();
  for (const { values } of findings) for (const image of values.keys()) if (coded.has(image)) labelled.add(image);
  return findings.map(({ finding, values }) => binaryLabels(finding, values, labelled));
}

async function inPieces<Item>(
  items: readonly Item[],
  context: Pick<JobContext, "signal" | "progress">,
  work: (item: Item) => void,
): Promise<void> {
  let started = performance.now();
  for (const [place, item] of items.entries()) {
    work(item);
    if (performance.now() - started < pieceMilliseconds) continue;
    context.progress(place + 1, items.length);
    await nextTurn();
    context.signal.throwIfAborted();
    started = performance.now();
  }
  context.progress(items.length, items.length);
}

/** Sum and maximum of a neuron's activations, from float32. */
function summarise(posting: Posting): { neuron: number; fires: number; sum: number; max: number } {
  return {
    neuron: posting.neuron,
    fires: posting.images.length,
    sum: posting.values.reduce((total, value) => total + value, 0),
    max: posting.values[0] ?? 0,
  };
}
