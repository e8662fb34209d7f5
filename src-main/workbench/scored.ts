import { LightboxError } from "../../src-preload/contract/errors.ts";
import type { ScoredState } from "../store/index.ts";
import { codedRow } from "./bench.ts";
import type { Bench } from "./bench.ts";

/** Statistics that readers see, and the row of their SAE. */
export interface Scored extends ScoredState {
  readonly row: number;
}

/** Statistics of an SAE as its pack and its encoder's are now; undefined before scoring. */
export async function scoredState(bench: Pick<Bench, "shelf" | "store">, sae: string): Promise<Scored | undefined> {
  const row = await codedRow(bench, sae);
  const scored = row === undefined ? undefined : bench.store.evidence.scored(row);
  return row === undefined || scored === undefined ? undefined : { row, ...scored };
}

/**
 * Reads from one set of statistics, and once more where another took its place meanwhile, whichever process made it; throws
 * `evidence/not-scored`.
 */
export async function readScored<Value>(
  bench: Pick<Bench, "shelf" | "store">,
  sae: string,
  read: (scored: Scored) => Value | Promise<Value>,
): Promise<Value> {
  for (;;) {
    const scored = await scoredState(bench, sae);
    if (scored === undefined)
      throw new LightboxError(
        "evidence/not-scored",
        `The neurons of "${sae}" have not been scored over this workspace's films yet.`,
        "Encode the films, then score.",
      );
    const value = await read(scored);
    if (bench.store.evidence.scored(scored.row)?.generation === scored.generation) return value;
  }
}
