import type { ModelInfo, WorkspaceInfo } from "../../src-preload/contract/index.ts";

export interface Packs {
  readonly encoder: string;
  readonly sae: string;
}

/** The encoder and SAE in use, else the first SAE whose encoder is here too; null where there is no such pair. */
export function choosePacks(info: WorkspaceInfo, models: readonly ModelInfo[]): Packs | null {
  const encoders = new Set(models.filter((model) => model.kind === "encoder").map((model) => model.id));
  const whole = models.filter((model) => model.kind === "sae" && model.encoder !== null && encoders.has(model.encoder));
  // Encoder and SAE are remembered apart: after encoding with another encoder they need not belong together.
  const used = whole.find((model) => model.id === info.sae && model.encoder === info.encoder);
  const sae = used ?? whole[0];
  if (sae === undefined || sae.encoder === null) return null;
  return { encoder: sae.encoder, sae: sae.id };
}
