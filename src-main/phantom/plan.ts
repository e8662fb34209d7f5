import { createRandom } from "../runtime/index.ts";
import { locateFilm, planFinding, planLines, planPatient, planTendencies } from "./plan-patient.ts";
import { collimationShare, persistence, shortcuts } from "./shares.ts";
import type { FilmPlan, FindingKind, PlannedFinding, VisibleMarks } from "./types.ts";

const lasting: ReadonlySet<FindingKind> = new Set(["cardiomegaly", "nodule", "rib-fracture", "pacemaker"]);
const devices: ReadonlySet<FindingKind> = new Set(["pacemaker", "endotracheal-tube", "central-line", "chest-tube"]);

/** True for tubes, lines and pacemakers: on the film, but no pathology. */
export function isDevice(kind: FindingKind): boolean {
  return devices.has(kind);
}

/**
 * Decides everything about film `index` of the set `seed` without drawing it. A film does not depend on how many films
 * the set has.
 */
export function planFilm(seed: number, index: number): FilmPlan {
  const { patient: number, study } = locateFilm(seed, index);
  const patient = planPatient(seed, number);
  const random = createRandom("study", seed, number, study);
  const findings = planFindings(seed, number, study);
  const edema = findings.some((finding) => finding.kind === "edema");
  const rule = shortcuts.portableStampWithEdema;
  const portableStamp = random.chance(edema ? rule.withFinding : rule.withoutFinding);
  const bedridden = findings.some(({ kind }) => kind === "endotracheal-tube" || kind === "chest-tube");
  const anteroposterior = random.chance(bedridden ? 0.95 : 0.4) || portableStamp;
  return {
    seed,
    index,
    patient,
    study,
    view: anteroposterior ? "AP" : "PA",
    findings,
    visible: planMarks(seed, number, study, portableStamp),
  };
}

function planFindings(seed: number, patient: number, study: number): readonly PlannedFinding[] {
  const random = createRandom("findings", seed, patient, study);
  const place = `${String(patient)}-${String(study)}`;
  const found: PlannedFinding[] = [];
  for (const tendency of planTendencies(seed, patient)) {
    const present = random.chance(tendency.kind === "pacemaker" ? 1 : persistence);
    const severity = random.next();
    if (!present) continue;
    found.push(
      lasting.has(tendency.kind) ? tendency : { ...tendency, severity, shapeKey: `${tendency.shapeKey}-${place}` },
    );
  }
  const pneumothorax = found.find((finding) => finding.kind === "pneumothorax");
  const ill = found.some((finding) => !isDevice(finding.kind));
  found.push(...planLines(random, ill, place));
  const rule = shortcuts.chestTubeWithPneumothorax;
  const side = pneumothorax?.side ?? random.pick(["left", "right"]);
  if (random.chance(pneumothorax === undefined ? rule.withoutFinding : rule.withFinding)) {
    found.push(planFinding(random, "chest-tube", side, `chest-tube-${place}`));
  }
  return found;
}

function planMarks(seed: number, patient: number, study: number, portableStamp: boolean): VisibleMarks {
  const random = createRandom("marks", seed, patient, study);
  const letters = "ABCDEGHJKLMNPRST";
  const letter = (): string => letters.charAt(random.integer(0, letters.length - 1));
  return {
    sideMarker: random.chance(0.6) ? "left" : "right",
    initials: random.chance(0.5) ? letter() + letter() : "",
    portableStamp,
    collimationEdge: random.chance(collimationShare),
  };
}
