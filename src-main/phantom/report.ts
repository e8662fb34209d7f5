import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import { isDevice } from "./plan.ts";
import { describeFinding } from "./report-phrases.ts";
import type { ChexpertFinding, FilmPlan, FindingKind, Labels } from "./types.ts";

const columnOf: Readonly<Record<FindingKind, ChexpertFinding>> = {
  cardiomegaly: "Cardiomegaly",
  effusion: "Pleural Effusion",
  pneumothorax: "Pneumothorax",
  consolidation: "Consolidation",
  edema: "Edema",
  atelectasis: "Atelectasis",
  nodule: "Lung Lesion",
  "rib-fracture": "Fracture",
  pacemaker: "Support Devices",
  "endotracheal-tube": "Support Devices",
  "central-line": "Support Devices",
  "chest-tube": "Support Devices",
};

/** The CheXpert column that a planted finding shows in first. */
export function chexpertColumn(kind: FindingKind): ChexpertFinding {
  return columnOf[kind];
}

const absenceWords: readonly (readonly [ChexpertFinding, string])[] = [
  ["Pneumothorax", "pneumothorax"],
  ["Pleural Effusion", "pleural effusion"],
  ["Consolidation", "focal consolidation"],
  ["Edema", "pulmonary edema"],
  ["Cardiomegaly", "cardiomegaly"],
  ["Lung Opacity", "lung opacity"],
  ["Fracture", "acute fracture"],
  ["Pneumonia", "pneumonia"],
  ["Lung Lesion", "lung nodule"],
  ["Atelectasis", "atelectasis"],
  ["Enlarged Cardiomediastinum", "widening of the mediastinum"],
  ["Pleural Other", "pleural thickening"],
];

/** One or two sentences in plain radiology English that agree with the labels: 0 is negated, -1 is hedged. */
export function writeReport(plan: FilmPlan, labels: Labels): readonly string[] {
  const random = createRandom("report", plan.seed, plan.patient.number, plan.study);
  const pathology = describeAll(plan, labels, random);
  const devices = plan.findings
    .filter(({ kind }) => isDevice(kind))
    .map((finding) => describeFinding(finding, finding.side ?? "", labels, random));
  const hedges = hedgedAbsences(plan, labels);
  const absent = absenceWords.filter(([finding]) => labels[finding] === 0).map(([, words]) => words);
  const first =
    pathology.length + hedges.length > 0
      ? sentence(join([...pathology, ...hedges].slice(0, 4)))
      : clearSentence(random);
  const rest: string[] = [];
  if (devices.length > 0) rest.push(join(devices.slice(0, 3)) + random.pick([" in place", "", " noted"]));
  if (absent.length > 0) rest.push(`no ${join(absent.slice(0, 3), "or")}`);
  return rest.length > 0 ? [first, sentence(rest.join("; "))] : [first];
}

function describeAll(plan: FilmPlan, labels: Labels, random: Random): string[] {
  const sides = plan.findings.filter(({ kind }) => kind === "effusion").map(({ side }) => side);
  const phrases: string[] = [];
  for (const finding of plan.findings) {
    if (isDevice(finding.kind)) continue;
    if (finding.kind === "effusion" && sides.length === 2 && finding.side === "left") continue;
    const side = finding.kind === "effusion" && sides.length === 2 ? "bilateral" : (finding.side ?? "");
    const phrase = describeFinding(finding, side, labels, random);
    const hedged = labels[columnOf[finding.kind]] === -1;
    phrases.push(hedged ? `${random.pick(["possible", "probable", "questionable"])} ${phrase}` : phrase);
  }
  return phrases;
}

/** Columns that are hedged although nothing was planted. */
function hedgedAbsences(plan: FilmPlan, labels: Labels): string[] {
  const said = new Set<ChexpertFinding>(plan.findings.map(({ kind }) => columnOf[kind]));
  // A consolidation says itself whether it may be pneumonia; an opacity goes by its closer name.
  if (said.has("Consolidation")) said.add("Pneumonia");
  if (said.has("Consolidation") || said.has("Edema") || said.has("Atelectasis")) said.add("Lung Opacity");
  return absenceWords
    .filter(([finding]) => labels[finding] === -1 && !said.has(finding))
    .map(([, words]) => `possible ${words}`);
}

function clearSentence(random: Random): string {
  return random.pick([
    "The lungs are clear.",
    "No acute cardiopulmonary abnormality.",
    "Normal heart size and clear lungs.",
    "Clear lungs with a normal cardiac silhouette.",
    "No acute findings in the chest.",
    "The heart and mediastinum are normal and the lungs are clear.",
  ]);
}

function join(parts: readonly string[], word = "and"): string {
  if (parts.length < 2) return parts[0] ?? "";
  return `${parts.slice(0, -1).join(", ")} ${word} ${parts[parts.length - 1] ?? ""}`;
}

function sentence(text: string): string {
  const clean = text.replaceAll(/\s+/g, " ").trim();
  return `${clean.charAt(0).toUpperCase()}${clean.slice(1)}.`;
}
