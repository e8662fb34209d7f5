import { chexpertFindings } from "../../../src-preload/contract/common.ts";

/**
 * What data sets call the same finding, lower case with spaces. Only names for the same thing stand here: a rib fracture is
 * no alias of Fracture, which is any fracture.
 */
const aliases: readonly (readonly [finding: string, ...names: string[]])[] = [
  ["No Finding", "normal", "no findings"],
  ["Enlarged Cardiomediastinum", "enlarged cardiom."],
  ["Lung Opacity", "airspace opacity"],
  ["Lung Lesion"],
  ["Edema", "oedema", "pulmonary edema", "pulmonary oedema"],
  ["Pleural Effusion", "effusion"],
  ["Pleural Thickening"],
  ["Support Devices", "support device"],
  ["Infiltration", "infiltrate", "infiltrates"],
  ["Fibrosis", "pulmonary fibrosis"],
  ["Nodule/Mass", "nodule or mass"],
  ["Other Disease", "other diseases"],
  ["ILD", "interstitial lung disease"],
  ["COPD"],
  ["Enlarged PA"],
];

const known = new Map<string, string>();
for (const name of [...chexpertFindings, "Mass", "Nodule", "Emphysema", "Hernia"]) known.set(name.toLowerCase(), name);
for (const [finding, ...names] of aliases)
  for (const name of [finding, ...names]) known.set(name.toLowerCase(), finding);

/** Letters a finding's name may have. */
const longestName = 100;

function plain(name: string): string {
  return name
    .trim()
    .replaceAll(/[\s_]+/g, " ")
    .slice(0, longestName);
}

/** Whether a column or label of this name is a finding of a known data set. */
export function isKnownFinding(name: string): boolean {
  return known.has(plain(name).toLowerCase());
}

const capitals = /(^|[\s/(-])(\p{Ll})/gu;

/** The one name under which a finding is kept, whatever its data set calls it; names that are new are written alike. */
export function findingName(name: string): string {
  const words = plain(name);
  return (
    known.get(words.toLowerCase()) ??
    words.replaceAll(capitals, (_, before: string, letter: string) => before + letter.toUpperCase())
  );
}
