import type { Random } from "../runtime/index.ts";
import type { FindingKind, Labels, PlannedFinding } from "./types.ts";

/** Ways to name each kind; {size}, {side}, {zone} (a height) and {place} (side, height and a noun) are filled in. */
const patterns: Readonly<Record<FindingKind, readonly [string, string, string]>> = {
  cardiomegaly: ["{size} cardiomegaly", "{size} enlargement of the heart", "{size} enlarged cardiac silhouette"],
  effusion: ["{size} {side} pleural effusion", "{size} {side} effusion", "{size} pleural fluid on the {side} side"],
  pneumothorax: [
    "{size} {side} pneumothorax",
    "{size} pneumothorax on the {side}",
    "{size} {side} apical pneumothorax",
  ],
  consolidation: [
    "consolidation in the {place}",
    "{side} {zone} lobe consolidation",
    "airspace opacity in the {place}",
  ],
  edema: ["{size} pulmonary edema", "{size} interstitial edema", "{size} edema with perihilar haze"],
  atelectasis: ["{side} basilar atelectasis", "atelectasis at the {side} base", "{side} lower lobe atelectasis"],
  nodule: ["nodule in the {place}", "{side} {zone} lobe nodule", "rounded {nodule} in the {place}"],
  "rib-fracture": ["{side} rib fracture", "fracture of {side} ribs", "displaced {side} rib fracture"],
  pacemaker: ["{side} chest pacemaker", "{side} pacemaker with leads", "cardiac pacemaker on the {side}"],
  "endotracheal-tube": [
    "endotracheal tube above the carina",
    "endotracheal tube",
    "endotracheal tube tip in the trachea",
  ],
  "central-line": [
    "{side} central line",
    "{side} central venous catheter",
    "{side} central line with tip in the superior vena cava",
  ],
  "chest-tube": ["{side} chest tube", "chest tube on the {side}", "{side} pleural drain"],
};

/** Names a finding; `side` may be "bilateral". */
export function describeFinding(finding: PlannedFinding, side: string, labels: Labels, random: Random): string {
  const zone = finding.zone ?? "";
  const words: Readonly<Record<string, string>> = {
    size: degree(finding),
    side,
    zone,
    nodule: finding.severity > 0.7 ? "mass" : "nodule",
    place: `${side} ${zone} ${random.pick(["lung", "zone", "lobe"])}`,
  };
  const phrase = random.pick(patterns[finding.kind]).replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? "");
  // The left lung has no middle lobe, and two sides are no side.
  return (
    phrase.replace("left middle lobe", "left middle zone").replace("the bilateral side", "both sides") +
    ending(finding, labels)
  );
}

/** What hangs on a finding as the labels have it. */
function ending(finding: PlannedFinding, labels: Labels): string {
  if (finding.kind === "cardiomegaly" && labels["Enlarged Cardiomediastinum"] === 1) return " with a wide mediastinum";
  if (finding.kind === "effusion" && labels["Pleural Other"] === 1) return " with pleural thickening";
  if (finding.kind !== "consolidation") return "";
  if (labels.Pneumonia === 1) return " consistent with pneumonia";
  return labels.Pneumonia === -1 ? " which may represent pneumonia" : "";
}

function degree(finding: PlannedFinding): string {
  const graded = finding.kind === "cardiomegaly" || finding.kind === "edema";
  if (finding.severity < 0.34) return graded ? "mild" : "small";
  if (finding.severity < 0.67) return "moderate";
  return graded ? "marked" : "large";
}
