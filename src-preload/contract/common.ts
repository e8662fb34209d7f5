import * as v from "valibot";

/** SHA-256 of a file's bytes, 64 lower-case hexadecimal digits: the identity of an image. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** The folder name of a model pack. */
export const packId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));

/** Index of a neuron within its SAE, from 0. */
export const neuronIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535));

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Nothing goes in. */
export const nothing = v.strictObject({});

/** Long work answers with the number of its job; progress comes as events. */
export const jobStarted = v.strictObject({ job: v.number() });

/** The 14 columns of CheXpert, in the order of its table. */
export const chexpertFindings = [
  "No Finding",
  "Enlarged Cardiomediastinum",
  "Cardiomegaly",
  "Lung Opacity",
  "Lung Lesion",
  "Edema",
  "Consolidation",
  "Pneumonia",
  "Atelectasis",
  "Pneumothorax",
  "Pleural Effusion",
  "Pleural Other",
  "Fracture",
  "Support Devices",
] as const;

/** Whose film it is and how it was taken; null where nobody knows. */
export const filmFacts = {
  patient: v.nullable(v.string()),
  study: v.nullable(v.string()),
  view: v.nullable(v.string()),
  /** "AP", "PA", … */
  projection: v.nullable(v.string()),
  sex: v.nullable(v.string()),
  /** Years. */
  age: v.nullable(v.number()),
} as const;

/** A label: 1 present, 0 absent, -1 uncertain; a finding that is not mentioned has no label at all. */
export const labelValue = v.picklist([1, 0, -1]);

export const device = v.picklist(["cpu", "webgpu"]);
export const deviceRequest = v.picklist(["auto", "cpu", "webgpu"]);

/** Element types of the arrays that a door serves beside the Api. */
export const dtypes = ["uint8", "uint16", "float32"] as const;
export type Dtype = (typeof dtypes)[number];

/** Where the bytes of an array are, and what they are. */
export const dataAddress = v.strictObject({
  path: v.string(),
  dtype: v.picklist(dtypes),
  shape: v.array(count),
});
export type DataAddress = v.InferOutput<typeof dataAddress>;

/** A rectangle in pixels of the film; where the film was padded for the encoder it reaches outside the film. */
export const filmRegion = v.strictObject({ x: v.number(), y: v.number(), width: v.number(), height: v.number() });
export type FilmRegion = v.InferOutput<typeof filmRegion>;

/** Lower and upper end of a 95 % confidence interval. */
export const interval = v.tuple([v.number(), v.number()]);
export type Interval = v.InferOutput<typeof interval>;

/** Whether films lose who is on them as they come in. */
export const identityWishes = ["remove", "keep"] as const;

/** Which frames of a file: "first", "all", or a list such as "1,3-5". */
export const frameSelection = v.pipe(
  v.string(),
  v.regex(/^(first|all|[1-9]\d{0,4}(-[1-9]\d{0,4})?(,[1-9]\d{0,4}(-[1-9]\d{0,4})?)*)$/),
  v.maxLength(1000),
);
