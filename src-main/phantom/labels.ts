import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import { isDevice } from "./plan.ts";
import { chexpertFindings } from "../../src-preload/contract/common.ts";
import type { ChexpertFinding, FilmPlan, FindingKind, LabelValue, Labels, Truth } from "./types.ts";

/** P(-1 instead of 1 | present); softened from the CheXpert table so that a small set can still be learned from. */
export const uncertainWhenPresent: Readonly<Partial<Record<ChexpertFinding, number>>> = {
  "Enlarged Cardiomediastinum": 0.3,
  Cardiomegaly: 0.12,
  "Lung Opacity": 0.04,
  "Lung Lesion": 0.1,
  Edema: 0.14,
  Consolidation: 0.22,
  Pneumonia: 0.5,
  Atelectasis: 0.25,
  Pneumothorax: 0.06,
  "Pleural Effusion": 0.08,
  "Pleural Other": 0.3,
  Fracture: 0.05,
};

/** P(0 | absent) and P(-1 | absent), near the shares of the CheXpert training table. */
export const mentionWhenAbsent: Readonly<
  Partial<Record<ChexpertFinding, readonly [negative: number, uncertain: number]>>
> = {
  "Enlarged Cardiomediastinum": [0.1, 0.02],
  Cardiomegaly: [0.08, 0.015],
  "Lung Opacity": [0.05, 0.01],
  "Lung Lesion": [0.01, 0.004],
  Edema: [0.12, 0.02],
  Consolidation: [0.14, 0.03],
  Pneumonia: [0.02, 0.03],
  Atelectasis: [0.01, 0.03],
  Pneumothorax: [0.28, 0.006],
  "Pleural Effusion": [0.22, 0.02],
  "Pleural Other": [0.002, 0.005],
  Fracture: [0.015, 0.003],
  "Support Devices": [0.03, 0],
};

const parents: ReadonlySet<ChexpertFinding> = new Set(["Lung Opacity", "Enlarged Cardiomediastinum"]);

/** What is on the film in CheXpert's words; No Finding means no pathology, devices allowed. */
export function truthOf(plan: FilmPlan): Truth {
  const has = (...kinds: readonly FindingKind[]): boolean => plan.findings.some(({ kind }) => kinds.includes(kind));
  const extra = (kind: FindingKind): boolean => plan.findings.some((finding) => finding.kind === kind && finding.extra);
  return {
    "No Finding": plan.findings.every(({ kind }) => isDevice(kind)),
    "Enlarged Cardiomediastinum": extra("cardiomegaly"),
    Cardiomegaly: has("cardiomegaly"),
    "Lung Opacity": has("consolidation", "edema", "atelectasis"),
    "Lung Lesion": has("nodule"),
    Edema: has("edema"),
    Consolidation: has("consolidation"),
    Pneumonia: extra("consolidation"),
    Atelectasis: has("atelectasis"),
    Pneumothorax: has("pneumothorax"),
    "Pleural Effusion": has("effusion"),
    "Pleural Other": extra("effusion"),
    Fracture: has("rib-fracture"),
    "Support Devices": plan.findings.some(({ kind }) => isDevice(kind)),
  };
}

/**
 * The table a labeller would have made of the report: what is present is 1 or -1, for the two parent columns sometimes
 * blank; what is absent is mostly blank, sometimes 0, rarely -1. No Finding is 1 only where every other pathology is 0 or blank.
 */
export function labelFilm(plan: FilmPlan, truth: Truth): Labels {
  const random = createRandom("labels", plan.seed, plan.patient.number, plan.study);
  const labels: Partial<Record<ChexpertFinding, LabelValue>> = {};
  for (const finding of chexpertFindings) {
    if (finding !== "No Finding") labels[finding] = labelOf(finding, truth[finding], random);
  }
  const clear = chexpertFindings.every(
    (finding) =>
      finding === "Support Devices" || finding === "No Finding" || labels[finding] === 0 || labels[finding] === null,
  );
  labels["No Finding"] = truth["No Finding"] && clear ? 1 : null;
  return labels as Labels;
}

function labelOf(finding: ChexpertFinding, present: boolean, random: Random): LabelValue {
  const draw = random.next();
  if (present) {
    const uncertain = uncertainWhenPresent[finding] ?? 0;
    if (draw < uncertain) return -1;
    return parents.has(finding) && draw > 0.85 ? null : 1;
  }
  const [negative, uncertain] = mentionWhenAbsent[finding] ?? [0, 0];
  if (draw < negative) return 0;
  return draw < negative + uncertain ? -1 : null;
}
