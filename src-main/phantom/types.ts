import type { chexpertFindings } from "../../src-preload/contract/common.ts";

export const findingKinds = [
  "cardiomegaly",
  "effusion",
  "pneumothorax",
  "consolidation",
  "edema",
  "atelectasis",
  "nodule",
  "rib-fracture",
  "pacemaker",
  "endotracheal-tube",
  "central-line",
  "chest-tube",
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** The patient's own side: "left" is drawn on the right of the film. */
export type Side = "left" | "right";
export type Zone = "upper" | "middle" | "lower";

/** One thing to plant on one film. */
export interface PlannedFinding {
  readonly kind: FindingKind;
  /** Null where a side makes no sense (cardiomegaly, edema, endotracheal tube). */
  readonly side: Side | null;
  readonly zone: Zone | null;
  /** 0 (small or faint, still visible) to 1 (large). */
  readonly severity: number;
  /** Names the random stream of its shape: lasting findings keep it from study to study. */
  readonly shapeKey: string;
  /** An extra of the finding: pleural thickening beside an effusion, a wide mediastinum with a big heart. */
  readonly extra: boolean;
}

/** Marks everybody sees and nobody reports. */
export interface VisibleMarks {
  readonly sideMarker: Side;
  /** Initials beside the marker, or "" where there are none. */
  readonly initials: string;
  readonly portableStamp: boolean;
  readonly collimationEdge: boolean;
}

export type Habitus = "slender" | "medium" | "broad";

export interface PhantomPatient {
  /** "PHANTOM00001" … */
  readonly id: string;
  readonly number: number;
  readonly sex: "F" | "M";
  /** Years at the first study. */
  readonly age: number;
  readonly habitus: Habitus;
}

export interface FilmPlan {
  readonly seed: number;
  readonly index: number;
  readonly patient: PhantomPatient;
  /** 1 for the first study of the patient. */
  readonly study: number;
  readonly view: "AP" | "PA";
  readonly findings: readonly PlannedFinding[];
  readonly visible: VisibleMarks;
}

export type ChexpertFinding = (typeof chexpertFindings)[number];

/** 1 present, 0 said to be absent, -1 uncertain, null not mentioned. */
export type LabelValue = 1 | 0 | -1 | null;
export type Labels = Readonly<Record<ChexpertFinding, LabelValue>>;
/** What is on the film, whatever a reader would have written. */
export type Truth = Readonly<Record<ChexpertFinding, boolean>>;

/** Pixels, both ends included. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface DrawnFinding extends PlannedFinding {
  /** 512·512 values, 1 where the finding changed the film visibly, else 0. */
  readonly mask: Uint8Array<ArrayBuffer>;
  readonly box: Box;
}

export interface Phantom {
  readonly plan: FilmPlan;
  /** 512·512 stored values 0…4095 in the MONOCHROME2 sense (air dark, bone bright); 0 only where the collimator closed. */
  readonly pixels: Uint16Array<ArrayBuffer>;
  readonly findings: readonly DrawnFinding[];
  readonly visible: VisibleMarks;
  readonly patient: PhantomPatient;
  readonly study: number;
  readonly view: "AP" | "PA";
  readonly truth: Truth;
  readonly labels: Labels;
  /** One or two sentences. */
  readonly report: readonly string[];
}
