/** How the films of a set are planned; a model card can quote all of it. */

export interface Shortcut {
  /** What can be learned by mistake in place of the finding. */
  readonly mark: string;
  readonly finding: string;
  /** P(mark | finding on the film). */
  readonly withFinding: number;
  /** P(mark | finding not on the film). */
  readonly withoutFinding: number;
}

/** The two planted shortcuts: correlations that hold in the set and not in anatomy. */
export const shortcuts = {
  chestTubeWithPneumothorax: {
    mark: "chest tube",
    finding: "pneumothorax",
    withFinding: 0.8,
    withoutFinding: 0.02,
  },
  portableStampWithEdema: {
    mark: "portable stamp",
    finding: "edema",
    withFinding: 0.85,
    withoutFinding: 0.08,
  },
} as const satisfies Record<string, Shortcut>;

/** Share of patients who are well: their films almost never have a pathology. */
export const wellShare = 0.2;
/** P(each pathology on a film of a well patient). */
export const wellRate = 0.006;
/** P(finding on a film | the patient tends to it), the same for every kind: studies of one patient resemble each other. */
export const persistence = 0.8;

/** P(an ill patient tends to the finding). Effusion is drawn for each side on its own. */
export const tendencies = {
  cardiomegaly: 0.28,
  effusion: 0.16,
  pneumothorax: 0.21,
  consolidation: 0.25,
  edema: 0.22,
  atelectasis: 0.22,
  nodule: 0.19,
  "rib-fracture": 0.17,
} as const;

/** P(a patient, well or ill, carries the device); lines and tubes that come and go are drawn again for each study. */
export const deviceRates = {
  pacemaker: 0.1,
  "endotracheal-tube": { well: 0.05, ill: 0.13 },
  "central-line": { well: 0.08, ill: 0.19 },
} as const;

/** Share of films stored as MONOCHROME1 (air bright). */
export const monochrome1Share = 0.1;
/** Share of films with a collimation edge, filled with the pixel padding value. */
export const collimationShare = 0.35;
