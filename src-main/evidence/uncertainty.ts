import type { AppliedPolicy, UncertaintyPolicy } from "../../src-preload/contract/tables.ts";
import type { Store } from "../store/index.ts";
import type { Turns } from "./turns.ts";

/** What uncertain labels count as in one score. */
export interface Uncertainty {
  /** By data set, in the order in which they came in; films of no data set under null, last. */
  readonly policies: readonly AppliedPolicy[];
  /** What an uncertain label of an image counts as; undefined where it is left out. */
  readonly uncertain: (image: number) => 0 | 1 | undefined;
}

const counted = { ignore: undefined, zeros: 0, ones: 1 } as const;

/** Policies as they are now: `policy` for all films, or else each data set's own and "ignore" for films of none. */
export async function readUncertainty(
  store: Pick<Store, "dataSets">,
  policy: UncertaintyPolicy | undefined,
  turns: Turns,
): Promise<Uncertainty> {
  const own = store.dataSets.list().map(({ name, policy: kept }) => ({ dataSet: name, policy: policy ?? kept }));
  const policies = [...own, { dataSet: null, policy: policy ?? ("ignore" as const) }];
  if (policy !== undefined) return { policies, uncertain: () => counted[policy] };
  const values = new Map<number, 0 | 1>();
  for (const { dataSet, policy: kept } of own) {
    const value = counted[kept];
    if (value === undefined) continue;
    for (const image of store.dataSets.images(dataSet)) {
      values.set(image, value);
      if (turns.due()) await turns.take();
    }
  }
  return { policies, uncertain: (image) => values.get(image) };
}
