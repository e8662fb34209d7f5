import type { Bench } from "./runners.ts";

/** How many images of a workspace two packs have worked through. */
export interface Coverage {
  readonly encoded: number;
  readonly coded: number;
}

/** Counts for the packs as they are now: what an earlier version of a pack made does not count. */
export async function coverage(bench: Bench, encoder: string, sae: string | undefined): Promise<Coverage> {
  const { store } = bench;
  const current = async (id: string, kind: "encoder" | "sae"): Promise<number | undefined> => {
    const pack = await bench.shelf.find(id, kind);
    const row = store.models.find(id, kind);
    return row?.hash === pack.hash ? row.id : undefined;
  };
  const encoderRow = await current(encoder, "encoder");
  const saeRow = sae === undefined ? undefined : await current(sae, "sae");
  return {
    encoded: encoderRow === undefined ? 0 : store.encodings.count(encoderRow),
    coded: saeRow === undefined ? 0 : store.codes.count(saeRow),
  };
}
