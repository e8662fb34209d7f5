import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writePack } from "../../src-main/runtime/index.ts";

/** Id of the pack that {@link writeSqueezenetPack} writes. */
export const squeezenetId = "kermany-squeezenet";

/** Puts a real trained encoder (SqueezeNet 1.1 on paediatric chest films, 13 × 13 cells) from the real data into a pack. */
export async function writeSqueezenetPack(realData: string, folder: string): Promise<void> {
  const graph = join(realData, "weights", "kermany_squeezenet", "derived_squeezenet1_1_features.onnx");
  const manifest = {
    format: "lightbox-pack/1",
    kind: "encoder",
    id: squeezenetId,
    name: "SqueezeNet 1.1 on paediatric chest films",
    version: "1.0.0",
    licence: "MIT / Apache-2.0 / BSD",
    intendedUse: "Tests of Lightbox with a graph from elsewhere. Not for clinical use.",
    trainingData: "Kermany et al. 2018, paediatric chest films",
    architecture: {
      type: "onnx",
      file: "encoder.onnx",
      input: "input",
      tokens: "feature_map",
      tokenLayout: "map",
      embedding: "pooled_512",
    },
    dimensions: { tokens: 169, grid: [13, 13], tokenWidth: 512, embedding: 512 },
    preprocessing: {
      size: [224, 224],
      fit: "squash",
      interpolation: "bilinear",
      channels: 3,
      scale: 1 / 255,
      mean: [0.485, 0.456, 0.406],
      standardDeviation: [0.229, 0.224, 0.225],
    },
  };
  await writePack(folder, manifest, { "encoder.onnx": await readFile(graph) });
}
