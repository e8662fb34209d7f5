import { createRandom } from "../runtime/index.ts";
import type { Sae } from "../sae/index.ts";
import { shuffled } from "./draws.ts";
import { firstOf } from "./first-of.ts";
import { createTurns } from "./turns.ts";
import type { Turns } from "./turns.ts";

export interface DecoderNeighbour {
  readonly neuron: number;
  readonly cosine: number;
}

export interface CoActivation {
  readonly neuron: number;
  readonly correlation: number;
  /** Of the images looked at, those on which both fire. */
  readonly together: number;
}

/** Decoder rows, and codes, between two looks at the clock. */
const rowsAtOnce = 64;
const codesAtOnce = 32;

/**
 * The neurons whose decoder columns have the largest cosine with that of a neuron, falling (equal cosines by neuron), in
 * float64. Columns are divided by their lengths, whether the SAE keeps them at 1 or not; one without length has no
 * direction and is left out.
 */
export async function decoderNeighbours(
  { neurons, embedding, decoderWeight }: Pick<Sae, "neurons" | "embedding" | "decoderWeight">,
  neuron: number,
  limit: number,
  turns: Turns = createTurns(),
): Promise<DecoderNeighbour[]> {
  const own = Float64Array.from(decoderWeight.subarray(neuron * embedding, (neuron + 1) * embedding));
  const ownLength = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
  const found: DecoderNeighbour[] = [];
  for (let other = 0; other < neurons && ownLength > 0; other++) {
    if (other % rowsAtOnce === 0 && turns.due()) await turns.take();
    if (other === neuron) continue;
    let [product, squares] = [0, 0];
    for (let d = 0, at = other * embedding; d < embedding; d++, at++) {
      const value = decoderWeight[at] as number;
      product += value * (own[d] as number);
      squares += value * value;
    }
    if (squares > 0) found.push({ neuron: other, cosine: product / (Math.sqrt(squares) * ownLength) });
  }
  return firstOf(found, limit, (a, b) => b.cosine - a.cosine || a.neuron - b.neuron);
}

/**
 * φ coefficient of two binary variables, their Pearson correlation (Pearson 1900; Yule 1912), from the images on which
 * both fire, each fires, and all images; null where one of them always or never fires.
 *
 *     φ = (n n₁₁ − n₁ n₂) / √(n₁ (n − n₁) n₂ (n − n₂))
 */
export function phi(both: number, first: number, second: number, images: number): number | null {
  const spread = first * (images - first) * second * (images - second);
  return spread > 0 ? (images * both - first * second) / Math.sqrt(spread) : null;
}

/** What co-activation is computed from. */
export interface Firings {
  readonly neuron: number;
  /** Images of the statistics, and on how many of them each neuron fires, [neurons]. */
  readonly images: number;
  readonly fires: Uint32Array;
  /** Ids of the images that are looked at, see {@link sampleOf}. */
  readonly looked: Uint32Array;
  /** Neurons that fire on an image; undefined where it has no code any more. */
  readonly firing: (image: number) => Uint16Array | undefined;
}

/**
 * The neurons whose firing over all images correlates most with that of a neuron (see {@link phi}), falling, equal ones by
 * neuron; those that never fire together with it are left out. Where only part of its images is looked at, n₁₁ is scaled
 * up by n₁ / looked at and kept within what n₁, n₂ and n allow (max(0, n₁ + n₂ − n) to min(n₁, n₂)): an estimate, while
 * `together` stays the plain count.
 */
export async function coActivations(
  { neuron, images, fires, looked, firing }: Firings,
  limit: number,
  turns: Turns = createTurns(),
): Promise<CoActivation[]> {
  const together = new Uint32Array(fires.length);
  for (const [place, image] of looked.entries()) {
    if (place % codesAtOnce === 0 && turns.due()) await turns.take();
    for (const other of firing(image) ?? [])
      if (other < together.length) together[other] = (together[other] as number) + 1;
  }
  const first = fires[neuron] ?? 0;
  const found: CoActivation[] = [];
  together.forEach((count, other) => {
    if (other === neuron || count === 0) return;
    const second = fires[other] ?? 0;
    const scaled = (count * first) / looked.length;
    const both = Math.min(first, second, Math.max(0, first + second - images, scaled));
    const correlation = phi(both, first, second, images);
    if (correlation !== null) found.push({ neuron: other, correlation, together: count });
  });
  return firstOf(found, limit, (a, b) => b.correlation - a.correlation || a.neuron - b.neuron);
}

/** At most so many of a neuron's images by rising id: all, or a random sample that is the same every time. */
export function sampleOf(images: Uint32Array, most: number, neuron: number): Uint32Array {
  if (images.length <= most) return images.toSorted();
  const sample = new Uint32Array(most);
  const places = shuffled(images.length, createRandom("co-activation", neuron));
  for (let taken = 0; taken < most; taken++) sample[taken] = images[places.next().value ?? 0] as number;
  return sample.sort();
}
