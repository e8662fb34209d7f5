import * as v from "valibot";
import { count, device, nothing } from "./common.ts";
import { method } from "./method.ts";

export const workspaceInfo = v.strictObject({
  /** Absolute path of the workspace folder. */
  folder: v.string(),
  name: v.string(),
  version: v.string(),
  images: count,
  studies: count,
  patients: count,
  /** Images that carry an embedding and a code of the SAE in use. */
  explained: count,
  /** The encoder and SAE that the window shows; null until films have been encoded and coded. */
  encoder: v.nullable(v.string()),
  sae: v.nullable(v.string()),
  /** Which device ran the last encoding, and in words how we know; null before the first. */
  device: v.nullable(v.strictObject({ device, proof: v.string() })),
});
export type WorkspaceInfo = v.InferOutput<typeof workspaceInfo>;

export const workspaceMethods = {
  "workspace.info": method("What this workspace holds.", nothing, workspaceInfo),
};
