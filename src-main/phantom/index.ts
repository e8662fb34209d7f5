export { holdsPhantoms } from "./claim-folder.ts";
export type { PhantomSet } from "./claim-folder.ts";
export { drawPhantom } from "./draw-phantom.ts";
export { drawFilm } from "./draw.ts";
export type { DrawnFilm } from "./draw.ts";
export { filmPath } from "./file-names.ts";
export type { FilmRecord, FindingRecord } from "./film-record.ts";
export { labelFilm, mentionWhenAbsent, truthOf, uncertainWhenPresent } from "./labels.ts";
export { isDevice, planFilm } from "./plan.ts";
export { chexpertColumn, writeReport } from "./report.ts";
export {
  collimationShare,
  deviceRates,
  monochrome1Share,
  persistence,
  shortcuts,
  tendencies,
  wellRate,
  wellShare,
} from "./shares.ts";
export type { Shortcut } from "./shares.ts";
export { tableColumns } from "./table.ts";
export { findingKinds } from "./types.ts";
export type {
  Box,
  ChexpertFinding,
  DrawnFinding,
  FilmPlan,
  FindingKind,
  Habitus,
  LabelValue,
  Labels,
  Phantom,
  PhantomPatient,
  PlannedFinding,
  Side,
  Truth,
  VisibleMarks,
  Zone,
} from "./types.ts";
export { writePhantoms } from "./write-phantoms.ts";
export type { PhantomSummary, TruthFile, WritePhantomsOptions } from "./write-phantoms.ts";
