import * as v from "valibot";
import { count, deviceRequest, jobStarted, packId } from "./common.ts";
import { method } from "./method.ts";

export const modelInfo = v.strictObject({
  id: packId,
  kind: v.picklist(["encoder", "sae"]),
  name: v.string(),
  version: v.string(),
  licence: v.string(),
  intendedUse: v.string(),
  trainingData: v.string(),
  /** SHA-256 over the manifest, which holds the SHA-256 of every other file. */
  hash: v.string(),
  /** "bundled" (models/ of the product) or "workspace". */
  source: v.picklist(["bundled", "workspace"]),
  /** Cells of the map, rows then columns; encoders only. */
  grid: v.nullable(v.tuple([count, count])),
  embedding: count,
  /** SAE only: how many neurons, and the encoder it was trained on. */
  neurons: v.nullable(count),
  encoder: v.nullable(v.string()),
  /** The model card, Markdown. */
  card: v.string(),
});
export type ModelInfo = v.InferOutput<typeof modelInfo>;

export const modelsMethods = {
  "models.list": method("Encoders and SAEs this workspace knows.", v.strictObject({}), v.array(modelInfo)),
  "models.add": method(
    "Copy a model pack (a folder with manifest.json) into the workspace, checked.",
    v.strictObject({ path: v.string() }),
    modelInfo,
  ),
  "encoder.encode": method(
    "Encode every image that has not been yet, and code it where an SAE is named.",
    v.strictObject({ encoder: packId, sae: v.optional(packId), device: v.optional(deviceRequest, "auto") }),
    jobStarted,
  ),
};
