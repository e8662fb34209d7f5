import * as v from "valibot";
import { count, jobStarted, labelValue, sha256 } from "./common.ts";
import { method } from "./method.ts";

export const imageRow = v.strictObject({
  image: sha256,
  /** File name without its folder. */
  name: v.string(),
  patient: v.nullable(v.string()),
  study: v.nullable(v.string()),
  view: v.nullable(v.string()),
  /** "AP", "PA", … where known. */
  projection: v.nullable(v.string()),
  sex: v.nullable(v.string()),
  /** Years. */
  age: v.nullable(v.number()),
  width: count,
  height: count,
  /** Findings with a label, by name; a finding that is not mentioned is not here. */
  findings: v.record(v.string(), labelValue),
});
export type ImageRow = v.InferOutput<typeof imageRow>;

export const imageDetail = v.strictObject({
  ...imageRow.entries,
  path: v.string(),
  /** "DICOM", "PNG" or "JPEG". */
  format: v.string(),
  bitsStored: count,
  photometric: v.string(),
  /** Millimetres per pixel, row then column, where the file says so. */
  pixelSpacing: v.nullable(v.tuple([v.number(), v.number()])),
  report: v.nullable(v.string()),
  /** The file is no longer where it was when it was imported. */
  missing: v.boolean(),
});
export type ImageDetail = v.InferOutput<typeof imageDetail>;

export const intakeMethods = {
  "intake.import": method(
    "Bring films into the workspace; files that cannot be read are listed with their reason.",
    v.strictObject({
      /** Files or folders, absolute. */
      paths: v.pipe(v.array(v.string()), v.minLength(1)),
      /** A data-set table (CheXpert layout), absolute. */
      table: v.optional(v.string()),
    }),
    jobStarted,
  ),
  "images.list": method(
    "Images of the workspace in the order they came in.",
    v.strictObject({
      offset: v.optional(count, 0),
      limit: v.optional(v.pipe(count, v.maxValue(500)), 100),
      /** Only images whose name, patient, finding or report holds this text. */
      text: v.optional(v.string()),
      /** Only images on which this finding is positive. */
      finding: v.optional(v.string()),
    }),
    v.strictObject({ total: count, images: v.array(imageRow) }),
  ),
  "images.get": method("One image, whole.", v.strictObject({ image: sha256 }), imageDetail),
};
