import { parseSaeManifest } from "../sae/index.ts";
import type { Store } from "../store/index.ts";
import type { Sessions } from "./sessions.ts";
import type { Shelf } from "./shelf.ts";

/** What an open workspace works with. */
export interface Bench {
  readonly store: Store;
  readonly shelf: Shelf;
  readonly sessions: Sessions;
}

/**
 * Store row of a pack as it is on the shelf now; undefined where this version has not worked here yet. What an earlier
 * version under the same id made must not be shown as this one's. Errors: `model/*` where the pack cannot be had.
 */
export async function currentRow(
  { shelf, store }: Pick<Bench, "shelf" | "store">,
  id: string,
  kind: "encoder" | "sae",
): Promise<number | undefined> {
  const pack = await shelf.find(id, kind);
  const row = store.models.find(id, kind);
  return row?.hash === pack.hash ? row.id : undefined;
}

/** Row of an SAE whose codes are those of its pack and of its encoder's, as both are now; errors as {@link currentRow}. */
export async function codedRow(bench: Pick<Bench, "shelf" | "store">, sae: string): Promise<number | undefined> {
  const { manifest } = await bench.shelf.find(sae, "sae");
  const encoder = await currentRow(bench, parseSaeManifest(manifest, sae).encoder.id, "encoder");
  return encoder === undefined ? undefined : currentRow(bench, sae, "sae");
}
