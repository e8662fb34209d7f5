import * as v from "valibot";
import { count, dataAddress, filmFacts, jobStarted, labelValue, sha256, identityWishes } from "./common.ts";
import { method } from "./method.ts";
import { importRequest } from "./tables.ts";

export const imageRow = v.strictObject({
  image: sha256,
  /** File name without its folder. */
  name: v.string(),
  ...filmFacts,
  width: count,
  height: count,
  /** The data set it came with, by name. */
  dataSet: v.nullable(v.string()),
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
  /** Which frame of its file it is, from 1. */
  frame: count,
  /** Frames of the file; null where it was imported before they were counted. */
  frames: v.nullable(count),
  report: v.nullable(v.string()),
  /** YYYY-MM-DD; moved back with all dates of the patient where who is on the film was removed. */
  studyDate: v.nullable(v.string()),
  /** Whether who is on a DICOM film was removed as it came in; null for pictures and for films of older workspaces. */
  identity: v.nullable(v.picklist(["removed", "kept"])),
  /** Writing in the picture: the file says so, or it looks so; null where neither. */
  burnedIn: v.nullable(v.picklist(["declared", "likely"])),
  /** "train", "valid", "test" or the data set's own word, where a table said so. */
  split: v.nullable(v.string()),
  /** Who made the labels: "report-derived", "3 readers, majority"; null where nobody knows. */
  labelSource: v.nullable(v.string()),
  /** The file is no longer where it was when it was imported. */
  missing: v.boolean(),
});
export type ImageDetail = v.InferOutput<typeof imageDetail>;

/** Which images a list holds; everything that is given has to be true. */
export const imageFilter = v.strictObject({
  /** The name, patient, a present finding or the report holds this text. */
  text: v.optional(v.string()),
  /** This finding is present, … */
  finding: v.optional(v.string()),
  /** … or, where this says so, uncertain or absent. */
  label: v.optional(labelValue),
  /** "Frontal" or "Lateral". */
  view: v.optional(v.string()),
  /** "AP", "PA", … */
  projection: v.optional(v.string()),
  sex: v.optional(v.string()),
  /** Years, both ends included; images of unknown age do not pass. */
  ageFrom: v.optional(v.number()),
  ageTo: v.optional(v.number()),
  /** The whole patient identifier. */
  patient: v.optional(v.string()),
  dataSet: v.optional(v.string()),
  /** There is writing in the picture, or it looks so. */
  burnedIn: v.optional(v.literal("yes")),
});
export type ImageFilter = v.InferOutput<typeof imageFilter>;

const valueCount = v.strictObject({ value: v.string(), images: count });

/** What there is to filter by, over all images of the workspace. */
export const imageFacets = v.strictObject({
  images: count,
  dataSets: v.array(v.strictObject({ value: v.string(), images: count, importedAt: v.string() })),
  findings: v.array(v.strictObject({ finding: v.string(), present: count, uncertain: count, absent: count })),
  views: v.array(valueCount),
  projections: v.array(valueCount),
  sexes: v.array(valueCount),
  /** Youngest and oldest, years; null where no age is known. */
  ages: v.nullable(v.tuple([v.number(), v.number()])),
});
export type ImageFacets = v.InferOutput<typeof imageFacets>;

export const windowShapes = ["LINEAR", "LINEAR_EXACT", "SIGMOID"] as const;
export type WindowShape = (typeof windowShapes)[number];

/** A window (PS3.3 C.11.2), in values after the modality LUT. */
export const displayWindow = v.strictObject({
  /** The file's own words for it; empty where it has none. */
  name: v.string(),
  centre: v.number(),
  width: v.number(),
  shape: v.picklist(windowShapes),
});
export type DisplayWindow = v.InferOutput<typeof displayWindow>;

/** All that a viewer needs to show a film at full depth. A level is what `pixels` holds. */
export const filmDisplay = v.strictObject({
  image: sha256,
  /** [rows, columns] levels, uint8 or uint16. */
  pixels: dataAddress,
  /** Value after the modality LUT = slope · level + intercept. */
  slope: v.number(),
  intercept: v.number(),
  /** "HU", "OD", … where the file names it. */
  unit: v.nullable(v.string()),
  /** Smallest and largest level that occurs, padding left out. */
  range: v.tuple([count, count]),
  /** High values are dark (MONOCHROME1). */
  inverted: v.boolean(),
  /** Levels, both ends included, that are no part of the picture and stay black. */
  padding: v.nullable(v.tuple([count, count])),
  /** Windows that the file brings, the first of them its default. */
  windows: v.array(displayWindow),
  /** The file asks for a table (VOI LUT) rather than a window; only `greys` shows it. */
  table: v.boolean(),
  /** Grey 0–255 of every level as the file wants to be seen: uint8 [256] or [65536]. */
  greys: dataAddress,
  /** Which side of the patient each edge of the film shows ("R", "L", "H", "F", "A", "P"), where the file says so. */
  orientation: v.nullable(v.strictObject({ left: v.string(), right: v.string(), top: v.string(), bottom: v.string() })),
});
export type FilmDisplay = v.InferOutput<typeof filmDisplay>;

/** What the privacy gate of an import did; films are DICOM files that were read in it. */
export const privacyReport = v.strictObject({
  identity: v.picklist(identityWishes),
  films: count,
  /** Attributes by their keyword (PS3.6) that the files hold and the workspace does not, the most frequent first. */
  left: v.array(v.strictObject({ attribute: v.string(), films: count })),
  datesShifted: count,
  /** Ages of 90 and more are one. */
  agesCapped: count,
  /** File names that told who was on the film. */
  namesReplaced: count,
  /** Films, pictures too, in which there is writing: their file says so, or it looks so near the edges. */
  burnedIn: v.strictObject({ declared: count, likely: count }),
});
export type PrivacyReport = v.InferOutput<typeof privacyReport>;

/** What became of an import that has ended. */
export const importOutcome = v.strictObject({ added: count, known: count, refused: count, privacy: privacyReport });
export type ImportOutcome = v.InferOutput<typeof importOutcome>;
export const intakeMethods = {
  "intake.import": method(
    "Bring films into the workspace; files that cannot be read are listed with their reason.",
    importRequest,
    jobStarted,
  ),
  "intake.outcome": method(
    "What became of an import; null while it runs, and where it was stopped.",
    v.strictObject({ job: v.number() }),
    v.nullable(importOutcome),
  ),
  "images.list": method(
    "Images of the workspace in the order they came in.",
    v.strictObject({
      ...imageFilter.entries,
      offset: v.optional(count, 0),
      limit: v.optional(v.pipe(count, v.maxValue(500)), 100),
    }),
    v.strictObject({ total: count, images: v.array(imageRow) }),
  ),
  "images.get": method("One image, whole.", v.strictObject({ image: sha256 }), imageDetail),
  "images.locate": method(
    "Where in a filtered list an image stands, from 0; null where it is not in it.",
    v.strictObject({ ...imageFilter.entries, image: sha256 }),
    v.strictObject({ index: v.nullable(count) }),
  ),
  "images.facets": method("What there is to filter by, with counts.", v.strictObject({}), imageFacets),
  "images.ofPatient": method(
    "All films of this film's patient, study by study; the film alone where nobody knows whose it is.",
    v.strictObject({ image: sha256 }),
    v.strictObject({ images: v.array(imageRow) }),
  ),
  "images.display": method("How a film is shown at full depth.", v.strictObject({ image: sha256 }), filmDisplay),
};
