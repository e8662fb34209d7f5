/** What a path of the CheXpert layout tells: …/patient00001/study1/view1_frontal.jpg. */
export interface ChexpertPlace {
  readonly patient: string;
  readonly study: string;
  readonly view: string | null;
}

const views = new Map([
  ["frontal", "Frontal"],
  ["lateral", "Lateral"],
]);
const pattern = /(?:^|\/)(patient\d+)\/(study\d+)\/view\d+_?([a-z]*)[^/]*$/i;

/** Reads patient, study and view off a path; undefined where it does not follow the layout. */
export function parseChexpertPath(path: string): ChexpertPlace | undefined {
  const match = pattern.exec(path.replaceAll("\\", "/"));
  if (match === null) return undefined;
  const [, patient = "", study = "", word = ""] = match;
  const view = views.get(word.toLowerCase()) ?? null;
  return { patient, study, view };
}
