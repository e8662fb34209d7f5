import { writePack, writeSafetensors } from "../../src-main/runtime/index.ts";
import { randomState } from "../support/random-state.ts";
import { swinShapes } from "../support/swin-reference.ts";

/** Id of the pack that {@link writeMedclipSizePack} writes. */
export const medclipSizeId = "medclip-size";

/** An image tower of MedCLIP-ViT's shape (Swin-T, 27.9 million weights) with random weights: what it costs, not what it says. */
export async function writeMedclipSizePack(folder: string): Promise<void> {
  const shape = { image: 224, patch: 4, width: 96, depths: [2, 2, 6, 2], heads: [3, 6, 12, 24], window: 7, ratio: 4 };
  const state = randomState(swinShapes({ ...shape, epsilon: 1e-5, embedding: 512 }), 1);
  const manifest = {
    ...{ format: "lightbox-pack/1", kind: "encoder", id: medclipSizeId, name: "MedCLIP's size", version: "1.0.0" },
    ...{ licence: "Apache-2.0", intendedUse: "Measuring speed.", trainingData: "None: random weights." },
    architecture: {
      ...{ type: "medclip-swin", imageSize: 224, patchSize: 4, embedDimension: 96, depths: shape.depths },
      ...{ heads: shape.heads, window: 7, mlpRatio: 4, layerNormEpsilon: 1e-5 },
    },
    dimensions: { tokens: 49, grid: [7, 7], tokenWidth: 768, embedding: 512 },
    preprocessing: {
      ...{ size: [224, 224], fit: "pad", padValue: 0, interpolation: "bicubic", channels: 3, scale: 1 / 255 },
      ...{ mean: [0.5862785803043838], standardDeviation: [0.27950088968644304] },
    },
  };
  await writePack(folder, manifest, { "weights.safetensors": writeSafetensors(Object.fromEntries(state)) });
}
