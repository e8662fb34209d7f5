import { createRandom } from "../runtime/index.ts";
import type { Random } from "../runtime/index.ts";
import { deviceRates, persistence, tendencies, wellRate, wellShare } from "./shares.ts";
import type { Habitus, PhantomPatient, PlannedFinding, Side, Zone } from "./types.ts";

/** Patient and study number of a film: patients come one after the other, each with 1–4 studies of one film. */
export function locateFilm(seed: number, index: number): { readonly patient: number; readonly study: number } {
  let patient = 1;
  let left = index;
  for (;;) {
    const studies = studyCount(seed, patient);
    if (left < studies) return { patient, study: left + 1 };
    left -= studies;
    patient += 1;
  }
}

/** 1–4 studies: shares 45, 27, 17 and 11 %. */
export function studyCount(seed: number, patient: number): number {
  const draw = createRandom("studies", seed, patient).next();
  if (draw < 0.45) return 1;
  if (draw < 0.72) return 2;
  return draw < 0.89 ? 3 : 4;
}

export function planPatient(seed: number, number: number): PhantomPatient {
  const random = createRandom("patient", seed, number);
  const build = random.next();
  const habitus: Habitus = build < 0.28 ? "slender" : build < 0.72 ? "medium" : "broad";
  return {
    id: `PHANTOM${String(number).padStart(5, "0")}`,
    number,
    sex: random.chance(0.45) ? "F" : "M",
    age: Math.round(Math.min(90, Math.max(19, 58 + 17 * random.normal()))),
    habitus,
  };
}

/** Things a patient tends to have on each of his films; shape and side stay the same from study to study. */
export function planTendencies(seed: number, patient: number): readonly PlannedFinding[] {
  const random = createRandom("tendencies", seed, patient);
  const well = random.chance(wellShare);
  const found: PlannedFinding[] = [];
  const consider = (kind: keyof typeof tendencies, side: Side | null): void => {
    // A well patient's rate is spread over the same persistence, so that P(film) comes out as stated.
    const tends = random.chance(well ? wellRate / persistence : tendencies[kind]);
    const planned = planFinding(random, kind, side, `${kind}-${side ?? "both"}-${String(patient)}`);
    if (tends) found.push(planned);
  };
  consider("cardiomegaly", null);
  consider("effusion", "right");
  consider("effusion", "left");
  consider("pneumothorax", random.pick(["left", "right"]));
  consider("consolidation", random.pick(["left", "right"]));
  consider("edema", null);
  consider("atelectasis", random.pick(["left", "right"]));
  consider("nodule", random.pick(["left", "right"]));
  consider("rib-fracture", random.pick(["left", "right"]));
  const pacemaker = random.chance(deviceRates.pacemaker);
  const side = random.chance(0.8) ? "left" : "right";
  if (pacemaker) found.push(planFinding(random, "pacemaker", side, `pacemaker-${String(patient)}`));
  return found;
}

/** Lines and tubes of one study; they are likelier when the patient is ill. */
export function planLines(random: Random, ill: boolean, study: string): readonly PlannedFinding[] {
  const found: PlannedFinding[] = [];
  const state = ill ? "ill" : "well";
  const tube = random.chance(deviceRates["endotracheal-tube"][state]);
  if (tube) found.push(planFinding(random, "endotracheal-tube", null, `tube-${study}`));
  // A patient with a tube in the windpipe mostly has a line as well.
  const line = random.chance(tube ? 0.5 : deviceRates["central-line"][state]);
  const side = random.chance(0.75) ? "right" : "left";
  if (line) found.push(planFinding(random, "central-line", side, `line-${study}`));
  return found;
}

export function planFinding(
  random: Random,
  kind: PlannedFinding["kind"],
  side: Side | null,
  shapeKey: string,
): PlannedFinding {
  const zone: Zone = kind === "atelectasis" ? "lower" : random.pick(["upper", "middle", "lower"]);
  const zoned = kind === "consolidation" || kind === "atelectasis" || kind === "nodule";
  return { kind, side, zone: zoned ? zone : null, severity: random.next(), shapeKey, extra: random.chance(0.3) };
}
