import { chexpertFindings } from "../../src-preload/contract/common.ts";
import { createRandom } from "../../src-main/runtime/index.ts";
import type { LabelValue, PackedCode } from "../../src-main/store/index.ts";

/** Of 20 neurons each of the first 14 answers to one finding, the others to none. */
const kinds = 20;
/** Share of the neurons that never fire. */
const dead = 0.06;

/**
 * The function that makes a code of `k` neurons for a film: about half of them answer to what is present on it and fire
 * strongly, the others are any. Few neurons fire often and many seldom.
 */
export function createCohortCodes(
  neurons: number,
  k: number,
  seed: number,
): (labels: Readonly<Record<string, LabelValue>>) => PackedCode {
  const random = createRandom("cohort codes", seed);
  const alive = Math.max(kinds, Math.floor(neurons * (1 - dead)));
  const perKind = Math.floor(alive / kinds);
  const lastUse = new Uint32Array(alive);
  let film = 0;
  return (labels) => {
    film += 1;
    const present = chexpertFindings.flatMap((finding, kind) => (labels[finding] === 1 ? [kind] : []));
    const indices: number[] = [];
    const values: number[] = [];
    // Of a few neurons not always k different ones are drawn.
    for (let draw = 0; draw < 4 * k && indices.length < k; draw++) {
      const kind = random.chance(0.5) ? present[Math.floor(random.next() * present.length)] : undefined;
      const neuron =
        kind === undefined
          ? Math.floor(alive * random.next() ** 3)
          : kind + kinds * Math.floor(perKind * random.next() ** 2);
      if (lastUse[neuron] === film) continue;
      lastUse[neuron] = film;
      indices.push(neuron);
      values.push(0.2 + Math.abs(random.normal()) * 0.6 + (kind === undefined ? 0 : random.between(0.2, 1.2)));
    }
    return { indices: Uint16Array.from(indices), values: Float32Array.from(values) };
  };
}
