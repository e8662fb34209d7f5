import type { ModelInfo, WorkspaceInfo } from "../../src-preload/contract/index.ts";

export interface Packs {
  readonly encoder: string;
  readonly sae: string;
}

/** The encoder and SAE in use, else the first SAE whose encoder is here too; null where there is no such pair. */
export function choosePacks(info: WorkspaceInfo, models: readonly ModelInfo[]): Packs | null {
  if (info.encoder !== null && info.sae !== null) return { encoder: info.encoder, sae: info.sae };
  const encoders = new Set(models.filter((model) => model.kind === "encoder").map((model) => model.id));
  const sae = models.find((model) => model.kind === "sae" && model.encoder !== null && encoders.has(model.encoder));
  if (sae === undefined || sae.encoder === null) return null;
  return { encoder: sae.encoder, sae: sae.id };
}
