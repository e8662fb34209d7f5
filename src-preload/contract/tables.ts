import * as v from "valibot";
import { count, filmFacts, frameSelection, identityWishes, labelValue, nothing } from "./common.ts";
import { errorReport } from "./jobs.ts";
import { method } from "./method.ts";

/** What an uncertain label counts as in a score (Irvin et al. 2019: U-Ignore, U-Zeros, U-Ones). */
export const uncertaintyPolicies = ["ignore", "zeros", "ones"] as const;
export const uncertaintyPolicy = v.picklist(uncertaintyPolicies);
export type UncertaintyPolicy = v.InferOutput<typeof uncertaintyPolicy>;

/** How labels of several readers of one film become one. */
export const readerRules = ["majority", "any", "all"] as const;
export const readerRule = v.picklist(readerRules);

/** What a column can be read as; "findings" is a list of what is present. */
export const columnRoles = [
  ...(["path", "patient", "study", "view", "projection", "sex", "age"] as const),
  ...(["report", "split", "findings", "ignore"] as const),
] as const;
export type ColumnRole = (typeof columnRoles)[number];
const name = v.pipe(v.string(), v.maxLength(1000));
const words = v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100));

/** How a table of unknown layout is read. */
export const tableMapping = v.strictObject({
  /** Role of each column by its name; columns that are not here are ignored. */
  columns: v.pipe(
    v.array(
      v.strictObject({
        column: name,
        as: v.union([
          v.picklist(columnRoles),
          v.strictObject({ finding: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100)) }),
        ]),
      }),
    ),
    v.maxLength(4096),
  ),
  /** Words under a finding, whatever their case. */
  words: v.strictObject({ positive: words, negative: words, uncertain: words, notMentioned: words }),
  /** What parts the names in a list of findings. */
  listSeparator: v.pipe(v.string(), v.nonEmpty(), v.maxLength(10)),
});
export type TableMapping = v.InferOutput<typeof tableMapping>;

/** A row as it would be stored. */
export const plannedRow = v.strictObject({
  line: count,
  path: v.string(),
  /** The file that would be imported with it; null where none was found under the paths. */
  film: v.nullable(v.string()),
  dataSet: v.string(),
  ...filmFacts,
  split: v.nullable(v.string()),
  labels: v.record(v.string(), labelValue),
  labelSource: v.nullable(v.string()),
  /** The first 400 characters. */
  report: v.nullable(v.string()),
});

const valueCount = v.strictObject({ value: v.string(), rows: count });
/** How many there are, and the first 20. */
const someOf = v.strictObject({ count, first: v.array(v.string()) });

/** What an import would do. Rows that name the same film count once in prevalence, patients, studies and views. */
export const importPlan = v.strictObject({
  /** "CheXpert", "NIH ChestX-ray14", …, "mapped" for a table read through a mapping; null without a table. */
  layout: v.nullable(v.string()),
  dataSets: v.array(v.string()),
  /** Files that are read with the table. */
  companions: v.array(v.string()),
  rows: count,
  /** Files that may be films, under the paths. */
  films: count,
  /** Of those, how many a row names. */
  filmsWithRow: count,
  filmsWithoutRow: someOf,
  /** Rows whose film is neither under the paths nor beside the table. */
  missing: someOf,
  /** Rows whose film lies outside the paths: not asked for. */
  elsewhere: count,
  /** Other files, that are no films by their name. */
  otherFiles: count,
  /** Columns that nothing is read from. */
  unreadColumns: v.array(v.string()),
  /** Rows that name a film that a row before names; the first counts. */
  duplicates: someOf,
  findings: v.array(
    v.strictObject({ finding: v.string(), present: count, absent: count, uncertain: count, notMentioned: count }),
  ),
  patients: count,
  studies: count,
  views: v.array(valueCount),
  projections: v.array(valueCount),
  splits: v.array(valueCount),
  /** Rows that cannot be used, and paths that cannot be read. */
  problems: v.strictObject({ count, first: v.array(v.strictObject({ item: v.string(), error: errorReport })) }),
  warnings: v.array(v.string()),
  firstRows: v.array(plannedRow),
  /** How a table of unknown layout is read: as given, as remembered for this header, or guessed; null for known layouts. */
  mapping: v.nullable(v.strictObject({ from: v.picklist(["given", "remembered", "guessed"]), mapping: tableMapping })),
});
export type ImportPlan = v.InferOutput<typeof importPlan>;

/** What an import reads. */
export const importRequest = v.strictObject({
  /** Files or folders, absolute. */
  paths: v.pipe(v.array(v.string()), v.minLength(1)),
  /** A data set's table (.csv, .tsv, either .gz), absolute. */
  table: v.optional(v.string()),
  /** How a table of unknown layout is read; what is not given is remembered or guessed. */
  mapping: v.optional(tableMapping),
  /** How labels of several readers become one; by majority where nothing is said. */
  readers: v.optional(readerRule),
  /** Whether DICOM films lose who is on them as they come in; left out, they do. */
  identity: v.optional(v.picklist(identityWishes)),
  /** Of files with several frames: "first" (where left out), "all", or a list such as "1,3-5". */
  frames: v.optional(frameSelection),
});

export const dataSetInfo = v.strictObject({
  name: v.string(),
  images: count,
  /** UTC, ISO 8601. */
  importedAt: v.string(),
  policy: uncertaintyPolicy,
});
export type DataSetInfo = v.InferOutput<typeof dataSetInfo>;

/** What an uncertain label counted as in a score, by data set; films of no data set stand under null. */
export const appliedPolicy = v.strictObject({ dataSet: v.nullable(v.string()), policy: uncertaintyPolicy });
export type AppliedPolicy = v.InferOutput<typeof appliedPolicy>;

export const tablesMethods = {
  "intake.plan": method("What an import would do; nothing is written.", importRequest, importPlan),
  "intake.stopPlans": method(
    "Stops every plan that is being made; each ends with job/cancelled.",
    nothing,
    v.strictObject({ stopped: count }),
  ),
  "dataSets.list": method(
    "Data sets of the workspace with the policy for their uncertain labels.",
    nothing,
    v.array(dataSetInfo),
  ),
  "dataSets.setPolicy": method(
    "What an uncertain label of a data set counts as from the next score on; scores so far become stale.",
    v.strictObject({ dataSet: v.string(), policy: uncertaintyPolicy }),
    v.array(dataSetInfo),
  ),
};
