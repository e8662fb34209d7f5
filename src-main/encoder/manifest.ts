import * as v from "valibot";
import { LightboxError } from "../../src-preload/contract/errors.ts";
import { packId } from "../../src-preload/contract/common.ts";

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const stages = v.pipe(v.array(whole), v.minLength(1));

/** How a film becomes the encoder's input. `size` is rows then columns; `mean` and `standardDeviation` one or per channel. */
export const preprocessing = v.pipe(
  v.strictObject({
    size: v.tuple([whole, whole]),
    fit: v.picklist(["pad", "squash", "crop"]),
    padValue: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)), 0),
    interpolation: v.picklist(["bicubic", "bilinear"]),
    channels: v.picklist([1, 3]),
    scale: positive,
    mean: v.array(v.number()),
    standardDeviation: v.array(positive),
  }),
  v.check((p) => p.fit === "squash" || p.size[0] === p.size[1], 'fit "pad" and "crop" need a square size'),
  v.check((p) => [1, p.channels].includes(p.mean.length), "mean has one value, or one per channel"),
  v.check(
    (p) => [1, p.channels].includes(p.standardDeviation.length),
    "standardDeviation has one value, or one per channel",
  ),
);
export type Preprocessing = Readonly<v.InferOutput<typeof preprocessing>>;

/** A BERT text tower; `positions` is the longest text in tokens, [CLS] and [SEP] included. */
export const textArchitecture = v.pipe(
  v.strictObject({
    type: v.literal("bert"),
    hidden: whole,
    layers: v.pipe(whole, v.minValue(2)),
    heads: whole,
    intermediate: whole,
    positions: v.pipe(whole, v.minValue(3)),
    vocabulary: whole,
    layerNormEpsilon: positive,
    lowerCase: v.boolean(),
    vocabularyFile: v.string(),
  }),
  v.check((text) => text.hidden % text.heads === 0, "hidden is a multiple of heads"),
);
export type TextArchitecture = Readonly<v.InferOutput<typeof textArchitecture>>;

/** MedCLIP's image tower, of any size. */
export const swinArchitecture = v.pipe(
  v.strictObject({
    type: v.literal("medclip-swin"),
    imageSize: whole,
    patchSize: whole,
    embedDimension: whole,
    depths: stages,
    heads: stages,
    window: whole,
    mlpRatio: positive,
    layerNormEpsilon: positive,
    text: v.optional(textArchitecture),
  }),
  v.check((swin) => swin.depths.length === swin.heads.length, "depths and heads have one value per stage"),
  v.check((swin) => Number.isInteger(swin.mlpRatio * swin.embedDimension), "mlpRatio × embedDimension is whole"),
  v.check(
    (swin) => swin.heads.every((heads, stage) => (swin.embedDimension * 2 ** stage) % heads === 0),
    "the width of every stage is a multiple of its heads",
  ),
  v.check(
    (swin) => swin.imageSize % (swin.patchSize * swin.window * 2 ** (swin.depths.length - 1)) === 0,
    "imageSize is a multiple of patchSize × window × 2^(stages − 1)",
  ),
);
export type SwinArchitecture = Readonly<v.InferOutput<typeof swinArchitecture>>;

/** A ready graph: the names of its input and of the two outputs Lightbox needs. */
export const graphArchitecture = v.strictObject({
  type: v.literal("onnx"),
  file: v.string(),
  input: v.string(),
  tokens: v.string(),
  tokenLayout: v.picklist(["map", "sequence"]),
  embedding: v.string(),
  externalData: v.optional(v.array(v.string())),
  projection: v.optional(v.string()),
});
export type GraphArchitecture = Readonly<v.InferOutput<typeof graphArchitecture>>;

/** What an encoder pack's manifest.json says beyond what every pack says. */
export const encoderManifest = v.pipe(
  v.looseObject({
    kind: v.literal("encoder"),
    id: packId,
    architecture: v.variant("type", [swinArchitecture, graphArchitecture]),
    dimensions: v.strictObject({
      tokens: whole,
      grid: v.tuple([whole, whole]),
      tokenWidth: whole,
      embedding: whole,
    }),
    preprocessing,
  }),
  v.check((m) => m.dimensions.tokens === m.dimensions.grid[0] * m.dimensions.grid[1], "dimensions: tokens ≠ grid"),
  v.check(
    (m) => swinFits(m.architecture, m.dimensions, m.preprocessing.size),
    "dimensions do not follow from architecture",
  ),
);
export type EncoderManifest = v.InferOutput<typeof encoderManifest>;
export type Dimensions = EncoderManifest["dimensions"];

function swinFits(
  architecture: SwinArchitecture | GraphArchitecture,
  dimensions: { readonly grid: readonly number[]; readonly tokenWidth: number },
  size: readonly number[],
): boolean {
  if (architecture.type !== "medclip-swin") return true;
  const halvings = 2 ** (architecture.depths.length - 1);
  const side = architecture.imageSize / architecture.patchSize / halvings;
  return (
    dimensions.grid.every((cells) => cells === side) &&
    dimensions.tokenWidth === architecture.embedDimension * halvings &&
    size.every((pixels) => pixels === architecture.imageSize)
  );
}

/** Checks the encoder part of a manifest; throws `model/bad-manifest` naming the field. */
export function parseEncoderManifest(manifest: unknown, name: string): EncoderManifest {
  const parsed = v.safeParse(encoderManifest, manifest);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue) ?? "manifest.json";
  throw new LightboxError(
    "model/bad-manifest",
    `The manifest of ${name} is not that of an encoder: ${field}: ${issue.message}`,
    "Ask whoever made the pack for a correct manifest.json.",
  );
}
