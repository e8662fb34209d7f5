import * as v from "valibot";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { count, packId } from "../../src-preload/contract/common.ts";

const positive = v.pipe(v.number(), v.gtValue(0));

/** The gate of an SAE: which pre-activations become activations. */
export const gate = v.variant("type", [
  v.strictObject({ type: v.literal("relu") }),
  v.strictObject({ type: v.literal("topk"), k: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  v.strictObject({ type: v.literal("jumprelu"), threshold: v.number() }),
]);
export type Gate = v.InferOutput<typeof gate>;

/** What an SAE pack's manifest.json says beyond what every pack says. */
export const saeManifest = v.looseObject({
  kind: v.literal("sae"),
  id: packId,
  /** The encoder whose embeddings it reads; `hash` pins the exact pack where it is known. */
  encoder: v.strictObject({ id: packId, hash: v.optional(v.string()) }),
  architecture: v.strictObject({
    neurons: v.pipe(count, v.minValue(1), v.maxValue(65536)),
    embedding: v.pipe(count, v.minValue(1)),
    gate,
  }),
  /** What happens to an embedding before the SAE sees it: x = scale · (e − mean), e of unit length where `normalised`. */
  input: v.strictObject({ normalised: v.boolean(), scale: positive, mean: v.boolean() }),
});
export type SaeManifest = v.InferOutput<typeof saeManifest>;

/** Checks the SAE part of a manifest; throws `model/bad-manifest` naming the field. */
export function parseSaeManifest(manifest: unknown, name: string): SaeManifest {
  const parsed = v.safeParse(saeManifest, manifest);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue) ?? "manifest.json";
  throw new LightboxError(
    "model/bad-manifest",
    `The manifest of ${name} is not that of an SAE: ${field}: ${issue.message}`,
    "Ask whoever made the pack for a correct manifest.json.",
  );
}
