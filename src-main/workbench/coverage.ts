import { currentRow } from "./bench.ts";
import type { Bench } from "./bench.ts";
import { lastDevice } from "./reading.ts";

/** How many images of a workspace two packs have worked through. */
export interface Coverage {
  readonly encoded: number;
  readonly coded: number;
  /** What the encoder's last run here worked on; null before the first. */
  readonly device: Awaited<ReturnType<typeof lastDevice>>;
}

/** Counts for the packs as they are now: what an earlier version of a pack made does not count. */
export async function coverage(bench: Bench, encoder: string, sae: string | undefined): Promise<Coverage> {
  const { store } = bench;
  const encoderRow = await currentRow(bench, encoder, "encoder");
  const saeRow = sae === undefined ? undefined : await currentRow(bench, sae, "sae");
  return {
    device: await lastDevice(bench, encoder),
    encoded: encoderRow === undefined ? 0 : store.encodings.count(encoderRow),
    coded: encoderRow === undefined || saeRow === undefined ? 0 : store.codes.count(saeRow),
  };
}
