export { codeVersion } from "./code-version.ts";
export { asArgument } from "./files.ts";
export { createWorkspace, ensureWorkspace } from "./create.ts";
export { databaseName } from "./files.ts";
export { openStore } from "./open.ts";
export { sqliteVersion } from "./sqlite-version.ts";
export type { Store } from "./open.ts";
export type { FilmRecord, ImageQueries, ImageRange, LabelValue, NewImage, StoredImage } from "./images.ts";
export type { ImageCounts } from "./image-facets.ts";
export type { ImagePage } from "./image-list.ts";
export type { ModelKind, ModelQueries, NewModel, StoredModel } from "./models.ts";
export type { EncodingQueries, ImageVector, NewRun, PendingImage } from "./encodings.ts";
export type { CodeQueries, ImageCode } from "./codes.ts";
export type {
  EvidenceQueries,
  FilmName,
  NeuronAssociation,
  NeuronPosting,
  NeuronStatistics,
  ScoredState,
  ScoreResult,
  StoredAssociation,
  StoredNeuron,
  StrongImage,
} from "./evidence.ts";
export type { JobKind, JobQueries, NewJob } from "./jobs.ts";
export type { SavedViewQueries } from "./saved-views.ts";
export type { DataSetQueries } from "./data-set-policies.ts";
export { openTextScratch } from "./text-scratch.ts";
export type { TextScratch } from "./text-scratch.ts";
export type { TableMappingQueries } from "./table-mappings.ts";
export type { SettingQueries } from "./settings.ts";
export { packCode, packPosting, tooLarge, unpackCode, unpackPosting, unstorable } from "./packed.ts";
export type { PackedCode, PackedPosting } from "./packed.ts";
